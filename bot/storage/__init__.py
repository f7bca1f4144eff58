"""What is kept, and how: the only room that knows SQL and encryption. See docs/storage.md and docs/privacy.md."""
