"""The student's work: submission, answer, revision, turning in. Knows nothing of grades."""
