"""What the templates of submissions may ask."""
