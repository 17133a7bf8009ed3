"""Coverage-guided fuzzing of what reads other people's texts, files and requests (docs/fuzzing.md).

python -m tests.fuzz TARGET --seconds N
"""
