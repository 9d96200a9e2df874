"""The transparency log, pure: Merkle tree, proofs, tiles, notes, checkpoints, leaves, verification."""
