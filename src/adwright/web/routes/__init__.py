"""Routers, one file per subject; the order here is the order in the OpenAPI document."""

from fastapi import APIRouter

from adwright.web.routes import insights, sync

ROUTERS: tuple[APIRouter, ...] = (insights.router, sync.router)
