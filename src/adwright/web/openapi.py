"""Prints the OpenAPI document: `python -m adwright.web.openapi > ui/openapi.json`."""

from __future__ import annotations

import json
import sys

from adwright.bootstrap.container import Container
from adwright.web.app import create_app


def document() -> str:
    """Return the OpenAPI document as stable, indented JSON."""
    app = create_app(Container.for_documentation())
    return json.dumps(app.openapi(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
