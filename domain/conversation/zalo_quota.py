"""What a bot may do over Zalo by the one plan that can be had: its terms as they are told."""

from datetime import datetime
from zoneinfo import ZoneInfo

MONTHLY_MESSAGES = 3000
MOST_PEOPLE = 50
MOST_GROUPS = 3
# Told from here on, while there is still time to do something.
NEARLY_SPENT = MONTHLY_MESSAGES * 9 // 10
# A Vietnamese service's: its months are taken to begin in Viet Nam.
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def quota_month(now: datetime) -> str:
    """Return the month (`YYYY-MM`) whose quota a message sent now is taken from."""
    return f"{now.astimezone(_ZONE):%Y-%m}"
