"""Speaking with customers: the one gate for what is said unasked, and a turn of theirs. A customer is no colleague."""
