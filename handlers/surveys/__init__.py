"""Micro-surveys: a question now and then, by whoever is in contact, or on the customer's own phone."""
