"""The words around a report; the report's own text is made by reports/."""

from domain.language import Translator


def choose_period(_: Translator) -> str:
    """Return the question for the period."""
    return _(
        "Báo cáo kỳ nào? Bấm một kỳ, hoặc gửi như <code>/baocao 2021-H1</code>, "
        "<code>/baocao quý 3</code>, <code>/baocao 15/1/2021 đến 20/3/2021</code>."
    )
