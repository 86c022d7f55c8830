"""One person's data: taken out, or erased, on request."""
