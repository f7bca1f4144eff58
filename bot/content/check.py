"""All rules, in the order of the files they look at, and what they find together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.content import limits, references, service_lines, structure, templates, texts
from bot.content.parsed import Parsed
from bot.content.problems import Problem
from bot.content.reach import reachable_steps

Rule = Callable[[Parsed], Iterator[Problem]]

STRUCTURE: tuple[Rule, ...] = (
    structure.file_names,
    structure.id_forms,
    structure.duplicate_sections,
    structure.duplicate_steps,
    structure.duplicate_options,
    structure.kinds_for_ever,
    structure.enough_options,
    structure.options_only_of_choices,
    structure.fitting_fields,
    structure.something_to_pick,
    structure.drawings_have_parts,
    structure.one_of_two,
    structure.answers_exist,
    structure.offered_answers_exist,
    structure.services_exist,
    references.existing_steps,
    references.earlier_steps,
    references.proposals_of_section,
    references.single_steps,
    references.fitting_steps,
    limits.short_wires,
)
TEXTS: tuple[Rule, ...] = (
    texts.both_files,
    texts.complete_worksheets,
    texts.same_in_both,
    texts.filled_texts,
    texts.service_texts,
    service_lines.each_has_a_line,
    service_lines.number_first,
    templates.readable,
    templates.only_names,
    templates.no_lone_braces,
    templates.known_placeholders,
    templates.filled_by_walk,
    templates.known_services,
    templates.same_placeholders,
    limits.short_enough,
)


def check(parsed: Parsed) -> list[Problem]:
    """Everything that the rules find. What is reachable can be tried only when the structure is in order."""
    broken = [found for rule in STRUCTURE for found in rule(parsed)]
    if not broken:
        broken = list(reachable_steps(parsed))
    return broken + [found for rule in TEXTS for found in rule(parsed)]
