"""The demo site for every end-to-end test."""

import sys

from tests.e2e.site import made_site, site

__all__ = ["made_site", "site"]

collect_ignore = [] if sys.platform == "linux" else ["test_full_disk.py"]
