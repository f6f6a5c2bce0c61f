"""Opening a market: a new one from its scenario, or the one that a home directory holds."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from adsandbox.clock import Pace, VirtualClock, parse_instant
from adsandbox.control.troubles import plan_from, set_limits
from adsandbox.google import outsiders as google_outsiders
from adsandbox.google.access import SCOPE
from adsandbox.google.accounts import add_google_accounts
from adsandbox.google.history import earliest_google_day, planned_google_history
from adsandbox.google.tokens import save_refresh_token
from adsandbox.meta import outsiders as meta_outsiders
from adsandbox.meta.history import earliest_day, planned_history
from adsandbox.meta.subscriptions import keep_subscription
from adsandbox.scenario import load_scenario
from adsandbox.scenario.loader import read_scenario, scenario_text
from adsandbox.world.access import ALL_SCOPES, Token
from adsandbox.world.events import Event
from adsandbox.world.limits import Limits
from adsandbox.world.nodes import Kind
from adsandbox.world.store import Store
from adsandbox.world.world import World

FILE_NAME = "market.sqlite3"
DEFAULT_SEED = 1
DEFAULT_SCENARIO = "empty"


class MarketError(RuntimeError):
    """The market cannot be opened; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wants of a market; None leaves it to the home directory or the defaults."""

    seed: int | None = None
    scenario: str | None = None
    clock: str | None = None
    start: str | None = None


class Market:
    """An open market with its credentials."""

    def __init__(self, home: Path | None, wish: Wish) -> None:
        self._lock = _lock(home) if home else None
        self.home = home
        self.store = Store(_private_file(home / FILE_NAME) if home else None)
        fresh = self.store.setting("scenario") is None
        if fresh:
            self._first_settings(wish)
        else:
            self._refuse_other(wish)
        self._add_missing_credentials()
        self._wish = wish
        scenario = read_scenario(self.store.setting("scenario") or "", wish.scenario or "the stored scenario")
        pace = Pace.parse(wish.clock or self.store.setting("clock") or "real")
        with self.store.writing():
            self.store.set_setting("clock", pace.name)
        self.world = World(
            self.store,
            VirtualClock(pace, self._opening_instant(pace)),
            int(self.store.setting("seed") or DEFAULT_SEED),
            scenario,
        )
        self.world.perform = self._perform
        self._trouble(fresh)
        if self.store.setting("populated") is None:
            self._populate()

    @property
    def control_token(self) -> str:
        """The bearer token of the control interface."""
        return self._setting("control_token")

    @property
    def access_token(self) -> str:
        """A system user's token that sees all accounts."""
        return self._setting("meta_access_token")

    @property
    def google_client_id(self) -> str:
        """The OAuth client of Google that is known here."""
        return self._setting("google_client_id")

    @property
    def google_client_secret(self) -> str:
        """The secret of that client."""
        return self._setting("google_client_secret")

    @property
    def google_refresh_token(self) -> str:
        """A refresh token that leads to all managers and to customers without one."""
        return self._setting("google_refresh_token")

    def first_account_id(self) -> str:
        """The first ad account, as `act_...`."""
        accounts = self.store.nodes(Kind.ACCOUNT)
        return f"act_{accounts[0].id}" if accounts else ""

    def reset(self) -> None:
        """Make the market as it was at its beginning; credentials stay."""
        self.store.clear()
        self.world.faults.clear()
        self.world.faults.log.clear()
        self.world.agenda.clear()
        self.world.limits = Limits()
        self.world.requests.clear()
        self.world.outbox.clear()
        keep_subscription(self.world, None)
        self.world.forget_trees()
        start = self._setting("start")
        self.world.clock.set(parse_instant(start) if start else time.time())
        self._trouble(fresh=True)
        self._populate()

    def _trouble(self, fresh: bool) -> None:
        """Put the scenario's own faults, events and limits in force; hours count from the market's
        beginning.
        """
        scenario = self.world.scenario
        if fresh:
            with self.store.writing():
                self.store.set_setting("begun", repr(self.world.now()))
        plan = {
            "seed": scenario.troubles_seed,
            "faults": list(scenario.faults),
            "events": list(scenario.events),
        }
        try:
            plan_from(self.world, plan, float(self.store.setting("begun") or self.world.now()))
            set_limits(self.world, asdict(scenario.limits))
        except ValueError as error:
            raise MarketError(f"The troubles of the scenario cannot be read: {error}") from error

    def _perform(self, event: Event) -> dict[str, Any]:
        """Let an event happen on the platform that it is about."""
        if google_outsiders.concerns(self.world, event):
            return google_outsiders.perform(self.world, event)
        return meta_outsiders.perform(self.world, event)

    def close(self) -> None:
        """Remember the time and close the file."""
        self.world.remember_now()
        self.store.close()
        if self._lock is not None:
            os.close(self._lock)

    def _setting(self, name: str) -> str:
        return self.store.setting(name) or ""

    def _first_settings(self, wish: Wish) -> None:
        text = scenario_text(wish.scenario or DEFAULT_SCENARIO)
        load_scenario(wish.scenario or DEFAULT_SCENARIO)
        values = {
            "scenario": text,
            "scenario_name": wish.scenario or DEFAULT_SCENARIO,
            "seed": str(DEFAULT_SEED if wish.seed is None else wish.seed),
            "start": wish.start or "",
        }
        with self.store.writing():
            for name, value in values.items():
                self.store.set_setting(name, value)

    def _add_missing_credentials(self) -> None:
        """Make what is not there yet: all for a new market, some for one of an older version."""
        digits = "".join(str(secrets.randbelow(10)) for _ in range(14))
        values = {
            "app_id": "9" + digits,
            "app_secret": secrets.token_hex(16),
            "control_token": secrets.token_urlsafe(32),
            "meta_access_token": "EAAS" + secrets.token_hex(48),
            "google_client_id": f"{digits[:12]}-{secrets.token_hex(16)}.apps.googleusercontent.com",
            "google_client_secret": "GOCSPX-" + secrets.token_urlsafe(21),
            "google_refresh_token": "1//0" + secrets.token_urlsafe(64),
        }
        with self.store.writing():
            for name, value in values.items():
                if self.store.setting(name) is None:
                    self.store.set_setting(name, value)

    def _refuse_other(self, wish: Wish) -> None:
        for name, wanted in (("seed", wish.seed), ("scenario_name", wish.scenario)):
            present = self._setting(name)
            if wanted is not None and str(wanted) != present:
                raise MarketError(
                    f"This home holds a market with {name.removesuffix('_name')} {present}, not {wanted}. "
                    f"Use another --home, or delete {FILE_NAME} in it."
                )

    def _opening_instant(self, pace: Pace) -> float:
        remembered = self.store.setting("virtual_now")
        if remembered is None:
            return parse_instant(self._setting("start")) if self._setting("start") else time.time()
        if pace.factor == 1.0:
            return float(remembered) + max(
                0.0, time.time() - float(self._setting("wall_then") or time.time())
            )
        return float(remembered)

    def _populate(self) -> None:
        world = self.world
        present = world.now()
        days = max(earliest_day(world), earliest_google_day(world))
        world.clock.set(present - (days + 0.02) * 86_400.0 if days else present)
        with self.store.writing():
            world.add_people()
            token = Token(
                self.access_token,
                "system_user",
                world.user("system").id,
                world.app_id,
                list(ALL_SCOPES),
                None,
                world.now(),
                0.0,
            )
            world.access.save(token)
            person = world.user("person").id
            save_refresh_token(world, self.google_refresh_token, person, [SCOPE], None)
            customers = add_google_accounts(world)
            accounts = [world.add_advertiser(spec) for spec in world.scenario.advertisers]
            history = planned_history(world, accounts, self.access_token, present)
            history += planned_google_history(world, customers, present)
            for instant, act in sorted(history, key=lambda event: event[0]):
                world.clock.set(instant)
                act()
            world.clock.set(present)
            world.settle_all()
            self.store.set_setting("populated", "1")
        world.clock.set(present)
        world.remember_now()


def _private_file(file: Path) -> Path:
    """The file, made if need be, so that only its owner can read the credentials in it."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    return file


def _lock(home: Path) -> int:
    """Hold the home for this process alone."""
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise MarketError(f"Another sandbox is running on {home}.") from None
    return handle
