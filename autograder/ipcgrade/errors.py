"""Why a class cannot be graded as things are; each says what to do."""

from ipclab.errors import GraderFault


class Busy(Exception):
    """Another run writes the journal."""


class NotInGradebook(Exception):
    """The gradebook does not know the assignment as its source has it now."""


class NotRecorded(GraderFault):
    """What was graded could not be written down: no fault of the sandboxes."""
