"""Tests of the table of acts and its parameters."""
