"""Calls to oneself: how long it takes until somebody answers."""
