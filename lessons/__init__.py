"""Content: lessons, their versions and everything a version is made of.

Knows how a lesson is written, checked, rendered, published and kept. Knows no class, no student and no grade: those
storeys point here by foreign key, and nothing here points back.
"""
