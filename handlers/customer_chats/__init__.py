"""Customers on the bot: how they join, what they agree to, how they want to be reached, and how they stop."""
