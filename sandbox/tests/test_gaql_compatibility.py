"""The lines that the compatibility table says about queries."""

from __future__ import annotations

from adsandbox.google.gaql import catalogue
from adsandbox.google.gaql.compatibility import reporting
from adsandbox.google.gaql.metrics import covered_metrics
from adsandbox.google.gaql.segments import SEGMENTS


def test_reporting_when_written_then_names_everything_that_can_be_asked() -> None:
    text = "\n".join(reporting())
    for name in (*catalogue.covered(), *SEGMENTS, *covered_metrics()):
        assert f"`{name}`" in text


def test_tables_when_read_then_every_name_is_a_real_field() -> None:
    fields = catalogue.fields()
    assert all(f"segments.{name}" in fields for name in SEGMENTS)
    assert all(f"metrics.{name}" in fields for name in covered_metrics())
