"""One market: its clock, chance, objects, people, deliveries, troubles. Every platform and the control use
this.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from email.utils import formatdate
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adsandbox.clock import VirtualClock
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Luck
from adsandbox.market.search_report import Knowledge
from adsandbox.scenario import AdvertiserSpec, Scenario
from adsandbox.world.access import Access
from adsandbox.world.currency import CURRENCIES
from adsandbox.world.events import Agenda, Event, Perform
from adsandbox.world.faults import FaultPlan
from adsandbox.world.feed_state import Learning, learning_of
from adsandbox.world.feed_tree import as_feed
from adsandbox.world.ledger import Ledger
from adsandbox.world.limits import Limits
from adsandbox.world.nodes import Kind, Node, mint_id
from adsandbox.world.outbox import Outbox
from adsandbox.world.pictures import poster
from adsandbox.world.platforms import DELIVERING, PLATFORMS, idle_until, load_tree
from adsandbox.world.requests import RequestLog
from adsandbox.world.search_view import search_knowledge
from adsandbox.world.status import ACTIVE
from adsandbox.world.store import Store
from adsandbox.world.tree import NEVER, Tree

PERSON_NAME = "Sandbox Marketer"
SYSTEM_USER_NAME = "Sandbox System User"


class World:
    """The state of one market. Times are virtual seconds since 1970."""

    def __init__(self, store: Store, clock: VirtualClock, seed: int, scenario: Scenario) -> None:
        self.store = store
        self.clock = clock
        self.luck = Luck(seed)
        self.scenario = scenario
        self.access = Access(store)
        self.ledger = Ledger(store, self.luck)
        self.faults = FaultPlan()
        self.agenda = Agenda()
        self.limits = Limits()
        self.perform: Perform = _nobody
        self.requests = RequestLog()
        self.outbox = Outbox(store)
        self.wake: Callable[[], None] = _nothing
        self.insights_opt_in = store.setting("insights_opt_in") == "1"
        self.require_proof = store.setting("require_proof") == "1"
        self.app_id = store.setting("app_id") or ""
        self.app_secret = store.setting("app_secret") or ""
        self.version = 0
        self._trees: dict[str, Tree] = {}
        self._outdated: dict[str, float] = {}
        self._learning: tuple[tuple[str, int, float], dict[int, Learning]] = (("", 0, 0.0), {})

    def now(self) -> float:
        """The virtual instant."""
        return self.clock.now()

    def date_header(self) -> str:
        """The platform's own time for the header Date, as its real servers tell theirs."""
        return formatdate(self.now(), usegmt=True)

    # --- nodes
    def add(self, node: Node) -> Node:
        """Store a new node; what was delivered before stays as it was."""
        idle = idle_until(node, self.now())
        if idle <= self.now():
            self._before_change(node)
        self.store.add_node(node)
        self._after_change(node, idle)
        return node

    def save(self, node: Node) -> None:
        """Store an edited node; the edit counts from now on."""
        self._before_change(node)
        self.store.save_node(node)
        self._after_change(node, self.now())

    def new_node(self, kind: Kind, account: Node | None, parent_id: str, fields: dict[str, Any]) -> Node:
        """A node with a fresh id, made now (not stored yet)."""
        serial = int(account.fields["serial"]) if account else 0
        number = self.store.next_number(f"{kind}:{serial}")
        now = self.now()
        account_id = account.id if account else ""
        return Node(mint_id(kind, serial, number), kind, account_id, parent_id, now, now, fields)

    def account(self, account_id: str) -> Node | None:
        """The ad account of this id (without `act_`), or None."""
        node = self.store.node(account_id)
        return node if node and node.kind is Kind.ACCOUNT else None

    def active_ads(self, account_id: str) -> int:
        """How many ads of an account are switched on."""
        return self.store.count_nodes(Kind.AD, account_id, (ACTIVE,))

    # --- delivery
    def tree(self, account: Node) -> Tree:
        """The account's delivering tree as it is now."""
        tree = self._trees.get(account.id)
        if tree is None or self.now() >= self._outdated.get(account.id, NEVER):
            tree = self._trees[account.id] = load_tree(self.store, account)
            self._outdated.pop(account.id, None)
        return tree

    def rows(self, account: Node, since: int, until: int) -> Rows:
        """Rows delivered on the account's days `since` to `until`, as known now."""
        self.settle_all()
        return self.ledger.rows(account, self.tree(account), since, until, self.now())

    def search_rows(self, customer: Node, since: int, until: int) -> Rows:
        """Delivered rows (SEARCH_ROW) of a search account's days `since` to `until`, as known now.

        They are what was delivered; what is known of them by now is `market.search_report.report`'s, given
        `search_knowledge`.
        """
        return self.rows(customer, since, until)

    def search_knowledge(self, customer: Node, rows: Rows) -> Knowledge:
        """From where these rows of a search account are looked at now."""
        return search_knowledge(self.store, customer, rows, self.now())

    def forget_trees(self) -> None:
        """Read the trees again when they are needed: a write was taken back."""
        self.version += 1
        self._trees.clear()
        self._outdated.clear()
        self.ledger.forget()

    def spent(self, account: Node) -> Rows:
        """Spend of every ad of a feed's account so far (minor units)."""
        self.settle_all()
        tree = as_feed(self.tree(account))
        position = self.ledger.peek(account, tree, self.now())
        return tree.spent(self.ledger.around(account, tree), position)

    def learning(self, account: Node) -> dict[int, Learning]:
        """The learning phase of every ad set of a feed's account that has delivered, by the ad set's id."""
        moment = (account.id, self.version, self.now())
        if self._learning[0] != moment:
            self.settle_all()
            tree = as_feed(self.tree(account))
            state = tree.state_at(self.ledger.peek(account, tree, self.now()))
            self._learning = (moment, learning_of(state))
        return self._learning[1]

    def advance(self, seconds: float) -> float:
        """Move the clock and settle every account up to it; planned events happen at their moments."""
        target = self.now() + seconds
        due = self.agenda.next_instant()
        while due is not None and due <= target:
            self.clock.set(max(due, self.now()))
            self.happen()
            due = self.agenda.next_instant()
        self.clock.advance(max(0.0, target - self.now()))
        self.version += 1
        self.remember_now()
        self.settle_all()
        self.wake()
        return self.now()

    @contextmanager
    def as_it_was(self, changes_back: int) -> Iterator[None]:
        """Within this block, objects are read as they were so many edits ago; delivery is not touched."""
        self.settle_all()
        with self.store.as_it_was(changes_back):
            yield

    def happen(self) -> None:
        """Let every event that is due happen, and write down what it did."""
        event = self.agenda.take_due(self.now())
        while event is not None:
            self.happen_now(event)
            event = self.agenda.take_due(self.now())

    def happen_now(self, event: Event) -> dict[str, Any]:
        """Let one event happen; what cannot be done is written down as such."""
        try:
            with self.store.writing():
                done = self.perform(event)
        except ValueError as error:
            self.forget_trees()
            done = {"failed": str(error)}
        self.faults.note(self.now(), event.do, done)
        return done

    def settle_all(self) -> None:
        """Compute what has been delivered up to now, for all accounts."""
        accounts = [account for kind in PLATFORMS for account in self.store.nodes(kind)]
        self.ledger.settle_all([(account, self.tree(account)) for account in accounts], self.now())

    def remember_now(self) -> None:
        """Keep the virtual instant, so that a restart goes on from it."""
        with self.store.writing():
            self.store.set_setting("virtual_now", repr(self.now()))
            self.store.set_setting("wall_then", repr(time.time()))

    def _before_change(self, node: Node) -> None:
        if node.kind not in DELIVERING:
            return
        account = self.store.node(node.account_id)
        if account is not None and not self.ledger.is_settled(account, self.now()):
            self.settle_all()
            self.ledger.cut(account, self.tree(account), self.now())

    def _after_change(self, node: Node, counts_from: float) -> None:
        self.version += 1
        if self.clock.pace.factor not in (0.0, 1.0):
            self.remember_now()
        if node.kind in DELIVERING:
            self.store.add_change(self.now(), node)
            known = self._outdated.get(node.account_id, NEVER)
            self._outdated[node.account_id] = min(known, counts_from)
        self.wake()

    # --- people and accounts
    def add_people(self) -> None:
        """The two users every market has: a person who consents, and a system user."""
        with self.store.writing():
            self.store.add_node(self.new_node(Kind.USER, None, "", {"name": PERSON_NAME, "role": "person"}))
            self.store.add_node(
                self.new_node(Kind.USER, None, "", {"name": SYSTEM_USER_NAME, "role": "system"})
            )

    def user(self, role: str) -> Node:
        """The `person` or the `system` user."""
        return next(node for node in self.store.nodes(Kind.USER) if node.fields["role"] == role)

    def add_advertiser(self, spec: AdvertiserSpec) -> Node:
        """Make an advertiser's business, page, pixel and ad account, and give the account.

        Raises:
            ValueError: the currency or the time zone is unknown.
        """
        if spec.account.currency not in CURRENCIES:
            raise ValueError(f"The currency {spec.account.currency!r} is unknown.")
        with self.store.writing():
            business = self.new_node(Kind.BUSINESS, None, "", {"name": spec.name})
            self.store.add_node(business)
            account = self._new_account(spec, business)
            self.store.add_node(account)
            page = self.add_page(account, spec.page.name, spec.page.colors)
            pixel = self.new_node(Kind.PIXEL, None, account.id, {"name": f"{spec.name} pixel"})
            pixel.account_id = account.id
            self.store.add_node(pixel)
            self._add_instagram(account, page)
            account.fields["default_page"] = page.id
            self.store.save_node(account)
            self.store.add_change(self.now(), account)
        return account

    def add_page(self, account: Node, name: str, colors: tuple[str, str]) -> Node:
        """Make a page that the account may promote, with a generated picture."""
        page = self.new_node(Kind.PAGE, None, account.id, {"name": name})
        page.account_id = account.id
        self.store.add_blob(f"page/{page.id}", "image/png", poster(colors, name, 200, 200))
        self.store.add_node(page)
        return page

    def _add_instagram(self, account: Node, page: Node) -> None:
        letters = re.sub(r"[^a-z0-9]+", "_", page.name.lower()).strip("_")
        user = self.new_node(Kind.INSTAGRAM_USER, None, page.id, {"name": page.name, "username": letters})
        user.account_id = account.id
        self.store.add_node(user)

    def _new_account(self, spec: AdvertiserSpec, business: Node) -> Node:
        try:
            ZoneInfo(spec.account.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"The time zone {spec.account.timezone!r} is unknown.") from error
        serial = self.store.next_number("account")
        now = self.now()
        fields = {
            "name": spec.account.name,
            "currency": spec.account.currency,
            "serial": serial,
            "timezone_name": spec.account.timezone,
            "account_status": 1,
            "disable_reason": 0,
            "spend_cap": 0,
            "economics": asdict(spec.market),
        }
        account_id = mint_id(Kind.ACCOUNT, serial, serial)
        return Node(account_id, Kind.ACCOUNT, account_id, business.id, now, now, fields)


def _nothing() -> None:
    """Nobody waits for the world to move."""


def _nobody(event: Event) -> dict[str, Any]:
    raise ValueError(f"No platform is there to do {event.do}.")
