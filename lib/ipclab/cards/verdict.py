"""What a case can end in."""

from enum import Enum


class Verdict(Enum):
    """How a case ended: a fault of ours is never a failed answer.

    >>> Verdict("timed_out")
    <Verdict.TIMED_OUT: 'timed_out'>
    """

    PASSED = "passed"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"
    GRADER_FAULT = "grader_fault"
