"""Tidying: one thing after another, each settled with a button."""
