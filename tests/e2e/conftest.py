"""The demo site for every end-to-end test."""

from tests.e2e.site import site

__all__ = ["site"]
