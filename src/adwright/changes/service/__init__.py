"""The door of changes: propose, decide, carry out step by step, look."""

from adwright.changes.service.applying import (
    claim,
    count_read,
    finish,
    record_done,
    record_trouble,
    start,
    stop,
    wait,
)
from adwright.changes.service.decisions import (
    approve,
    expire_overdue,
    look_again,
    organizations_with_overdue,
    reject,
    retry,
)
from adwright.changes.service.proposals import propose
from adwright.changes.service.reading import (
    campaigns_with_open_change,
    get_change,
    has_open_change,
    list_changes,
    list_decisions,
    list_operations,
    log_of_campaign,
    log_of_change,
    open_change_of,
)

__all__ = [
    "approve",
    "campaigns_with_open_change",
    "claim",
    "count_read",
    "expire_overdue",
    "finish",
    "get_change",
    "has_open_change",
    "list_changes",
    "list_decisions",
    "list_operations",
    "log_of_campaign",
    "log_of_change",
    "look_again",
    "open_change_of",
    "organizations_with_overdue",
    "propose",
    "record_done",
    "record_trouble",
    "reject",
    "retry",
    "start",
    "stop",
    "wait",
]
