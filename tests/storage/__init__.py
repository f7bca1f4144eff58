"""Storage: tables, keys, sealing, erasure, backup."""
