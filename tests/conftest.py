"""What every test shares."""

import os

# RetryAfter carries a timedelta from the next major version on; ask for it now, without a warning.
os.environ["PTB_TIMEDELTA"] = "true"
