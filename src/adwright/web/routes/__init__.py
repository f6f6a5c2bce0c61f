"""Routers, one file per subject; the order here is the order in the OpenAPI document."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
