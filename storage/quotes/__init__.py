"""Quotes: what was offered to a customer at which price."""
