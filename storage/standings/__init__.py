"""How customers stand: what they are worth, how they buy, and what has changed. Reckoned from purchases each night."""
