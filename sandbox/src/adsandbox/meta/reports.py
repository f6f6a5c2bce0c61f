"""Asynchronous insights: a run is made, polled until it is complete, then read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from adsandbox.market.delivery import ROW
from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.errors import GraphError, missing_object
from adsandbox.meta.insights import LEVEL_OF, Moment, page_of_answer
from adsandbox.meta.insights_query import read_query
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

LIFE_SECONDS = 30 * 86_400.0
_FATES = {"stuck": "Job Running", "failed": "Job Failed", "skipped": "Job Skipped"}
_FAILURE = {
    "error_code": -2,
    "error_subcode": 2490547,
    "error_message": "The report run has failed.",
    "error_user_title": "Report Run Failed",
    "error_user_msg": "The report could not be made. Please start it again.",
}
_NOT_KEPT = ("access_token", "appsecret_proof", "limit", "after", "before", "method")


@edge(Kind.ACCOUNT, "insights", "POST")
@edge(Kind.CAMPAIGN, "insights", "POST")
@edge(Kind.AD_SET, "insights", "POST")
@edge(Kind.AD, "insights", "POST")
def start_report(call: Call, node: Node) -> dict[str, Any]:
    """Begin a report run; it is complete at the second look."""
    call.need_read()
    account = call.account_of(node)
    query = read_query(call, account, LEVEL_OF[node.kind])
    params = {name: value for name, value in call.params.raw().items() if name not in _NOT_KEPT}
    fields = {"of": node.id, "params": params, "looks": 0, "since": query.since, "until": query.until}
    run = call.world.new_node(Kind.REPORT, account, account.id, fields)
    call.world.store.add_node(run)
    today = local_day(call.now, zone_of(account))
    rows = call.world.rows(account, today, today)
    call.world.store.add_blob(_today_name(run), "application/octet-stream", rows.tobytes())
    return {"report_run_id": run.id}


@edge(Kind.REPORT, "insights")
def read_report(call: Call, run: Node) -> dict[str, Any]:
    """The rows of a complete run."""
    call.need_read()
    _check_age(call, run)
    if run.fields.get("fate") in ("failed", "skipped"):
        raise GraphError(
            -2, "(#-2) The report run has failed.", subcode=2490547, transient=True, status=500,
            title="Report Run Failed", reason="The report could not be made. Please start it again.",
        )  # fmt: skip
    if not run.fields["looks"] or run.fields.get("fate") == "stuck":
        raise GraphError(
            2601,
            "(#2601) Error accessing adreport job.",
            subcode=1815107,
            transient=True,
            title="Report Not Ready",
            reason="The report is not ready yet. Please try again.",
        )
    paging = {
        name: value for name, value in call.params.raw().items() if name in ("limit", "after", "before")
    }
    values = {**run.fields["params"], **paging, "access_token": call.token.value}
    nested = call.with_params(values)
    nested.path, nested.empty_page = call.path, call.empty_page
    node = call.node(run.fields["of"])
    query = replace(
        read_query(nested, call.account_of(node), LEVEL_OF[node.kind]),
        since=run.fields["since"],
        until=run.fields["until"],
    )
    kept = call.world.store.blob(_today_name(run))
    moment = Moment(run.created, np.frombuffer(kept[1], ROW) if kept else None)
    return page_of_answer(nested, node, query, moment, (run.id,))


def _today_name(run: Node) -> str:
    """Under which name the rows of the run's unfinished day are kept."""
    return f"report/{run.id}"


def doom(world: World, document: Any, fate: str) -> None:
    """Let the run that was just answered end as stuck, failed or skipped."""
    run = world.store.node(str(document.get("report_run_id", ""))) if isinstance(document, dict) else None
    if run is not None:
        run.fields["fate"] = fate
        with world.store.writing():
            world.store.save_node(run)


def _status(call: Call, run: Node) -> str:
    _check_age(call, run)
    if run.fields["looks"] > 1 and "fate" in run.fields:
        return _FATES[run.fields["fate"]]
    return "Job Completed" if run.fields["looks"] > 1 else "Job Running"


def _look(call: Call, run: Node) -> int:
    """How complete the run is; a run completes when it is looked at for the second time."""
    if run.fields["looks"] < 2:
        run.fields["looks"] += 1
        with call.world.store.writing():
            call.world.store.save_node(run)
    if run.fields["looks"] < 2:
        return 50
    return 0 if run.fields.get("fate") in ("failed", "skipped") else 100


def _error(name: str) -> Any:
    """A field that tells why a failed run failed."""
    return lambda call, run: (
        _FAILURE[name] if run.fields.get("fate") == "failed" and run.fields["looks"] > 1 else None
    )


def _check_age(call: Call, run: Node) -> None:
    if call.now > run.created + LIFE_SECONDS:
        raise missing_object(call.method, run.id)


def _day(name: str) -> Any:
    from datetime import date

    return lambda call, run: date.fromordinal(run.fields[name]).isoformat()


GRAPH[Kind.REPORT].defaults = (
    "async_percent_completion",
    "async_status",
    "account_id",
    "time_ref",
    "date_start",
    "date_stop",
    "id",
)
GRAPH[Kind.REPORT].fields = {
    "id": lambda call, run: run.id,
    "account_id": lambda call, run: run.account_id,
    "async_percent_completion": _look,
    "async_status": _status,
    "time_ref": lambda call, run: int(run.created),
    "time_completed": lambda call, run: int(run.created) if run.fields["looks"] > 1 else None,
    **{name: _error(name) for name in _FAILURE},
    "date_start": _day("since"),
    "date_stop": _day("until"),
}
