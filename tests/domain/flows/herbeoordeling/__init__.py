"""Periodic review, its rules alone: no store, no clock, no bells."""
