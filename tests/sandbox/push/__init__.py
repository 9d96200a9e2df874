"""Tests of the local push service and its browsers."""
