"""Policy: what is found at once in the words of ads and keywords, and what a review finds later.

The same phrases count as on the other platform (`world/review.py`); here they belong to policy topics.
"""

from __future__ import annotations

from typing import Any

from adsandbox.google.errors import Step
from adsandbox.google.resources import Edit
from adsandbox.world import review
from adsandbox.world.nodes import Node

_TOPIC_OF_TITLE = {
    "Personal Health": "HEALTH_CLAIMS",
    "Unrealistic Outcomes": "UNRELIABLE_CLAIMS",
    "Inauthentic Behavior": "ENABLING_DISHONEST_BEHAVIOR",
    "Deceptive Claims": "MISREPRESENTATION",
    "Circumventing Systems": "CIRCUMVENTING_SYSTEMS",
}
# A keyword may be exempted from any policy but this one.
_NOT_EXEMPTIBLE = "HEALTH_CLAIMS"


def topics_in(texts: list[str]) -> dict[str, str]:
    """Topics that texts fall under, each with the phrase that says so."""
    together = "\n".join(texts).lower()
    return {
        _TOPIC_OF_TITLE[title]: phrase
        for phrase, (title, _) in review.DECLINED_PHRASES.items()
        if phrase in together
    }


def submit(edit: Edit, node: Node, texts: list[str]) -> None:
    """Send an ad or keyword to review: when it ends and the topics it will find are kept in the node."""
    world = edit.call.world
    review.submit(node, "\n".join(texts), world.scenario.review, world.luck, edit.call.now)
    node.fields["review_reasons"] = {
        _TOPIC_OF_TITLE[title]: text for title, text in node.fields["review_reasons"].items()
    }


def decide(node: Node, outcome: str, reasons: dict[str, str], now: float) -> None:
    """End a review now; without reasons a declined one falls under circumventing systems."""
    review.decide(node, outcome, reasons, now)
    node.fields["review_reasons"] = {
        _TOPIC_OF_TITLE.get(title, title): text for title, text in node.fields["review_reasons"].items()
    }


def check_ad(edit: Edit, texts: list[str], *path: Step) -> None:
    """Refuse an ad whose words break a policy, unless the request ignores those topics."""
    found = topics_in(texts)
    ignored = set(edit.operation.policy_validation_parameter.ignorable_policy_topics)
    if found and not set(found) <= ignored:
        entries = [_entry(topic, phrase) for topic, phrase in found.items()]
        details = {"policy_finding_details": {"policy_topic_entries": entries}}
        edit.refuse("policy_finding_error", "POLICY_FINDING", *path, details=details)


def check_keyword(edit: Edit, text: str, *path: Step) -> None:
    """Refuse a keyword that breaks a policy, unless the request holds the key of an exemption."""
    exempted = {(key.policy_name, key.violating_text) for key in edit.operation.exempt_policy_violation_keys}
    for topic, phrase in topics_in([text]).items():
        exemptible = topic != _NOT_EXEMPTIBLE
        if exemptible and (topic, phrase) in exempted:
            continue
        details = {
            "policy_violation_details": {
                "key": {"policy_name": topic, "violating_text": phrase},
                "external_policy_name": topic.replace("_", " ").capitalize(),
                "external_policy_description": f"Keywords must not contain {phrase!r}.",
                "is_exemptible": exemptible,
            }
        }
        edit.refuse("policy_violation_error", "POLICY_ERROR", *path, trigger=phrase, details=details)


def _entry(topic: str, phrase: str) -> dict[str, Any]:
    return {"topic": topic, "type": "PROHIBITED", "evidences": [{"text_list": {"texts": [phrase]}}]}
