"""What a platform shows is kept exactly."""

from __future__ import annotations

import json

from hypothesis import given

from adwright.campaigns.documents import observed_document, observed_from_document
from adwright.campaigns.model import ObservedNode
from tests.unit.campaigns.trees import trees


@given(trees())
def test_document_when_kept_as_json_and_read_back_then_the_same_node(nodes: list[ObservedNode]) -> None:
    for node in nodes:
        kept = json.loads(json.dumps(observed_document(node)))

        assert observed_from_document(node.level, kept) == node
