"""What is known of a customer: what matters to them, how they pay and buy, what they buy elsewhere, what they are to us."""
