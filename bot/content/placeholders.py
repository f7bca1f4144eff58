"""The names that texts may hold as `{{ name }}`, and what fills them.

A placeholder works only if the code that shows the text fills it. So the list stands beside the code, not in the
content: who adds a name here also adds what fills it.
"""

from __future__ import annotations

PLACEHOLDERS: dict[str, str] = {
    # People
    "coordinator": "the coordinator's name",
    "stand_in": "the name of the colleague who stands in for the coordinator",
    "user": "the user's first name",
    "name": "the name of a person whom the user wrote down",
    "whose": "the name of the person whose plan it is",
    "people": "the names of some people, as the user wrote them",
    "coordinator_phone": "the coordinator's telephone number",
    "hours": "when the coordinator can be reached, in the coordinator's words",
    # What is asked and answered
    "question": "the short form of a question",
    "worksheet": "the title of a worksheet",
    "goal": "the goal that the repeated section is about, in the person's words",
    "example": "the example of a question",
    "text": "the person's own words, or a text proposed to them",
    "word": "a word of the field",
    "meaning": "what that word means",
    # Numbers and dates
    "n": "a number; it also chooses between the forms of a plural",
    "of": "out of how many",
    "most": "the most that can be picked or written",
    "limit": "the most characters an answer can have",
    "number": "the number on the paper sheet, or of a step or milestone",
    "edition": "the number of an edition",
    "code": "the code that opens a copy",
    "day": "a date, written out",
    "until": "the day something holds to, written out",
}

# {{ phone.legevakt }}: the number of a service, as it is read. Reserved: no value can take its name, so that nothing
# a screen is filled with can take the place of a number to ring.
PHONE = "phone"

# A worksheet's texts are filled by the walk, which knows only these, at the texts of these names.
IN_REPEATED_SECTION: dict[str, frozenset[str]] = {"goal": frozenset({"ask", "help", "example", "more", "own", "again"})}
AT_A_PERSON: dict[str, frozenset[str]] = {"name": frozenset({"phone", "relation"})}
