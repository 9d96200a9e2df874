"""Acts: what people do, signed on their own device (ARCHITECTURE: every human act is signed)."""
