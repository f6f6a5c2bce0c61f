"""`adwright demo`: the product beside a simulated ad market, with a believable agency in it."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adwright.bootstrap.home import Home
from adwright.bootstrap.processes import Companion, ProcessTree, StartFailed
from adwright.bootstrap.settings import Settings
from adwright.cli.agency import Agency
from adwright.cli.output import say
from adwright.core.errors import AdwrightError, Invalid

ACCESS_FILE = "demo.json"


def run_demo(settings: Settings) -> None:
    """Run everything until Ctrl-C; the agency is made on the first start and kept afterwards."""
    if find_spec("adsandbox") is None:
        raise Invalid(
            "The sandbox is not installed. In a checkout run `make demo`; else `pip install adsandbox`."
        )
    home = Home(settings.home)
    sandbox = Sandbox(home.path / "sandbox", last_time=_read(home.path / ACCESS_FILE) or {})
    tree = ProcessTree(settings, companions=[sandbox.companion()], say=say)

    def ready(url: str) -> None:
        say(f"Serving {url}")
        # On the side, so that Ctrl-C is heard and dead processes are started again meanwhile.
        threading.Thread(target=_settle, args=(url, home.path, sandbox), daemon=True).start()

    tree.run(ready)


class Sandbox:
    """The simulated ad market as a process, in a directory of its own."""

    def __init__(self, directory: Path, *, last_time: Mapping[str, str]) -> None:
        self._directory = directory
        self._last_time = last_time
        self._address = directory / "running.json"

    def companion(self) -> Companion:
        """Return how it is started: on the ports of the last time, because pictures are kept by address."""
        self._directory.mkdir(parents=True, exist_ok=True)
        self._address.unlink(missing_ok=True)
        ports = {
            "--meta-port": _free_port(self._last_time.get("sandbox_meta_url")),
            "--control-port": _free_port(self._last_time.get("sandbox_control_url")),
            "--google-port": 0,
        }
        options = [part for name, port in ports.items() for part in (name, str(port))]
        command = [
            "-m",
            "adsandbox",
            "serve",
            "--quiet",
            "--scenario",
            "agency",
            "--home",
            str(self._directory),
        ]
        return Companion("sandbox", [*command, *options], self._product_environment)

    def access(self) -> dict[str, str] | None:
        """Return its addresses and credentials; None until it answers."""
        return _read(self._address)

    def _product_environment(self) -> Mapping[str, str] | None:
        access = self.access()
        if access is None:
            return None
        return {
            # Nobody answers at the agency's made-up addresses.
            "ADWRIGHT_DESTINATION_CHECKS": "false",
            "ADWRIGHT_META_SANDBOX_GRAPH_URL": access["meta_url"],
            "ADWRIGHT_META_SANDBOX_DIALOG_URL": access["meta_url"],
            "ADWRIGHT_META_SANDBOX_APP_ID": access["meta_app_id"],
            "ADWRIGHT_META_SANDBOX_APP_SECRET": access["meta_app_secret"],
            "ADWRIGHT_GOOGLE_SANDBOX_ENDPOINT": access["google_endpoint"],
            "ADWRIGHT_GOOGLE_SANDBOX_TOKEN_URL": access["google_token_uri"],
            "ADWRIGHT_GOOGLE_SANDBOX_AUTH_URL": f"{access['google_oauth_url']}/o/oauth2/v2/auth",
            "ADWRIGHT_GOOGLE_SANDBOX_CLIENT_ID": access["google_client_id"],
            "ADWRIGHT_GOOGLE_SANDBOX_CLIENT_SECRET": access["google_client_secret"],
            "ADWRIGHT_GOOGLE_SANDBOX_CA_FILE": access["ca_file"],
        }


def _settle(url: str, home: Path, sandbox: Sandbox) -> None:
    """Make the agency where it is missing, write down how to get in, and tell the person."""
    try:
        access = sandbox.access()
        if access is None:
            raise StartFailed("The sandbox has stopped; logs/sandbox.log may say why.")
        agency = Agency(url, home / ACCESS_FILE)
        known = agency.log_in_again()
        if known is None:
            say("Making the agency: three advertisers with 90 days of history …")
            known = agency.make(keys_of(access))
        document = {
            "url": url,
            "email": known.email,
            "password": known.password,
            "api_key": known.api_key,
            "sandbox_meta_url": access["meta_url"],
            "sandbox_control_url": access["control_url"],
            "sandbox_control_token": access["control_token"],
            "meta_access_token": access["meta_access_token"],
            **{name: access[name] for name in access if name.startswith("google_") or name == "ca_file"},
        }
        write_private(home / ACCESS_FILE, document)
    except AdwrightError as error:
        say(f"The agency could not be made: {error.message}")
        return
    say("")
    say(f"  Adwright   {url}")
    say(f"  e-mail     {known.email}")
    say(f"  password   {known.password}")
    say("")
    say(f"Addresses and keys are in {home / ACCESS_FILE}. Ctrl-C stops everything; the data are kept.")


def keys_of(access: Mapping[str, str]) -> dict[str, str]:
    """Return what a person would paste to connect each simulated platform."""
    google_key = {
        "type": "authorized_user",
        "client_id": access["google_client_id"],
        "client_secret": access["google_client_secret"],
        "refresh_token": access["google_refresh_token"],
    }
    return {"meta": access["meta_access_token"], "google": json.dumps(google_key)}


def write_private(file: Path, document: Mapping[str, Any]) -> None:
    """Write a JSON file whole, readable by its owner only."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(document, stream, indent=2)
        stream.write("\n")
    unfinished.replace(file)


def _read(file: Path) -> dict[str, str] | None:
    try:
        document: dict[str, str] = json.loads(file.read_text())
    except (OSError, ValueError):
        return None
    return document


def _free_port(last_address: str | None) -> int:
    """Return the port of an address when nobody took it meanwhile, otherwise any that is free."""
    wanted = (urlsplit(last_address).port or 0) if last_address else 0
    for port in (wanted, 0):
        with socket.socket() as probe:
            # As servers do: a port whose last connections are only just closed can be had.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise StartFailed("There is no free port for the sandbox.")
