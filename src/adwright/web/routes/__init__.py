"""Routers, one file per subject; the order here is the order in the OpenAPI document."""

from fastapi import APIRouter

from adwright.web.routes import (
    ad_accounts,
    advertisers,
    api_keys,
    audit,
    auth,
    connect,
    connections,
    events,
    insights,
    invitations,
    me,
    members,
    organizations,
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
    insights.router,
    sync.router,
    events.router,
)
