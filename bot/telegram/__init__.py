"""Telegram: the same conversation in a chat. Transport only; what is asked and stored is decided elsewhere."""

import os

# python-telegram-bot reads this each time it makes or shows a time span; without it `RetryAfter` warns that it is old.
os.environ.setdefault("PTB_TIMEDELTA", "true")
