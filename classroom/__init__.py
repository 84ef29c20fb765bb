"""The project, and the people's work. Content lives in `lessons`, which knows nothing of this package."""
