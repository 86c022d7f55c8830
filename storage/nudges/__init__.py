"""What people are told unasked: what came of it, what they muted, and what is not to be looked at before a time."""
