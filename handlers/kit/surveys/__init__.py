"""Putting questions to customers: which ones, through whom, and what an answer is. What several capabilities need of surveys."""
