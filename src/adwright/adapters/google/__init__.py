"""Google Ads through its official SDK."""

from adwright.adapters.google.platform import GooglePlatform

__all__ = ["GooglePlatform"]
