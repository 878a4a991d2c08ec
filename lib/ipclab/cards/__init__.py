"""What a learner sees: evidence, transcript, card, diagram. Pure: no I/O, no clock."""
