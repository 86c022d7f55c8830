"""Suggestions: what colleagues and customers would do better, and what became of it."""
