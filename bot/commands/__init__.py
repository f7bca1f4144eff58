"""The commands of `planprat`, one module for each matter. `bot/cli.py` puts them together."""
