"""Keeping the site running: health, figures, logs, backup and restore."""
