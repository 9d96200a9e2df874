"""One promise a file, over the whole service, in simulated time."""
