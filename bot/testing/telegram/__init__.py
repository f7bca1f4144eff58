"""A strict fake of Telegram's Bot API: remembers, enforces the limits, breaks when told to (docs/fake_telegram.md)."""
