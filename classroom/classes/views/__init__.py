"""HTTP of classes, a room for each kind of page."""
