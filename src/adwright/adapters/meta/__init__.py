"""Meta (Facebook, Instagram) on its official SDK: one class fits the four platform ports."""

from adwright.adapters.meta.platform import MetaPlatform

__all__ = ["MetaPlatform"]
