"""The student's and the teacher's desk, the demo class and the start of the house. Has no models of its own."""
