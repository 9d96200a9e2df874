"""Looks for content everywhere it may not be: database, logs, bells, the memory of the service."""
