"""The buttons under an ad, with the words people see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallToAction:
    """A button; `key` is Meta's own name in lower case."""

    key: str
    label: str


_LABELS = {
    "learn_more": "Learn more",
    "shop_now": "Shop now",
    "sign_up": "Sign up",
    "subscribe": "Subscribe",
    "download": "Download",
    "book_now": "Book now",
    "buy_tickets": "Buy tickets",
    "get_offer": "Get offer",
    "get_quote": "Get quote",
    "apply_now": "Apply now",
    "contact_us": "Contact us",
    "order_now": "Order now",
    "donate_now": "Donate now",
    "see_more": "See more",
    "watch_more": "Watch more",
    "no_button": "No button",
}

CALLS_TO_ACTION: tuple[CallToAction, ...] = tuple(CallToAction(key, label) for key, label in _LABELS.items())


def is_call_to_action(key: str) -> bool:
    """Say whether a key names one of the buttons."""
    return key in _LABELS
