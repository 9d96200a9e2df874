"""People of the sandbox: what simulated officials know and do on their phones."""
