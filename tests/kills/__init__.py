"""The real service, killed at every point where something leaves the process, and judged from outside."""
