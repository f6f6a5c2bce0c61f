"""Routers, one file per subject; the order here is the order in the OpenAPI document."""

from fastapi import APIRouter

from adwright.web.routes import connect, events, insights, sync

ROUTERS: tuple[APIRouter, ...] = (connect.router, insights.router, sync.router, events.router)
