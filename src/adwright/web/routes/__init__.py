"""Routers, one file per subject; the order here is the order in the OpenAPI document."""

from fastapi import APIRouter

from adwright.web.routes import (
    ad_accounts,
    advertisers,
    api_keys,
    assets,
    audiences,
    audit,
    auth,
    campaigns,
    connect,
    connections,
    creatives,
    events,
    insights,
    invitations,
    me,
    members,
    organizations,
    platforms,
    sync,
)

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    me.router,
    organizations.router,
    members.router,
    invitations.router,
    advertisers.router,
    api_keys.router,
    audit.router,
    connect.router,
    connections.router,
    ad_accounts.router,
    platforms.router,
    audiences.router,
    assets.router,
    creatives.router,
    campaigns.router,
    insights.router,
    sync.router,
    events.router,
)
