"""The real program, broken on purpose; afterwards everything that people wrote is compared with what is stored."""
