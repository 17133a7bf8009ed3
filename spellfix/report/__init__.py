"""Reports of evaluations for people: one page, one picture, and the numbers for programs."""
