"""Logging articles, drafts and batches, correcting, finding and reviewing them."""
