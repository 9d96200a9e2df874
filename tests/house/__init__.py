"""Tests of the house itself: packaging, imports, lock files, set-up, documents, licence."""
