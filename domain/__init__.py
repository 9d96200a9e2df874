"""The rules of Piket, pure: no I/O, no clock, no framework."""
