"""Settings from the environment and files, versioned policy, and how logs are written."""
