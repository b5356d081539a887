"""Lists with a row for each article, as most boards keep them and every portal exports them."""
