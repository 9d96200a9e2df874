"""Tests of what runs on a person's own device."""
