"""The stepper: runs subjects step by step, at our command. Races are decided, not hoped for."""
