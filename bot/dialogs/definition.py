"""What a worksheet is made of: worksheet > section > step > option. Data only, without a word of any language.

The definitions live in `content/worksheets/<id>.v<version>.yaml`. A step's id and kind never change once released.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["text", "choice", "frequency", "list", "pick", "person", "phone", "date", "confirm"]
Harvest = Literal["near_goal", "long_term_goal", "sub_goal"]
SafetyClass = Literal["own_life", "harm_others", "third_party"]
ConsentKind = Literal["plan", "sharing", "channel", "notice"]

FREQUENCIES = ("rarely", "before_crisis", "often")
CONFIRMATIONS = ("yes", "not_yet")
ANSWERED_BY_CHOOSING = frozenset({"choice", "frequency", "confirm"})
HOLDS_ITEMS = frozenset({"list", "pick", "person"})


class Part(BaseModel):
    """Base of every definition: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class When(Part):
    """A condition on one earlier step. Exactly one of `is_` and `is_not` may be given; with neither: it is answered."""

    step: str
    is_: str | None = Field(default=None, alias="is")
    is_not: str | None = None


class Offer(Part):
    """What a `pick` step offers.

    `from_` names a step of this worksheet (`signs`) or of another (`warning_signs.picked`) that holds items;
    `answers` offers this worksheet's frequency steps with one of these answers, in that order of answers.
    `taken`: what is offered counts as picked until the person changes it.
    """

    from_: str | None = Field(default=None, alias="from")
    answers: tuple[str, ...] = ()
    taken: bool = False


class Prefill(Part):
    """A proposal for an empty answer: the first item of a list of the same section, or a service's number."""

    from_: str | None = Field(default=None, alias="from")
    service: str | None = None


class Option(Part):
    """One answer of a `choice` step; its label stands in the texts."""

    key: str


class Step(Part):
    """One question. Every step may be skipped."""

    id: str
    kind: Kind
    options: tuple[Option, ...] = ()
    when: When | None = None
    most: int | None = Field(default=None, ge=1, le=20)
    own: bool = False
    offer: Offer | None = None
    prefill: Prefill | None = None
    harvest: Harvest | None = None
    safety: SafetyClass | None = None
    again: bool = False

    def option_keys(self) -> tuple[str, ...]:
        """The keys that `chose` may carry at this step, in the order shown."""
        if self.kind == "frequency":
            return FREQUENCIES
        if self.kind == "confirm":
            return CONFIRMATIONS
        return tuple(option.key for option in self.options)


class Section(Part):
    """Steps on one theme. With `repeat` the steps are asked once for each item of that earlier list or pick."""

    id: str
    steps: tuple[Step, ...] = Field(min_length=1)
    repeat: str | None = None
    drawing: Literal["road"] | None = None
    rest_after: bool = False


class Worksheet(Part):
    """One worksheet in one version. `number` is that of the paper sheet."""

    id: str
    version: int = Field(ge=1)
    number: int = Field(ge=1, le=16)
    sections: tuple[Section, ...] = Field(min_length=1)
    before: tuple[ConsentKind, ...] = ()
    agreement: bool = False

    def steps(self) -> tuple[Step, ...]:
        """Every step in order, each once, whatever repeats."""
        return self._steps

    def step(self, step_id: str) -> Step | None:
        """The step with this id, or None."""
        return self._steps_by_id.get(step_id)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return tuple(step for section in self.sections for step in section.steps)

    @cached_property
    def always_asked(self) -> frozenset[str]:
        """Ids of the steps that stand in every sheet: neither a condition nor an item is needed for them."""
        return frozenset(
            step.id
            for section in self.sections
            if section.repeat is None
            for step in section.steps
            if step.when is None
        )

    @cached_property
    def _steps_by_id(self) -> dict[str, Step]:
        return {step.id: step for step in reversed(self.steps())}  # of two with the same id the first counts

    def section_of(self, step_id: str) -> Section:
        """The section that holds this step.

        Raises:
            KeyError: no such step.
        """
        for section in self.sections:
            if any(step.id == step_id for step in section.steps):
                return section
        raise KeyError(step_id)
