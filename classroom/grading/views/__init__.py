"""Pages of grading: fetch, form, action, answer."""
