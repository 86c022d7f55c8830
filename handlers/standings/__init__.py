"""How customers stand: classes, who buys more or less, who usually orders about now."""
