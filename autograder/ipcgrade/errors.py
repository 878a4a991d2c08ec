"""Why a class cannot be graded as things are; each says what to do."""


class Busy(Exception):
    """Another run writes the journal."""


class NotInGradebook(Exception):
    """The gradebook does not know the assignment as its source has it now."""
