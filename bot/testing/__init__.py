"""Shipped for tests: a person who types and taps."""
