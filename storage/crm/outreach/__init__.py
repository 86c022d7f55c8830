"""Customers on the bot: their accounts, what they agreed to, how they want to be reached, and what was said to them unasked."""
