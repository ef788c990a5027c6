"""Everything about grading and running the course; the command ``junggu``."""
