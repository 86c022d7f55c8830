"""Questions that are kept, and asked again and again."""
