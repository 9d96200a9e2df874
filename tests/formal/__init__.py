"""The protocol of ringing as a model, and its search (docs/formal.md)."""
