"""Tests of the commands a person types."""
