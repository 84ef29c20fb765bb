"""The demo: two classes of made-up people at work on a real lesson."""
