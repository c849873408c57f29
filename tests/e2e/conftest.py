"""The demo site for every end-to-end test."""

import sys

from tests.e2e.site import made_site, pooler_logs, site

__all__ = ["made_site", "pooler_logs", "site"]

collect_ignore = [] if sys.platform == "linux" else ["test_full_disk.py"]
