"""The board's Word template, for handlers that must not know how documents are made."""

from domain.language import Translator


def fault_sentence(_: Translator, code: str, name: str, nearest: str, near: str) -> str:
    """Return what is wrong with a template and what mends it (heavy: imports the renderer)."""
    from reports.document.template import TemplateFault, fault_text

    return fault_text(_, TemplateFault(code, name, nearest, near))
