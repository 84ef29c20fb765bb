"""What the templates of grading may ask."""
