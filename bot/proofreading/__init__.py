"""The texts proofread: what a reader would stumble over, found before anybody reads it; see docs/language.md.

`bot/content` says what cannot work and stops a start. Here stands what works and is badly written.
"""

from bot.proofreading.proof import proofread
from bot.proofreading.remarks import Remark

__all__ = ["Remark", "proofread"]
