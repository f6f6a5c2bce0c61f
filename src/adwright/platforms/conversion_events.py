"""What a pixel can count: Meta's standard events, as they are asked for and as pixels name them.

Source: Meta Marketing API v26.0, promoted object (custom_event_type) and pixel standard events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConversionEvent:
    """One event.

    Attributes:
        key: Meta's word where a campaign asks for it.
        pixel_name: Meta's word where a pixel tells what it counted.
        label: in plain words.
    """

    key: str
    pixel_name: str
    label: str


CONVERSION_EVENTS: Mapping[str, ConversionEvent] = {
    event.key: event
    for event in (
        ConversionEvent("PURCHASE", "Purchase", "Purchase"),
        ConversionEvent("LEAD", "Lead", "Lead"),
        ConversionEvent("COMPLETE_REGISTRATION", "CompleteRegistration", "Registration completed"),
        ConversionEvent("CONTACT", "Contact", "Contact"),
        ConversionEvent("SUBMIT_APPLICATION", "SubmitApplication", "Application submitted"),
        ConversionEvent("SCHEDULE", "Schedule", "Appointment booked"),
        ConversionEvent("SUBSCRIBE", "Subscribe", "Subscription"),
        ConversionEvent("START_TRIAL", "StartTrial", "Trial started"),
        ConversionEvent("INITIATED_CHECKOUT", "InitiateCheckout", "Checkout begun"),
        ConversionEvent("ADD_PAYMENT_INFO", "AddPaymentInfo", "Payment details added"),
        ConversionEvent("ADD_TO_CART", "AddToCart", "Added to cart"),
        ConversionEvent("ADD_TO_WISHLIST", "AddToWishlist", "Added to wish list"),
        ConversionEvent("CONTENT_VIEW", "ViewContent", "Content viewed"),
        ConversionEvent("SEARCH", "Search", "Search on the website"),
        ConversionEvent("DONATE", "Donate", "Donation"),
    )
}

_BY_PIXEL_NAME = {event.pixel_name: event.key for event in CONVERSION_EVENTS.values()}


def event_of_pixel(name: str) -> str | None:
    """Return how a campaign asks for what a pixel counts; None for page views and a pixel's own events."""
    return _BY_PIXEL_NAME.get(name)
