"""The door of insights: facts in, figures out, syncs, imports."""

from adwright.insights.service.facts import (
    coverage_of,
    forget_facts,
    mark_complete,
    reach_until,
    replace_reach,
    replace_slice,
)
from adwright.insights.service.overview import overview, performance
from adwright.insights.service.syncs import (
    SYNC_TASK,
    TODAY_REASON,
    advance_run,
    begin_run,
    fail_run,
    finish_run,
    get_sync_run,
    list_sync_runs,
    request_sync,
    retry_run,
    set_window,
)

__all__ = [
    "SYNC_TASK",
    "TODAY_REASON",
    "advance_run",
    "begin_run",
    "coverage_of",
    "fail_run",
    "finish_run",
    "forget_facts",
    "get_sync_run",
    "list_sync_runs",
    "mark_complete",
    "overview",
    "performance",
    "reach_until",
    "replace_reach",
    "replace_slice",
    "request_sync",
    "retry_run",
    "set_window",
]
