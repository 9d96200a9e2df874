"""Tests of the age file format: outside vectors, outside implementations, properties."""
