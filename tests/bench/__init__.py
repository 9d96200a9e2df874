"""Figures of the service beside a bare floor, in one run: `python -m tests.bench`."""
