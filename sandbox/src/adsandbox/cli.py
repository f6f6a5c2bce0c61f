"""The command line: `adsandbox serve | clock | fault | monitor | truth | export | reset | compatibility`."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

_STEP = re.compile(r"(\d+(?:\.\d+)?)([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


# What a shell reports of a program that SIGPIPE ended; Python leaves the signal to whoever writes.
READER_GONE = 141


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit code; end quietly when nobody reads on (`adsandbox … | head`)."""
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


def _run(arguments: list[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except BrokenPipeError:
        raise
    except (RuntimeError, ValueError, OSError) as error:
        print(f"adsandbox: {error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="adsandbox", description="A simulated ad market behind Meta's and Google's protocols."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="run the sandbox")
    serve.add_argument(
        "--meta-port", type=int, default=8750, help="port of the Graph API; 0 = any (default 8750)"
    )
    serve.add_argument(
        "--control-port", type=int, default=8751, help="port of the control; 0 = any (default 8751)"
    )
    serve.add_argument(
        "--google-port", type=int, default=8752, help="port of Google Ads over TLS; 0 = any (default 8752)"
    )
    serve.add_argument(
        "--google-insecure-port", type=int, default=0, help="port of Google Ads without TLS (default any)"
    )
    serve.add_argument(
        "--google-oauth-port", type=int, default=0, help="port of Google's OAuth over HTTP (default any)"
    )
    serve.add_argument("--seed", type=int, help="seed of all chance (default 1)")
    serve.add_argument("--scenario", help="empty, agency, or a .toml file (default empty)")
    serve.add_argument("--clock", help="real, manual, or xN such as x60 (default real)")
    serve.add_argument("--start", help="the market's first instant, ISO 8601 (default now)")
    serve.add_argument("--home", type=Path, required=True, help="directory that keeps the market")
    serve.add_argument("--json", action="store_true", help="print one line of JSON when ready")
    serve.add_argument("--quiet", action="store_true", help="print no credentials when ready")
    serve.add_argument("--parent-pid-exit", action="store_true", help="end when the parent process ends")
    serve.set_defaults(run=_serve)
    clock = commands.add_parser("clock", help="see or move the clock of a running sandbox")
    clock.add_argument("action", choices=("show", "advance", "pace"))
    clock.add_argument("step", nargs="?", default="", help="how far: 3d, 1d6h; how fast: real, manual, x60")
    clock.add_argument("--home", type=Path, required=True)
    clock.set_defaults(run=_clock)
    compatibility = commands.add_parser("compatibility", help="print what is real, simplified, and absent")
    compatibility.set_defaults(run=_compatibility)
    fault = commands.add_parser("fault", help="plan troubles of a running sandbox, and see what they did")
    fault.add_argument("action", choices=("plan", "list", "log", "clear"))
    fault.add_argument("file", nargs="?", type=Path, help="the plan, a .toml or .json file")
    fault.add_argument("--home", type=Path, required=True)
    fault.set_defaults(run=_fault)
    monitor = commands.add_parser("monitor", help="every state of an account, held against rules")
    monitor.add_argument("file", nargs="?", type=Path, help="the rules, a .toml or .json file")
    monitor.add_argument("--account", dest="account_id", required=True, help="act_..., or a customer's id")
    monitor.add_argument("--home", type=Path, required=True)
    monitor.set_defaults(run=_monitor)
    _add_truth(commands.add_parser("truth", help="what is expected, what is best, what would have been"))
    export = commands.add_parser("export", help="everything the market holds, as JSON")
    export.add_argument("--out", type=Path, help="a file to write; standard output if left out")
    export.add_argument("--home", type=Path, required=True)
    export.set_defaults(run=_export)
    reset = commands.add_parser("reset", help="make the market of a running sandbox anew")
    reset.add_argument("--home", type=Path, required=True)
    reset.set_defaults(run=_reset)
    return parser


def _add_truth(truth: argparse.ArgumentParser) -> None:
    truth.add_argument("what", choices=("outcome", "curve", "oracle", "counterfactual", "regret"))
    truth.add_argument("--account", dest="account_id", help="act_...; the first account if left out")
    truth.add_argument("--since", help="first day, such as 2026-06-01")
    truth.add_argument("--until", help="last day")
    truth.add_argument("--level", choices=("campaign", "ad_set"), help="whose budgets are chosen")
    truth.add_argument("--id", help="whose curve")
    truth.add_argument("--objective", help="revenue, conversions, link_clicks or impressions")
    truth.add_argument("--total", type=float, help="total daily budget (minor units) for the oracle")
    truth.add_argument("--lead-value", type=float, help="revenue of a lead or sign-up (default 0)")
    truth.add_argument(
        "--budget", action="append", default=[], metavar="ID=MINOR", help="a daily budget instead of its own"
    )
    truth.add_argument("--bound", action="append", default=[], metavar="ID=LOW:HIGH", help="for the oracle")
    truth.add_argument("--home", type=Path, required=True)
    truth.set_defaults(run=_truth)


def _serve(options: argparse.Namespace) -> int:
    from adsandbox.server.google import GooglePorts
    from adsandbox.server.market import Wish
    from adsandbox.server.process import serve

    def announce(document: dict[str, str]) -> None:
        if options.quiet:
            print("Ready.", flush=True)
        elif options.json:
            print(json.dumps(document), flush=True)
        else:
            print(
                f"Meta's Graph API:   {document['meta_url']}\nControl interface:  {document['control_url']}\n"
                f"Access token:       {document['meta_access_token']}\nAd account:         "
                f"{document['meta_account_id']}\nGoogle Ads (TLS):   {document['google_endpoint']}\n"
                f"Google's OAuth:     {document['google_oauth_url']}\nManager, customer:  "
                f"{document['google_manager_id']}, {document['google_customer_id']}",
                flush=True,
            )

    wish = Wish(options.seed, options.scenario, options.clock, options.start)
    ports = GooglePorts(options.google_port, options.google_insecure_port, options.google_oauth_port)
    serve(
        options.home, wish, options.meta_port, options.control_port, ports, options.parent_pid_exit, announce
    )
    return 0


def _clock(options: argparse.Namespace) -> int:
    if options.action == "show":
        print(json.dumps(_control(options.home, "GET", "/clock")))
        return 0
    if options.action == "pace":
        print(json.dumps(_control(options.home, "POST", "/clock/pace", {"clock": options.step})))
        return 0
    steps = _STEP.findall(options.step)
    if not steps or "".join(number + unit for number, unit in steps) != options.step:
        raise ValueError("Say how far, such as 3d, 12h or 1d6h.")
    body = {_UNITS[unit]: float(number) for number, unit in steps}
    print(json.dumps(_control(options.home, "POST", "/clock/advance", body)))
    return 0


def _fault(options: argparse.Namespace) -> int:
    method, path = {
        "plan": ("POST", "/faults/plan"),
        "list": ("GET", "/faults"),
        "log": ("GET", "/faults/log"),
        "clear": ("DELETE", "/faults"),
    }[options.action]
    body: dict[str, Any] = {}
    if options.action == "plan":
        if options.file is None:
            raise ValueError("Say which file holds the plan.")
        body = _document(options.file)
    answer = _control(options.home, method, path, body)
    if options.action == "log":
        for entry in answer["log"]:
            print(json.dumps(entry))
    else:
        print(json.dumps(answer, indent=1))
    return 0


def _monitor(options: argparse.Namespace) -> int:
    rules = {} if options.file is None else _document(options.file)
    answer = _control(options.home, "POST", "/monitor", {"account_id": options.account_id, **rules})
    print(json.dumps(answer, indent=1))
    return 1 if answer["breaches"] else 0


def _document(file: Path) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8")
    document: dict[str, Any] = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    return document


def _export(options: argparse.Namespace) -> int:
    text = json.dumps(_control(options.home, "GET", "/export"), indent=1)
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


def _truth(options: argparse.Namespace) -> int:
    names = ("account_id", "since", "until", "level", "id", "objective", "total", "lead_value")
    body = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    budgets = dict(_pair(text) for text in options.budget)
    bounds = dict(_pair(text) for text in options.bound)
    if budgets:
        body["budgets"] = {node_id: float(amount) for node_id, amount in budgets.items()}
    if bounds:
        body["bounds"] = {name: [float(end) for end in ends.split(":")] for name, ends in bounds.items()}
    print(json.dumps(_control(options.home, "POST", f"/truth/{options.what}", body), indent=1))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if not name or not value:
        raise ValueError(f"{text!r} is not of the form ID=VALUE.")
    return name, value


def _compatibility(options: argparse.Namespace) -> int:
    from adsandbox.google.compatibility import lines
    from adsandbox.meta.compatibility import document

    print(document() + "\n" + "\n".join(lines()), end="")
    return 0


def _reset(options: argparse.Namespace) -> int:
    print(json.dumps(_control(options.home, "POST", "/reset")))
    return 0


def _control(home: Path, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    file = home / "running.json"
    if not file.is_file():
        raise RuntimeError(f"No sandbox is running on {home}. Start it with `adsandbox serve --home {home}`.")
    running = json.loads(file.read_text(encoding="utf-8"))
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        running["control_url"] + path,
        method=method,
        headers={"Authorization": f"Bearer {running['control_token']}"},
        # A body that nobody reads would let the server reset the connection in mid-answer.
        data=None if method == "GET" else json.dumps(body or {}).encode(),
    )
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310 - an address of our own
            document: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        raise RuntimeError(json.load(error).get("error", str(error))) from None
    except urllib.error.URLError:
        raise RuntimeError(f"The sandbox of {home} does not answer.") from None
    return document


if __name__ == "__main__":
    sys.exit(main())
