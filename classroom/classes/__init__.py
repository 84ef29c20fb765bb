"""Who learns with whom, and what is set: class, enrollment, group, assignment, extension.

Knows no work and no grade.
"""
