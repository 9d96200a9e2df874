"""Every write fails both ways: not stored, and stored but reported failed; the promise holds after a retry."""
