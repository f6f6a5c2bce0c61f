"""Choices and previews as JSON documents, to be kept between requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from adwright.insights.files.model import Choices, DayOrder, ImportField, Understood

Document = Mapping[str, Any]


def mapping_document(mapping: Mapping[int, ImportField]) -> dict[str, str]:
    """Write a mapping down."""
    return {str(index): field.value for index, field in mapping.items()}


def mapping_from(document: Document) -> dict[int, ImportField]:
    """Read a mapping back."""
    return {int(index): ImportField(field) for index, field in document.items()}


def choices_document(choices: Choices) -> dict[str, Any]:
    """Write choices down."""
    return {
        "mapping": None if choices.mapping is None else mapping_document(choices.mapping),
        "chosen_date": choices.chosen_date.isoformat() if choices.chosen_date else None,
        "day_order": choices.day_order.value if choices.day_order else None,
        "currency": choices.currency,
        "zone": choices.zone,
        "leave_out_bad_rows": choices.leave_out_bad_rows,
        "advertiser_id": _text(choices.advertiser_id),
        "account_name": choices.account_name,
        "ad_account_id": _text(choices.ad_account_id),
    }


def choices_from(document: Document) -> Choices:
    """Read choices back."""
    return Choices(
        mapping=None if document["mapping"] is None else mapping_from(document["mapping"]),
        chosen_date=date.fromisoformat(document["chosen_date"]) if document["chosen_date"] else None,
        day_order=DayOrder(document["day_order"]) if document["day_order"] else None,
        currency=document["currency"],
        zone=document["zone"],
        leave_out_bad_rows=document["leave_out_bad_rows"],
        advertiser_id=_id(document["advertiser_id"]),
        account_name=document["account_name"],
        ad_account_id=_id(document["ad_account_id"]),
    )


def preview_document(understood: Understood) -> dict[str, Any]:
    """Write down what was understood, without the rows themselves."""
    return {
        "format": {
            "kind": understood.format.kind,
            "encoding": understood.format.encoding,
            "delimiter": understood.format.delimiter,
            "sheet": understood.format.sheet,
        },
        "columns": [
            {
                "index": column.index,
                "header": column.header,
                "field": column.field.value if column.field else None,
                "note": column.note,
                "samples": list(column.samples),
            }
            for column in understood.columns
        ],
        "rows": understood.rows,
        "rows_taken": understood.rows_taken,
        "summary_rows": understood.summary_rows,
        "repeated_rows": understood.repeated_rows,
        "since_date": _day(understood.since_date),
        "until_date": _day(understood.until_date),
        "days": understood.days,
        "currency": understood.currency,
        "levels": [
            {"level": each.level.value, "rows": each.rows, "taken": each.taken} for each in understood.levels
        ],
        "campaigns": understood.campaigns,
        "ad_groups": understood.ad_groups,
        "ads": understood.ads,
        "totals": {key: _decimal(value) for key, value in understood.totals.items()},
        "problems": [
            {
                "message": each.message,
                "severity": each.severity,
                "line": each.line,
                "column": each.column,
            }
            for each in understood.problems
        ],
        "problem_count": understood.problem_count,
        "needs": list(understood.needs),
        "ready": understood.ready,
    }


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _id(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _decimal(value: Decimal | None) -> str | None:
    """Write a number without idle zeros and without an exponent."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
