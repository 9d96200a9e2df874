"""The scenario player: a night in a file, played against the real service in virtual time, and judged."""
