"""What is sold, and what customers bought of it."""
