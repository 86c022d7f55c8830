"""Rules of tests: a file each, found like those of the product."""
