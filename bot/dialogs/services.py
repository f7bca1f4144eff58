"""Whom one can reach, and how: every number the product shows, as data.

The data stand in `content/services.yaml`, what is said about each in `content/<language>/services.yaml`. Nothing in
code or in another text holds a number: a text writes `{{ phone.legevakt }}`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Use = Literal["danger", "police", "urgent", "talk", "children", "violence", "relatives", "deaf"]
Flag = Literal["police_line_down"]

WARN_DAYS = 180  # a number nobody has looked at for so long is reported
OLD_DAYS = 365  # and after so long no release goes out with it
NAMED_IN_TEXTS = frozenset({"emergency", "police", "legevakt", "mental_helse", "kirkens_sos"})
FEWEST_ALWAYS_OPEN = 2  # helplines do not always answer, so there is always another one


class FewAlwaysOpen(ValueError):
    """Fewer numbers to talk to are open round the clock than must be. `open`: how many are; `closed`: ids of those that
    could be and are not."""

    def __init__(self, open_: int, closed: tuple[str, ...]) -> None:
        super().__init__(f"at least {FEWEST_ALWAYS_OPEN} numbers to talk to must be open round the clock")
        self.open = open_
        self.closed = closed


class Service(BaseModel):
    """One service.

    `number` is for the eye («116 117»; for a service one writes to, the address: «sidetmedord.no»), `tel` for the
    phone («116117»; empty where one writes). `use` says under which heads it is shown. `always`: open round the clock
    by its own word, which is not the same as always answering; otherwise `hours` is the id of a text that says when.
    `free` is None where it is not known. `limits` and `note` are for those who run the service. `flag`: shown only
    while that flag is raised. `local`: the municipality's own, shown above the national lines to talk to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Literal["phone", "sms", "write"] = "phone"
    number: str = Field(min_length=1)
    tel: str = Field(default="", pattern=r"^\+?[0-9]*$")
    address: str = Field(default="", pattern=r"^(https://\S+)?$")
    use: tuple[Use, ...] = Field(min_length=1)
    always: bool
    hours: str | None = None
    free: bool | None = None
    source: str = Field(min_length=1)
    checked: date
    limits: str = ""
    note: str = ""
    flag: Flag | None = None
    local: bool = False

    @model_validator(mode="after")
    def _one_number_for_eye_and_phone(self) -> Self:
        if self.kind == "write":
            if self.tel or not self.address:
                raise ValueError(f"{self.id}: a service one writes to has an address and no tel")
        elif self.tel != self.number.replace(" ", ""):
            raise ValueError(f"{self.id}: number and tel differ: {self.number!r}, {self.tel!r}")
        return self

    @model_validator(mode="after")
    def _hours_unless_always(self) -> Self:
        if self.always == (self.hours is not None):
            raise ValueError(f"{self.id}: either always open, or hours (the id of a text), and not both")
        return self


class Services(BaseModel):
    """All services, in the order in which they are shown. `raised` are the flags that an operator has raised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    services: tuple[Service, ...]
    raised: tuple[Flag, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        ids = [service.id for service in self.services]
        if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            raise ValueError(f"given twice: {', '.join(twice)}")
        if missing := sorted(NAMED_IN_TEXTS - set(ids)):
            raise ValueError(f"the replies name these, and they are missing: {', '.join(missing)}")
        if not self.get("emergency").always:
            raise ValueError("emergency: the ambulance is called at any hour")
        return self

    @model_validator(mode="after")
    def _never_one_alone(self) -> Self:
        lines = [one for one in self.shown if one.kind == "phone" and {"talk", "urgent"} & {*one.use}]
        always = [one for one in lines if one.always]
        if len(always) < FEWEST_ALWAYS_OPEN:
            raise FewAlwaysOpen(len(always), tuple(one.id for one in lines if not one.always))
        return self

    def get(self, service_id: str) -> Service:
        """The service with this id, shown or not.

        Raises:
            KeyError: no such service.
        """
        for service in self.services:
            if service.id == service_id:
                return service
        raise KeyError(service_id)

    @property
    def shown(self) -> tuple[Service, ...]:
        """Those that may be shown now. While the police's emergency line is down their other number takes its place:
        never the two side by side."""
        down = "police_line_down" in self.raised
        return tuple(
            service
            for service in self.services
            if (service.flag is None or service.flag in self.raised) and not (down and service.id == "police")
        )

    def used_for(self, use: Use) -> tuple[Service, ...]:
        """Those shown under this head, in the order of the data."""
        return tuple(service for service in self.shown if use in service.use)

    @property
    def always(self) -> tuple[Service, ...]:
        """Those that are shown and open round the clock."""
        return tuple(service for service in self.shown if service.always)

    def all_always(self, ids: tuple[str, ...]) -> bool:
        """Whether each of these is open round the clock: what «Alle har åpent hele døgnet» rests on."""
        return bool(ids) and all(self.get(service_id).always for service_id in ids)

    def stale(self, today: date, days: int = WARN_DAYS) -> tuple[str, ...]:
        """Ids of those that nobody has checked for more than so many days."""
        return tuple(service.id for service in self.services if (today - service.checked).days > days)
