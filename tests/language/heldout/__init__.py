"""The held-out corpus: what people write and what is right, written from the contract alone and never trained on.

A file a kind and language; a line is a text, "=>" and what is right. Where one shows a fault, its kind is mended, not the line.
"""
