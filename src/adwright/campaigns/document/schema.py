"""The document's JSON Schema, for editors and for whoever writes documents by program."""

from __future__ import annotations

from typing import Any

from adwright.campaigns.document.model import Document

SCHEMA_PATH = "/api/v1/campaign-documents/schema.json"


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the document."""
    schema = Document.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_PATH,
        **schema,
        "title": "Adwright campaigns",
    }
