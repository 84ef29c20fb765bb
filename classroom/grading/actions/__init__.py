"""Verbs: judge, comment, write a letter, show names, release. One module a noun."""
