"""What can be wrong with the content, where it is, and what to do about it.

Every problem has a code; `CATALOGUE` holds what is said about it. A rule names the code, the file, the id and the
values, and nothing else is worded anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# code: (what is wrong, what to do). The words in braces are filled in by the rule that found it.
CATALOGUE: dict[str, tuple[str, str]] = {
    # Files
    "missing_file": ("the file is not there", "add it; its counterpart is {counterpart}"),
    "unknown_file": ("a file that nothing reads", "remove it, or name it <name>.yaml"),
    "unreadable": ("not readable as YAML: {reason}", "correct the line that is named"),
    "duplicate_entry": ("«{key}» stands twice in the same place (line {line})", "remove one of the two"),
    "file_name": ("the file name does not fit what is in it", "name the file {expected}"),
    # Worksheets, services: the shape
    "unknown_field": ("there is no field called «{field}»", "correct the spelling, or remove it"),
    "bad_value": ("{reason}", "correct the value"),
    "few_always_open": (
        "too few numbers to talk to are open round the clock: {open} are, at least {fewest} must be",
        "let one of these be `always: true`, or add another that is",
    ),
    "bad_id": ("«{id}» cannot be an id", "use small letters a-z, digits and _, and dots between the parts"),
    # Worksheets: ids and kinds
    "duplicate_section": ("two sections have this id", "give one of them another id"),
    "duplicate_step": ("two steps have this id", "give one of them another id"),
    "duplicate_option": ("two options have the key «{key}»", "give one of them another key"),
    "kind_changed": ("the step is {now} here and {before} in version {version}", "give the new step an id of its own"),
    "few_options": ("a choice has at least two options", "add options, or use another kind"),
    "unwanted_options": ("only a choice has options of its own", "remove `options`, or use `kind: choice`"),
    "unfit_field": ("`{field}` means nothing at a step of kind {kind}", "remove it, or use one of: {kinds}"),
    "nothing_to_pick": ("there is nothing to pick from", "add `offer`, or `own: true`"),
    "unfit_drawing": (
        "a road is drawn in a section with `repeat`, a text `today` and a list `milestones`",
        "add them, or remove `drawing`",
    ),
    "second_drawing": ("a worksheet is drawn once", "remove `drawing` from one of the sections"),
    "unclear_offer": ("an offer has either `from` or `answers`", "keep one of the two"),
    "unclear_prefill": ("a proposal has either `from` or `service`", "keep one of the two"),
    "unclear_condition": ("a condition has `is` or `is_not`, not both", "keep one of the two"),
    # Worksheets: what refers to something else
    "unknown_step": ("{field} names «{step}», which no step is called", "name an earlier step"),
    "later_step": ("{field} names «{step}», which is not asked before it", "name an earlier step, or move this one"),
    "other_section": (
        "prefill.from names «{step}», which stands in another section",
        "name a list of the same section",
    ),
    "inside_repeat": (
        "{field} names «{step}», which is asked many times over",
        "name a step outside a repeated section, or one of the same section",
    ),
    "unfit_step": ("{field} names «{step}», a step of kind {kind}", "name a step of one of these kinds: {kinds}"),
    "unknown_answer": ("«{value}» is not an answer to «{step}»", "use one of: {answers}"),
    "no_answers": ("no earlier step can have the answers {answers}", "move the step, or offer other answers"),
    "unknown_service": ("there is no service «{service}»", "use one of: {services}"),
    "unreachable": ("no answers lead to this step", "change its condition, or that of the steps it depends on"),
    # Texts
    "not_a_text": ("this is not a text", "write a text; put numbers and single words like true in quotes"),
    "empty_text": ("the text is empty", "write it"),
    "ambiguous_text": ("two places in the file have this id when joined by dots", "rename one of them"),
    "missing_text": ("the text is missing", "write it; {reason}"),
    "unwanted_text": ("nothing asks for this text", "remove it, or correct its id"),
    "broken_template": ("the text cannot be read as a template: {reason}", "write placeholders as {{{{ name }}}}"),
    "not_plain": ("«{found}» is more than a name", "use only {{{{ name }}}} and {{{{ phone.<service> }}}}"),
    "lone_brace": ("a single brace would be shown to the reader", "write placeholders as {{{{ name }}}}"),
    "unknown_placeholder": (
        "nothing fills «{name}»",
        "correct its spelling, or add it to bot/content/placeholders.py together with the code that fills it",
    ),
    "unfilled_placeholder": (
        "«{name}» is not known at this place",
        "leave it out; docs/content.md says which texts of a worksheet can hold what",
    ),
    "different_placeholders": (
        "nb and nn are not filled with the same: {names} is only in one of them",
        "use the same placeholders in both",
    ),
    "number_later": ("the number does not stand first", "begin the line with {{{{ phone.{service} }}}}"),
    "long_text": ("{length} characters; Telegram takes {limit}", "write it shorter"),
    "long_label": ("{length} characters on a button; at most {limit} can be read", "write it shorter"),
    "long_wire": ("a button for this would hold {length} bytes; Telegram takes {limit}", "use a shorter id"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `file` is relative to the content folder; `id` is empty when the whole file is meant."""

    code: str
    file: str
    id: str
    what: str
    do: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.id}" if self.id else self.file
        return f"{place}: {self.what}; {self.do} [{self.code}]"


class ContentProblems(Exception):
    """The content cannot be used. `problems` are all that were found, by file and id."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda one: (one.file, one.id, one.code, one.what))
        super().__init__("\n".join(str(one) for one in self.problems))


def problem(code: str, file: str, id: str = "", **values: object) -> Problem:  # noqa: A002 - the field's word
    """A problem with its words from the catalogue.

    Raises:
        KeyError: no such code, or a value that its words need is not given.
    """
    what, do = CATALOGUE[code]
    return Problem(code, file, id, what.format(id=id, **values), do.format(id=id, **values))
