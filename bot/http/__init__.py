"""The HTTP door: signed acts come in, ciphertext and state go out to who may have it, and nothing else does."""
