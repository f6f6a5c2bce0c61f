"""The objects that a launch on Meta needs, and whom its ads are declared for."""

from __future__ import annotations

from collections.abc import Iterator

from adwright.accounts.model import Pixel
from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.problems.inspection import Inspection
from adwright.campaigns.records import meta_of, targeting_of
from adwright.platforms.conversion_events import CONVERSION_EVENTS
from adwright.platforms.countries import EU_COUNTRIES
from adwright.platforms.purposes import MetaPurpose
from adwright.platforms.texts import Severity

Found = Iterator[LaunchProblem]


def needed_objects(inspection: Inspection) -> Found:
    """Yield what is missing or wrong of what the campaign's ads come from, count with and declare."""
    if inspection.account is None:
        return
    yield from _pages(inspection)
    yield from _instagram(inspection)
    offered = inspection.offer
    if inspection.opens_form:
        yield from _lead_form(inspection)
    elif offered is not None and offered.meta is not None and offered.meta.needs_pixel:
        yield from _pixels(inspection, offered.meta)
    if _shown_in_eu(inspection):
        yield from _declaration(inspection)


def _pages(inspection: Inspection) -> Found:
    known = {page.external_id for page in inspection.around.belongings.pages}
    for page in _pages_used(inspection):
        if page is None:
            message = "An ad on Meta comes from a page. Choose the page."
            yield inspection.of_campaign("page_external_id", message)
        elif page not in known:
            message = "The ad account cannot use this page. Choose another, or refresh the account."
            yield inspection.of_campaign("page_external_id", message)


def _pages_used(inspection: Inspection) -> list[str | None]:
    draft = inspection.draft
    pages = {group.page_external_id or draft.page_external_id for group in draft.ad_groups}
    return sorted(pages or {draft.page_external_id}, key=str)


def _instagram(inspection: Inspection) -> Found:
    chosen = meta_of(inspection.draft).instagram_external_id
    known = {each.external_id for each in inspection.around.belongings.instagram_accounts}
    if chosen is not None and chosen not in known:
        message = "The ad account cannot use this Instagram account. Choose another, or show the page's name."
        yield inspection.of_campaign("meta.instagram_external_id", message)


def _lead_form(inspection: Inspection) -> Found:
    field, offered = "meta.lead_form_external_id", inspection.offer
    chosen = meta_of(inspection.draft).lead_form_external_id
    forms = inspection.around.belongings.lead_forms
    form = next((each for each in forms if each.external_id == chosen), None)
    if offered is not None and offered.meta is not None and offered.meta_form is None:
        message = "Only campaigns for leads can open a form. Send people to the website instead."
        yield inspection.of_campaign(field, message)
    elif form is None:
        message = "This form is not in use on the account's pages. Choose another."
        yield inspection.of_campaign(field, message)
    elif _pages_used(inspection) != [form.page_external_id]:
        message = f"The form “{form.name}” is another page's. Choose a form of the ads' page."
        yield inspection.of_campaign(field, message)


def _pixels(inspection: Inspection, purpose: MetaPurpose) -> Found:
    draft = inspection.draft
    known = {pixel.external_id: pixel for pixel in inspection.around.belongings.pixels}
    event = meta_of(draft).conversion_event
    if event is not None and event not in purpose.custom_events:
        message = "This event does not fit what the campaign is for. Choose another."
        yield inspection.of_campaign("meta.conversion_event", message)
    chosen = {group.pixel_external_id or draft.pixel_external_id for group in draft.ad_groups}
    for pixel in sorted(chosen or {draft.pixel_external_id}, key=str):
        if pixel is None:
            message = "This purpose counts conversions with a pixel. Choose the pixel."
            yield inspection.of_campaign("pixel_external_id", message)
        elif pixel not in known:
            message = "This pixel is not in the ad account. Choose another, or refresh the account."
            yield inspection.of_campaign("pixel_external_id", message)
        else:
            yield from _uncounted(inspection, known[pixel], event or purpose.custom_event_type)


def _uncounted(inspection: Inspection, pixel: Pixel, event: str | None) -> Found:
    if event is None or pixel.events is None or event in pixel.events:
        return
    label = CONVERSION_EVENTS[event].label
    message = (
        f"The pixel “{pixel.name}” has counted no “{label}” in 28 days, so Meta has nothing to learn from. "
        "Check the pixel on the website, or choose an event that it counts."
    )
    yield inspection.of_campaign("meta.conversion_event", message, Severity.WARNING)


def _shown_in_eu(inspection: Inspection) -> bool:
    """Say whether an ad group that declares nothing of its own reaches the European Union."""
    targetings = [targeting_of(group) for group in inspection.draft.ad_groups if group.declaration is None]
    return any(EU_COUNTRIES.intersection(each.countries) for each in targetings if each is not None)


def _declaration(inspection: Inspection) -> Found:
    declared = meta_of(inspection.draft).declaration
    if declared is None:
        if inspection.account is not None and inspection.account.payor is None:
            message = (
                "In the European Union an ad says whom it is for and who pays: here the advertiser, twice. "
                "Enter both in the account step if somebody else pays."
            )
            yield inspection.of_campaign("meta.payor", message, Severity.NOTE)
        return
    if not declared.beneficiary:
        message = "Say whom the ads are for; the European Union asks for it."
        yield inspection.of_campaign("meta.beneficiary", message)
    if not declared.payor:
        message = "Say who pays for the ads; the European Union asks for it."
        yield inspection.of_campaign("meta.payor", message)
