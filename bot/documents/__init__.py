"""The papers: crisis plan, own plan, empty worksheets, the drawn road. Pure functions from data to bytes or text."""

from bot.documents.blank_sheet import blank_sheet_pdf
from bot.documents.crisis_plan import crisis_plan_pdf
from bot.documents.own_plan import OwnPlan, own_plan_pdf
from bot.documents.paper import Paper, ServiceLine
from bot.documents.road_svg import road_svg

__all__ = ["OwnPlan", "Paper", "ServiceLine", "blank_sheet_pdf", "crisis_plan_pdf", "own_plan_pdf", "road_svg"]
