"""The web server: health, metrics, webhooks, file links and the pages."""
