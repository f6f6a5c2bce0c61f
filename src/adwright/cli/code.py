"""Campaigns as code: export, plan and apply files, spoken over HTTP like everything about ads."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from adwright.cli.api import Api
from adwright.cli.output import complain, counted, fail, say, say_json, write
from adwright.cli.remote import AsJson, Key, Url, api_of

PATH = "/campaign-documents"
NO_CHANGES, CHANGES = 0, 2
_ACTIONS = {
    "create": "makes the draft",
    "edit_draft": "edits the draft",
    "launch": "proposes to launch",
    "propose": "proposes to change",
}
_POLL_SECONDS = 2.0
_OPEN = frozenset({"proposed", "approved", "applying"})

File = Annotated[Path, typer.Argument(help="A YAML document, a Google Ads Editor CSV or a Meta bulk sheet.")]
Account = Annotated[
    str | None, typer.Option("--account", help="Id of an ad account; a CSV needs it, a document does not.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (export, plan, apply):
        app.command()(command)


def export(
    file: Annotated[Path, typer.Argument(help="Where to write; - prints.")],
    account: Annotated[str | None, typer.Option(help="Id of one ad account.")] = None,
    advertiser: Annotated[str | None, typer.Option(help="Id of one advertiser.")] = None,
    campaign: Annotated[list[str] | None, typer.Option(help="Id of a campaign; may be repeated.")] = None,
    file_format: Annotated[str, typer.Option("--format", help="yaml, google_editor or meta_bulk.")] = "yaml",
    url: Url = None,
    api_key: Key = None,
) -> None:
    """Write campaigns to a file. Onto a document that is there, its comments and its order stay."""
    api = api_of(url, api_key)
    chosen = account or advertiser or campaign
    if file.exists() and not chosen and file_format == "yaml":
        answer = api.upload(f"{PATH}/refresh", file.name, _read(file))
    else:
        answer = api.get(
            f"{PATH}/export",
            ad_account_id=account,
            advertiser_id=advertiser,
            campaign_id=campaign,
            format=file_format,
        )
    for remark in answer["remarks"]:
        complain(remark)
    for left in answer["left_out"]:
        complain(f"Not in the file: “{left['name']}”. {left['reason']}")
    if str(file) == "-":
        write(answer["text"])
        return
    try:
        file.write_text(answer["text"], encoding="utf-8", newline="")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    say(f"{file} holds {counted(answer['campaigns'], 'campaign')}.")


def plan(
    file: File, account: Account = None, url: Url = None, api_key: Key = None, as_json: AsJson = False
) -> None:
    """Say what applying a file would do. Ends with 0: nothing, 2: something, 1: it cannot be applied."""
    outcome = _outcome(api_of(url, api_key), "plan", file, account)
    if as_json:
        say_json(outcome)
    else:
        _tell(outcome)
    if not outcome["applicable"]:
        raise typer.Exit(1)
    raise typer.Exit(CHANGES if outcome["differs"] else NO_CHANGES)


def apply(
    file: File,
    account: Account = None,
    why: Annotated[str | None, typer.Option(help="The reason, kept with each proposal.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until every change has ended.")] = False,
    url: Url = None,
    api_key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Write a file's drafts and propose its changes, all or none; what runs changes once it is approved."""
    api = api_of(url, api_key)
    planned = _outcome(api, "plan", file, account)
    if not as_json:
        _tell(planned)
    elif not (planned["applicable"] and planned["differs"]):
        say_json(planned)
    if not planned["applicable"]:
        raise typer.Exit(1)
    if not planned["differs"]:
        return
    if not yes and as_json:
        fail("Nothing was applied: with --json nothing is asked. Add --yes to apply.")
    if not yes and not typer.confirm("Apply this?"):
        fail("Nothing was applied.")
    fields = {"expected": planned["fingerprint"]} | ({"why": why} if why else {})
    applied = _outcome(api, "apply", file, account, fields)
    ended = _follow(api, applied, wait=wait, quiet=as_json)
    if as_json:
        say_json(applied | {"ended": ended})
    if any(status not in {"applied", *_OPEN} for status in ended.values()):
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")


def _outcome(
    api: Api, act: str, file: Path, account: str | None, fields: Mapping[str, str] | None = None
) -> dict[str, Any]:
    content = _read(file)
    given = dict(fields or {}) | ({"ad_account_id": account} if account else {})
    found: dict[str, Any] = api.upload(f"{PATH}/{act}", file.name, content, given)
    return found


def _tell(outcome: Mapping[str, Any]) -> None:
    """Show a plan in plain words."""
    for remark in outcome["remarks"]:
        say(f"line {remark['line']}: {remark['message']}")
    for campaign in outcome["campaigns"]:
        if campaign["problem"]:
            complain(f"✗ {campaign['name']} ({campaign['key']}): {campaign['problem']}")
        elif campaign["action"] != "none":
            say(f"{_ACTIONS[campaign['action']]}: {campaign['name']} ({campaign['account']})")
            _tell_lines(campaign["lines"])
            for note in campaign["notes"]:
                say(f"    {note}")
            for change in campaign["changes"]:
                say(f"    → {change['title']}{_per_day(change['cost_per_day'])}")
    differing = [each for each in outcome["campaigns"] if each["action"] != "none"]
    bad = [each for each in outcome["campaigns"] if each["problem"]]
    if bad:
        complain(f"{counted(len(bad), 'campaign')} cannot be taken over; nothing will be applied.")
    elif differing:
        say(f"Of {counted(len(outcome['campaigns']), 'campaign')} {len(differing)} would change.")
    else:
        say("Nothing differs.")


def _tell_lines(lines: Sequence[Mapping[str, Any]]) -> None:
    for line in lines:
        where = f"{line['level'].replace('_', ' ')} “{line['node']}”"
        if line["field"] == "node":
            say(f"  {'+' if line['before'] is None else '-'} {where}")
        else:
            before, after = (_value(line[side]) for side in ("before", "after"))
            say(f"  ~ {where}: {line['field']} {before} → {after}")


def _value(text: str | None) -> str:
    return "none" if text is None else text.replace("\n", "⏎")


def _per_day(cost: Mapping[str, Any]) -> str:
    before, after = cost["before"], cost["after"]
    if before is None or after is None:
        return ""
    return f" ({before['amount']} → {after['amount']} {after['currency']} a day)"


def _follow(api: Api, applied: Mapping[str, Any], *, wait: bool, quiet: bool) -> dict[str, str]:
    """Say where each proposal is, with `wait` until all have ended; return their statuses."""
    changes = {change["id"]: change for each in applied["campaigns"] for change in each["changes"]}
    told: dict[str, str] = {}
    while True:
        for change_id, change in changes.items():
            status = api.get(f"/changes/{change_id}")["status"] if told else change["status"]
            if told.get(change_id) != status and not quiet:
                say(f"{change['title']}: {_STATUS.get(status, status)} ({api.url}/changes/{change_id})")
            told[change_id] = status
        if not wait or not any(status in _OPEN for status in told.values()):
            return told
        time.sleep(_POLL_SECONDS)


_STATUS = {
    "proposed": "waits for approval",
    "approved": "is approved",
    "applying": "is being applied",
    "applied": "is applied",
}
