"""The teacher's judgement: rubric marks, grades, comments, letter, release. Sits on top of submissions."""
