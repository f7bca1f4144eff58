"""What the files say by which a disclosure is recognised: `content/<language>/safety.yaml` and `safety/`. How a phrase
is written stands in `phrases.py`, how the rest is used in `docs/safety.md`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.dialogs.definition import Part, SafetyClass


class PhraseRule(Part):
    """One reason to act.

    Whose it is: `whose`: the sentence decides (`whose.py`), and what is another's is a worry for a third party (of harm
    to others: nothing); `others_only` names contexts of which one must then stand in the text. `alone`: what it says is
    not done by others. `whoever`: it names its person itself («han skal få svi», «bedre uten meg»), so that another
    named before it changes nothing.

    When it is silent: `unless` names contexts; where one stands near it in the same sentence. `only`: contexts of which
    one must stand in the sentence, `anywhere` and `also`: in the text, one of each. `faint`: a hint, heard when no
    plain word is. `outright`: who does it stands in it, so that no book, course or game beside it makes it another's.
    """

    id: str
    class_: SafetyClass = Field(alias="class")
    acted: bool = False
    alone: bool = False
    whoever: bool = False
    others_only: tuple[str, ...] = ()
    say: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    whose: bool = False
    faint: bool = False
    outright: bool = False
    anywhere: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Homograph(Part):
    """A word that is read as another in some places: after or before one of these words and groups (`^`: where a clause
    begins or ends), or wherever it is not after them. All that is given must be so."""

    word: str
    means: str
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Phrases(Part):
    """What one language contributes.

    `idioms` count for nothing («dør av latter») whatever stands around them. `joined` names the groups whose words are
    found where they are run together («vildø»), `beside` those that are found run together with these («tattalle»),
    `begins` how a whole sentence without spaces may begin; `watched` the words and groups that are known with one slip
    in them, `whole` the words that are neither, `names` those that are a name where they begin a sentence, too, `apart`
    those that are another word without their accent («får»).
    `alike`: other forms of a word, read as that word wherever it stands; `inflected` names the groups whose words are
    known with an ending as well, `tails` those whose words are known at the end of another («Askøybrua»).

    Two of these are compared by identity: they are loaded once, when the program starts.
    """

    language: Literal["nb", "nn"]
    groups: dict[str, tuple[str, ...]] = {}
    parts: dict[str, tuple[str, ...]] = {}
    contexts: dict[str, tuple[str, ...]] = {}
    idioms: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    inflected: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    alike: dict[str, tuple[str, ...]] = {}
    homographs: tuple[Homograph, ...] = ()
    rules: tuple[PhraseRule, ...] = ()

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other
