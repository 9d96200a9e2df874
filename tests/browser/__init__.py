"""The app in a real Chromium against the real service: what people see, what it may never do, how fast it is."""
