"""How the store keeps its promises: commits, failures, locks, migrations."""
