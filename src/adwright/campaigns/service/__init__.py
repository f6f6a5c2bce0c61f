"""The door of campaigns: audiences, drafts, trees desired and observed."""

from adwright.campaigns.service.desired_state import (
    apply_budget,
    apply_spend_cap,
    apply_state,
    set_external_id,
    set_status,
)
from adwright.campaigns.service.observing import record_observed, record_observed_node
from adwright.campaigns.service.reading import get_campaign, load_desired, observed_of

__all__ = [
    "apply_budget",
    "apply_spend_cap",
    "apply_state",
    "get_campaign",
    "load_desired",
    "observed_of",
    "record_observed",
    "record_observed_node",
    "set_external_id",
    "set_status",
]
