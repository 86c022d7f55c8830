"""Micro-surveys: questions, to whom they were put, and what was answered."""
