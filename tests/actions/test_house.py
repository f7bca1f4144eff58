"""What every action needs."""

from __future__ import annotations

from bot.actions.house import new_id


def test_no_id_looks_like_an_option_of_a_command() -> None:
    """`planprat export ID` must take every id; of 2,000 random ones, thirty would begin with a hyphen by chance."""
    made = {new_id() for _ in range(2_000)}
    assert len(made) == 2_000
    assert not [one for one in made if one.startswith("-")]
