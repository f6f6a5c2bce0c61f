"""Every service of the Google Ads API that the sandbox answers: importing this enters all handlers."""

from adsandbox.google import customer_service, geo_service, mutate_service, recommendations
from adsandbox.google.gaql import field_service, search_service

__all__ = [
    "customer_service",
    "field_service",
    "geo_service",
    "mutate_service",
    "recommendations",
    "search_service",
]
