"""Random changes by several workers on both platforms, while everything goes wrong; see `__main__`."""
