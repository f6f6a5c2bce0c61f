"""GoogleAdsService: queries answered in pages (Search) and as a stream (SearchStream)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from adsandbox.google.call import Call, method
from adsandbox.google.errors import error
from adsandbox.google.gaql.answer import Answer, answer, answer_in_pages, checked
from adsandbox.google.gaql.check import Checked
from adsandbox.google.gaql.page_tokens import Page, read_page_token, write_page_token
from adsandbox.google.gaql.writing import BATCH_ROWS, batches
from adsandbox.google.messages import service_message

_SERVICE = "GoogleAdsService"
_SUMMARY_WITH_RESULTS, _SUMMARY_ONLY = 3, 4


@method(_SERVICE, "Search", request="SearchGoogleAdsRequest", response="SearchGoogleAdsResponse")
def search(call: Call, request: Any) -> Any:
    """One page of a query's rows; a summary row comes on a page of its own at the end."""
    page = _page(call, request)
    query = checked(call.world, call.customer, request.query)
    _check_summary(query, request.search_settings.return_summary_row)
    response = service_message(_SERVICE, "SearchGoogleAdsResponse")()
    response.field_mask.paths.extend(field.name for field in query.select)
    if request.validate_only:
        return response
    found = answer_in_pages(call.world, call.customer, query, BATCH_ROWS)
    if page.with_total:
        response.total_results_count = found.total
    rows = [] if request.search_settings.omit_results else found.rows
    if page.with_summary and page.start >= len(rows):
        response.summary_row.CopyFrom(found.summary())
        return response
    found.writer().fill(response.results, rows[page.start : page.start + BATCH_ROWS])
    following = Page(page.start + BATCH_ROWS, page.with_summary, page.with_total)
    if following.start < len(rows) or page.with_summary:
        response.next_page_token = write_page_token(call.world, _asked(call, request), following)
    return response


@method(
    _SERVICE,
    "SearchStream",
    request="SearchGoogleAdsStreamRequest",
    response="SearchGoogleAdsStreamResponse",
    streams=True,
)
def search_stream(call: Call, request: Any) -> Iterator[Any]:
    """All rows of a query in batches; a summary row comes by itself after them."""
    wanted = request.summary_row_setting
    query = checked(call.world, call.customer, request.query)
    _check_summary(query, wanted in (_SUMMARY_WITH_RESULTS, _SUMMARY_ONLY))
    found = answer(call.world, call.customer, query)
    writer = found.writer()
    if wanted != _SUMMARY_ONLY:
        for rows in batches(found.rows):
            response = _batch(call, found)
            writer.fill(response.results, rows)
            yield response
    if wanted in (_SUMMARY_WITH_RESULTS, _SUMMARY_ONLY):
        response = _batch(call, found)
        response.summary_row.CopyFrom(found.summary())
        yield response


def _batch(call: Call, found: Answer) -> Any:
    response = service_message(_SERVICE, "SearchGoogleAdsStreamResponse")(request_id=call.request_id)
    response.field_mask.paths.extend(field.name for field in found.query.select)
    return response


def _asked(call: Call, request: Any) -> str:
    return f"{call.customer.id} {request.search_settings.omit_results} {request.query}"


def _page(call: Call, request: Any) -> Page:
    """The page that is asked for.

    Raises:
        AdsError: page size, token and settings do not go together.
    """
    settings = request.search_settings
    if request.page_size:
        raise error("request_error", "PAGE_SIZE_NOT_SUPPORTED", "page_size", trigger=request.page_size)
    if request.validate_only and settings.return_summary_row:
        raise error("request_error", "CANNOT_RETURN_SUMMARY_ROW_FOR_VALIDATE_ONLY_REQUESTS")
    if not request.page_token:
        return Page(0, settings.return_summary_row, settings.return_total_results_count)
    if request.validate_only:
        raise error("request_error", "VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN", "page_token")
    page = read_page_token(call.world, _asked(call, request), request.page_token)
    if page.with_summary != settings.return_summary_row:
        raise error("request_error", "INCONSISTENT_RETURN_SUMMARY_ROW_VALUE")
    if settings.return_total_results_count and not page.with_total:
        raise error("request_error", "TOTAL_RESULTS_COUNT_NOT_ORIGINALLY_REQUESTED")
    return page


def _check_summary(query: Checked, wanted: bool) -> None:
    if wanted and not query.metrics:
        raise error("request_error", "CANNOT_RETURN_SUMMARY_ROW_FOR_REQUEST_WITHOUT_METRICS")
