"""The content: what is asked, in what order, and in which words. Found, read and checked here; see docs/content.md."""

from bot.content.files import find_content
from bot.content.model import Content, load
from bot.content.overlay import is_own_content
from bot.content.parsed import LANGUAGES
from bot.content.problems import ContentProblems, Problem

__all__ = ["LANGUAGES", "Content", "ContentProblems", "Problem", "find_content", "is_own_content", "load"]
