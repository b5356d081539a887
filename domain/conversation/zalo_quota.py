"""How many messages a bot may send over Zalo in a month, by the free plan's terms as told."""

from datetime import datetime
from zoneinfo import ZoneInfo

MONTHLY_MESSAGES = 3000
MONTHLY_USERS = 50
# A Vietnamese service's: its months are taken to begin in Viet Nam.
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def quota_month(now: datetime) -> str:
    """Return the month (`YYYY-MM`) whose quota a message sent now is taken from."""
    return f"{now.astimezone(_ZONE):%Y-%m}"
