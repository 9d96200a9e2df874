"""Tests of the local Bot API, as its clients and its control surface see it."""
