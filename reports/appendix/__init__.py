"""Older tables of counts that boards kept by hand: reading them, and wording what is doubtful."""

from reports.appendix.reading import read_appendix
from reports.appendix.wording import warning_text

__all__ = ["read_appendix", "warning_text"]
