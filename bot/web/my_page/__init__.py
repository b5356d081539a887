"""A person's own page: the channel `web` in the browser, opened by a link from a messenger."""
