"""The three that the contract holds for: Meta and Google on a sandbox, and the twin that unit tests use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from adsandbox import Sandbox
from adwright.accounts.ports import AccountStatus
from adwright.adapters.google.tokens import refresh_secret
from adwright.campaigns.model import Budget
from adwright.core.clock import FixedClock
from adwright.core.money import Money
from adwright.platforms.capabilities import GOOGLE, META
from adwright.platforms.model import BudgetPeriod, Level, Provider
from tests.consent import approve_consent
from tests.contract.samples import meta_sample, search_sample
from tests.contract.sides import START, Side, Totals, access_of
from tests.journeys import sandbox_platforms
from tests.journeys.sandbox_platforms import SandboxPlatform
from tests.raw_sdks import google_rows, meta_insights
from tests.twins.grants import ACCOUNT
from tests.twins.platform import PlatformTwin
from tests.twins.troubles import lost_answer, outage, passing_trouble


@dataclass(kw_only=True)
class SandboxSide(Side):
    """A platform's adapter against a sandbox, over its real wire protocol."""

    on: SandboxPlatform
    market: Sandbox

    async def consent(self, address: str) -> str:
        """Press the button in the sandbox's page."""
        return await approve_consent(address)

    def suspend(self, *, suspended: bool) -> None:
        """Suspend the account, or open it again."""
        self.on.suspend(self.market, self.access.external_id, suspended=suspended)

    def calm(self) -> None:
        """Forget the faults."""
        self.market.control("DELETE", "/faults")

    def be_away(self) -> None:
        """Let a gateway answer in its stead."""
        self.market.fault("http_502_html")

    def rename_outside(self, campaign_id: str, name: str) -> None:
        """Let a colleague do it."""
        self.on.edit_outside(self.market, campaign_id, name=name)

    def set_budget_outside(self, campaign_id: str, amount: int) -> None:
        """Let a colleague do it."""
        self.on.set_budget_outside(self.market, self.access.external_id, campaign_id, amount)

    def now(self) -> datetime:
        """Ask the sandbox's clock."""
        return _now(self.market)

    def advance(self, step: timedelta) -> None:
        """Let the market run meanwhile."""
        super().advance(step)
        self.market.advance(seconds=step.total_seconds())


class MetaSide(SandboxSide):
    """Meta's adapter on the sandbox."""

    def refused_token(self) -> str:
        """Return one that Meta never gave."""
        return "EAAnever-issued"

    def weak_token(self) -> str:
        """Return one that may only read."""
        made = self.market.control(
            "POST", "/tokens", accounts=[self.access.external_id], scopes=["ads_read"]
        )
        return str(made["access_token"])

    def lose_answer(self) -> None:
        """Drop the connection after the effect."""
        self.market.fault("drop_after_effect", "POST")

    def refuse_as_too_fast(self) -> None:
        """Use up the account's score."""
        self.market.fault("throttle", limit="account")

    def totals(self, since_date: date, until_date: date) -> Totals:
        """Ask Meta's SDK."""
        row = meta_insights(
            self.market,
            self.access.external_id,
            self.access.token,
            fields="impressions,clicks,spend",
            time_range={"since": since_date.isoformat(), "until": until_date.isoformat()},
        )
        spend = Money.of(row["spend"], "USD")
        return Totals(int(row["impressions"]), int(row["clicks"]), spend.micros)


class GoogleSide(SandboxSide):
    """Google's adapter on the sandbox, over gRPC."""

    def refused_token(self) -> str:
        """Return one that Google never gave."""
        return refresh_secret("1//never-issued")

    def weak_token(self) -> str:
        """Return one that knows a name and no ads."""
        made = self.market.control("POST", "/tokens", platform="google", scopes=["openid", "email"])
        return refresh_secret(str(made["refresh_token"]))

    def unknown(self, level: Level) -> str:
        """Return an id in the form that Google's have."""
        return "999999999999~999999999999" if level is Level.AD else super().unknown(level)

    def lose_answer(self) -> None:
        """End the connection after the effect."""
        self.market.fault("drop_after_effect", path_regex="/Mutate$")

    def refuse_as_too_fast(self) -> None:
        """Use up the customer's rate."""
        failure = "quota_error.RESOURCE_TEMPORARILY_EXHAUSTED"
        self.market.fault("grpc_error", "grpc", failure=failure, retry_delay_seconds=5)

    def totals(self, since_date: date, until_date: date) -> Totals:
        """Ask Google's SDK."""
        query = "SELECT metrics.impressions, metrics.clicks, metrics.cost_micros FROM customer"
        condition = f"WHERE segments.date BETWEEN '{since_date}' AND '{until_date}'"
        [row] = google_rows(self.market, self.access.external_id, f"{query} {condition}")
        return Totals(row.metrics.impressions, row.metrics.clicks, row.metrics.cost_micros)


