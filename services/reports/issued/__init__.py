"""Reports that were issued: their number, what was frozen with it, and taking one back."""
