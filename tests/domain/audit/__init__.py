"""Tests of the transparency log's formats, proofs and verification."""
