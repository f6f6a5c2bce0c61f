"""The platforms that the settings name, each behind its four ports."""

from __future__ import annotations

from pydantic import SecretStr

from adwright.accounts.ports import Quota
from adwright.adapters.google import GooglePlatform
from adwright.adapters.meta import MetaPlatform
from adwright.bootstrap.settings import Settings
from adwright.core.clock import Clock
from adwright.journeys.platform import PlatformPorts, Platforms
from adwright.platforms.model import Provider


def platforms_of(settings: Settings, clock: Clock, quota: Quota) -> Platforms:
    """Make the platforms: the real ones always, a simulated one where its address is set."""
    found = {
        Provider.META: _ports(_meta(settings, clock, quota)),
        Provider.GOOGLE: _ports(_google(settings, clock, quota)),
    }
    if settings.meta_sandbox_graph_url:
        sandbox = _meta_sandbox(settings, clock, quota, settings.meta_sandbox_graph_url)
        found[Provider.META_SANDBOX] = _ports(sandbox)
    if settings.google_sandbox_endpoint:
        simulated = _google_sandbox(settings, clock, quota, settings.google_sandbox_endpoint)
        found[Provider.GOOGLE_SANDBOX] = _ports(simulated)
    return found


def _ports(platform: MetaPlatform | GooglePlatform) -> PlatformPorts:
    return PlatformPorts(connector=platform, tree=platform, facts=platform, executor=platform)


def _meta(settings: Settings, clock: Clock, quota: Quota) -> MetaPlatform:
    return MetaPlatform(
        clock,
        graph_url=settings.meta_graph_url,
        dialog_url=settings.meta_dialog_url,
        app_id=settings.meta_app_id,
        app_secret=_revealed(settings.meta_app_secret),
        quota=quota,
    )


def _meta_sandbox(settings: Settings, clock: Clock, quota: Quota, graph_url: str) -> MetaPlatform:
    return MetaPlatform(
        clock,
        graph_url=graph_url,
        dialog_url=settings.meta_sandbox_dialog_url or graph_url,
        app_id=settings.meta_sandbox_app_id,
        app_secret=_revealed(settings.meta_sandbox_app_secret),
        quota=quota,
    )


def _google(settings: Settings, clock: Clock, quota: Quota) -> GooglePlatform:
    return GooglePlatform(
        clock,
        endpoint=settings.google_ads_endpoint,
        token_uri=settings.google_token_url,
        auth_url=settings.google_auth_url,
        client_id=settings.google_client_id,
        client_secret=_revealed(settings.google_client_secret),
        developer_token=_revealed(settings.google_developer_token),
        quota=quota,
    )


def _google_sandbox(settings: Settings, clock: Clock, quota: Quota, endpoint: str) -> GooglePlatform:
    certificate = settings.google_sandbox_ca_file
    return GooglePlatform(
        clock,
        endpoint=endpoint,
        token_uri=settings.google_sandbox_token_url or settings.google_token_url,
        auth_url=settings.google_sandbox_auth_url or settings.google_auth_url,
        client_id=settings.google_sandbox_client_id,
        client_secret=_revealed(settings.google_sandbox_client_secret),
        root_certificates=certificate.read_bytes() if certificate else None,
        quota=quota,
    )


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
