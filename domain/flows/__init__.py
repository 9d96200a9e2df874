"""One package per flow: its acts, its state, its rules; flows never import each other."""
