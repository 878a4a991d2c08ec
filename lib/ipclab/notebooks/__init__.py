"""Assignment notebooks: reading them, running their cases, keeping what was passed."""
