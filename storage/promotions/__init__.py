"""Promotions: what is offered to whom, who of us knows it, who was told, and what came of it."""
