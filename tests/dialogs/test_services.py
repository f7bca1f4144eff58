"""The numbers as data: what may not be wrong, what is shown when, what has grown old."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.dialogs.services import OLD_DAYS, WARN_DAYS, Services
from tests.houses import content


def shipped() -> dict[str, Any]:
    return content().services.model_dump()


def changed(service_id: str, **fields: Any) -> dict[str, Any]:
    data = shipped()
    data["services"] = [{**one, **(fields if one["id"] == service_id else {})} for one in data["services"]]
    return data


def without(*ids: str) -> dict[str, Any]:
    data = shipped()
    data["services"] = [one for one in data["services"] if one["id"] not in ids]
    return data


@pytest.mark.parametrize(
    ("id_", "number", "tel"),
    [
        ("emergency", "113", "113"),
        ("police", "112", "112"),
        ("police_not_acute", "02800", "02800"),
        ("legevakt", "116 117", "116117"),
        ("mental_helse", "116 123", "116123"),
        ("kirkens_sos", "22 40 00 40", "22400040"),
        ("alarm_children", "116 111", "116111"),
        ("violence_line", "116 006", "116006"),
    ],
)
def test_the_numbers_that_people_depend_on(id_: str, number: str, tel: str) -> None:
    service = content().services.get(id_)
    assert (service.number, service.tel, service.always) == (number, tel, True)


def test_every_service_says_where_it_is_from_and_when_it_was_checked() -> None:
    for service in content().services.services:
        assert service.source.startswith("https://"), service.id
        assert service.checked <= date(2026, 11, 1), service.id
        assert service.note, service.id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (without("legevakt"), "legevakt"),
        (without("emergency", "police"), "emergency, police"),
        (changed("legevakt", tel="116118"), "number and tel differ"),
        (changed("legevakt", id="police"), "given twice: police"),
        (changed("legevakt", always=False), "either always open, or hours"),
        (changed("emergency", always=False, hours="services.soschat.hours"), "at any hour"),
        (changed("soschat", hours=None), "either always open, or hours"),
        (changed("soschat", address=""), "address and no tel"),
        (changed("soschat", colour="red"), "Extra inputs"),
        (changed("soschat", use=["fun"]), "literal_error"),
    ],
)
def test_broken_data_is_refused_and_says_why(data: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Services.model_validate(data)
    assert said in str(refused.value)


def test_never_one_number_alone_to_talk_to() -> None:
    data = shipped()
    for one in data["services"]:
        if one["id"] in {"mental_helse", "kirkens_sos"}:
            one |= {"always": False, "hours": f"services.{one['id']}.hours"}
    with pytest.raises(ValidationError, match="round the clock"):
        Services.model_validate(data)


def test_an_unknown_service() -> None:
    with pytest.raises(KeyError, match="nobody"):
        content().services.get("nobody")


def test_the_police_have_one_number_at_a_time() -> None:
    ordinary = {service.id for service in content().services.shown}
    down = Services.model_validate({**shipped(), "raised": ["police_line_down"]})
    raised = {service.id for service in down.shown}
    assert ordinary & {"police", "police_not_acute"} == {"police"}
    assert raised & {"police", "police_not_acute"} == {"police_not_acute"}
    assert [service.id for service in down.used_for("police")] == ["police_not_acute"]


def test_open_round_the_clock_is_computed_for_what_is_shown() -> None:
    services = content().services
    assert services.all_always(("emergency", "legevakt", "mental_helse", "kirkens_sos"))
    assert not services.all_always(("emergency", "soschat"))
    assert not services.all_always(())
    assert "soschat" not in {service.id for service in services.always}


def test_what_nobody_has_checked_for_long() -> None:
    services = content().services
    checked = services.get("legevakt").checked
    assert services.stale(checked + timedelta(days=WARN_DAYS)) == ()
    assert "legevakt" in services.stale(checked + timedelta(days=WARN_DAYS + 1))
    assert services.stale(checked + timedelta(days=WARN_DAYS + 1), OLD_DAYS) == ()
    assert "legevakt" in services.stale(checked + timedelta(days=OLD_DAYS + 1), OLD_DAYS)
