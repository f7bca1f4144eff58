"""Codes that anyone would guess first. Of the codes that people choose, these few are a large part."""

from __future__ import annotations

from itertools import pairwise


def is_weak(code: str) -> bool:
    """Whether anyone would guess it: one digit or one pair all through (111111, 121212), three and the same three or
    pairs (123123, 112233), or a row of neighbours up or down (123456, 987654, 890123)."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(code)}
    pairs = (code[0:2], code[2:4], code[4:6])
    doubled = all(pair[0] == pair[1] for pair in pairs)
    in_a_row = doubled and len({(int(b[0]) - int(a[0])) % 10 for a, b in pairwise(pairs)}) == 1
    return (len(steps) == 1 and steps <= {0, 1, 9}) or len({*pairs}) == 1 or code[:3] == code[3:] or in_a_row
