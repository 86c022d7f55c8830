"""Readiness: how ready the company is to live by its customers, as colleagues see it."""
