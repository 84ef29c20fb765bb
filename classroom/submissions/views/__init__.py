"""What the addresses of submissions answer with, a module for each errand."""
