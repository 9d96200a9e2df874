"""Browsers and a push service to ring them, on this machine."""