@dataclass(kw_only=True)
class TwinSide(Side):
    """The twin in memory, like Meta or like Google."""

    twin: PlatformTwin

    async def consent(self, address: str) -> str:
        """Press the button in memory."""
        return self.twin.consent(address)

    def refused_token(self) -> str:
        """Return one that is refused."""
        self.twin.refused.add("refused")
        return "refused"

    def weak_token(self) -> str:
        """Return one that may only read."""
        self.twin.scopes["weak"] = frozenset({"read"})
        return "weak"

    def suspend(self, *, suspended: bool) -> None:
        """Close the account."""
        status = AccountStatus.ERROR if suspended else AccountStatus.ACTIVE
        self.twin.account = replace(self.twin.account, status=status)

    def lose_answer(self) -> None:
        """Lose the answer of whatever comes."""
        self.twin.fail_next(lost_answer(), after_effect=True)

    def calm(self) -> None:
        """Forget the faults."""
        self.twin.troubles.clear()
        self.twin.faults.clear()

    def be_away(self) -> None:
        """Let the next call meet nobody."""
        self.twin.troubles.append(outage())

    def refuse_as_too_fast(self) -> None:
        """Let the next call be one too many."""
        self.twin.troubles.append(passing_trouble())

    def rename_outside(self, campaign_id: str, name: str) -> None:
        """Let a colleague do it."""
        self.twin.edit(campaign_id, name=name)

    def set_budget_outside(self, campaign_id: str, amount: int) -> None:
        """Let a colleague do it."""
        self.twin.edit(campaign_id, budget=Budget(BudgetPeriod.DAILY, Money.of(str(amount), "USD")))

    def now(self) -> datetime:
        """Tell the twin's time."""
        return self.twin.clock.now() + self.twin.ahead

    def totals(self, since_date: date, until_date: date) -> Totals:
        """Add up the twin's days."""
        days = (until_date - since_date).days + 1
        facts = [
            fact for number in range(days) for fact in self.twin.facts_of(since_date + timedelta(number))
        ]
        return Totals(
            sum(fact.impressions or 0 for fact in facts),
            sum(fact.clicks or 0 for fact in facts),
            sum(fact.spend_micros or 0 for fact in facts),
        )


async def open_meta(sandbox: Sandbox) -> Side:
    """Open Meta on a sandbox."""
    clock = FixedClock(_now(sandbox))
    on = sandbox_platforms.META
    platform = on.adapter(sandbox, clock, timeout_seconds=5)
    access = access_of(Provider.META_SANDBOX, sandbox.meta_account_id, sandbox.meta_access_token)
    page = (await platform.pages(access))[0].external_id
    interest = (await platform.interests(access, "snack"))[0]
    return MetaSide("Meta", META, platform, access, clock, meta_sample(page, interest), on=on, market=sandbox)


async def open_google(sandbox: Sandbox) -> Side:
    """Open Google on a sandbox."""
    clock = FixedClock(_now(sandbox))
    on = sandbox_platforms.GOOGLE
    platform = on.adapter(sandbox, clock, timeout_seconds=20)
    secret = refresh_secret(sandbox.google_refresh_token)
    access = access_of(
        Provider.GOOGLE_SANDBOX, sandbox.google_customer_id, secret, sandbox.google_manager_id
    )
    return GoogleSide("Google Ads", GOOGLE, platform, access, clock, search_sample(), on=on, market=sandbox)


async def open_twin_of_meta(_: Sandbox) -> Side:
    """Open a twin that is like Meta."""
    clock = FixedClock(START)
    twin = PlatformTwin(clock)
    access = access_of(Provider.META_SANDBOX, ACCOUNT.external_id, "token")
    sample = meta_sample(twin.known_pages[0].external_id, twin.catalogue[0])
    return TwinSide("twin of Meta", META, twin, access, clock, sample, twin=twin)


async def open_twin_of_google(_: Sandbox) -> Side:
    """Open a twin that is like Google."""
    clock = FixedClock(START)
    account = replace(ACCOUNT, external_id="1234567890", min_daily_budget=None)
    twin = PlatformTwin(clock, can=GOOGLE, account=account, known_pages=())
    access = access_of(Provider.GOOGLE_SANDBOX, account.external_id, "token")
    return TwinSide("twin of Google", GOOGLE, twin, access, clock, search_sample(), twin=twin)


OPENINGS = {
    "meta": open_meta,
    "google": open_google,
    "twin-of-meta": open_twin_of_meta,
    "twin-of-google": open_twin_of_google,
}


def _now(sandbox: Sandbox) -> datetime:
    return datetime.fromtimestamp(float(sandbox.control("GET", "/clock")["epoch"]), UTC)
