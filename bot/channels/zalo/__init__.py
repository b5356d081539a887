"""Zalo's Bot Platform below the Bot API: plain texts, numbered lists for buttons, links for files.

Everything known of the platform stands in `api.py` and `updates.py`, each fact behind one small
function, because nothing of it was tried against the real service.
"""
