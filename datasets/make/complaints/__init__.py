"""How the civil-complaint register is invented: matters, places, days, writers, offices."""
