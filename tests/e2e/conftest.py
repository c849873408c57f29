"""The demo site for every end-to-end test, and the bars of the stories by taps."""

import sys

from tests.e2e.evenings import evening, evenings, pytest_runtest_call, served
from tests.e2e.site import made_site, pooler_logs, site

__all__ = ["evening", "evenings", "made_site", "pooler_logs", "pytest_runtest_call", "served", "site"]

collect_ignore = [] if sys.platform == "linux" else ["test_full_disk.py"]
