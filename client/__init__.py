"""What runs on a person's own device: the keys, the sealing of content and the checks; the server never imports it."""
