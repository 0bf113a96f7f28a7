"""Coverage-guided fuzzing of the grammar, of the door and of whole deliveries, by hand: `python -m tests.fuzzing door --seconds 600`.

It needs atheris (`pip install atheris`), which the tests do not. What makes a target fail is written to tests/hostile/crashes/, and from
then on opened by tests/hostile/test_crashes.py.
"""
