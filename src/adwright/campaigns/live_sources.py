"""Whom live ads on Meta come from on Instagram, which form they open, and which event counts: an edit of it.

A creative never changes, so an ad that is to come from elsewhere gets a new one with the same texts. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from adwright.accounts.model import Belongings, LeadForm
from adwright.campaigns.model import AdFields, CreativeContent, DesiredCampaign, RunState
from adwright.core.errors import FieldProblem, Invalid
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import Level, Platform
from adwright.platforms.purposes import offer


class SourceEdit(TypedDict, total=False):
    """What to set of every ad of a live campaign.

    `instagram_external_id`: None shows the page's name. `lead_form_external_id`: of the ads that open a form.
    `conversion_event`: None is the purpose's usual one.
    """

    instagram_external_id: str | None
    lead_form_external_id: str | None
    conversion_event: str | None


_LEVELS = {
    "instagram_external_id": Level.AD,
    "lead_form_external_id": Level.AD,
    "conversion_event": Level.AD_GROUP,
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What an edit wants of the sources of a campaign's ads, checked against what the account can use.

    Raises:
        Invalid: the account cannot use it, or the platform does not change it; says what to do instead.
    """

    edit: SourceEdit
    tree: DesiredCampaign
    platform: Platform
    belongings: Belongings

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        for name, level in _LEVELS.items():
            absent = capabilities_of(self.platform).absent[level].get(name)
            if name in self.edit and absent is not None:
                raise _refused(name, absent)
        self._require_same_event()
        self._require_same_destination()
        self._require_usable()

    def of(self, fields: AdFields) -> AdFields:
        """Return an ad with the sources that are wanted.

        Raises:
            Invalid: it was made on the platform of more than Adwright makes, or its page has no such form.
        """
        wanted = self.given(fields.creative)
        if wanted == fields.creative:
            return fields
        self._require_form_of_page(fields)
        require_makeable(fields.name, wanted)
        return replace(fields, creative=replace(wanted, external_id=None, enhanced=False))

    def given(self, content: CreativeContent) -> CreativeContent:
        """Return content with the sources that are wanted, unless it has them."""
        if "instagram_external_id" in self.edit:
            account = self.edit["instagram_external_id"] or ""
            if account != (content.instagram_external_id or ""):
                content = replace(content, instagram_external_id=account)
        form = self.edit.get("lead_form_external_id")
        if form and content.lead_form_external_id:
            content = replace(content, lead_form_external_id=form)
        return content

    def _require_same_event(self) -> None:
        """Refuse another event than the one that counts."""
        if "conversion_event" not in self.edit:
            return
        purpose = self.tree.fields.purpose
        meta = offer(purpose, self.platform).meta if purpose else None
        usual = meta.custom_event_type if meta else None
        wanted = self.edit["conversion_event"] or usual
        present = {
            group.fields.conversion_event or usual
            for group in self.tree.ad_groups
            if group.fields.state is not RunState.ARCHIVED
        }
        if present - {wanted}:
            raise _refused("conversion_event", self._why_fixed("conversion_event"))

    def _require_same_destination(self) -> None:
        """Refuse a form where ads lead to the website, and the website where they open a form."""
        if "lead_form_external_id" not in self.edit:
            return
        opens = any(content.lead_form_external_id for content in self._contents())
        if opens != (self.edit["lead_form_external_id"] is not None):
            raise _refused("lead_form_external_id", self._why_fixed("lead_form_external_id"))

    def _require_usable(self) -> None:
        account = self.edit.get("instagram_external_id")
        if account and account not in {each.external_id for each in self.belongings.instagram_accounts}:
            raise _refused(
                "instagram_external_id",
                "The ad account cannot use this Instagram account. Choose another, or show the page's name.",
            )
        if self.edit.get("lead_form_external_id") and self._form() is None:
            message = "This form is not in use on the account's pages. Choose another."
            raise _refused("lead_form_external_id", message)

    def _require_form_of_page(self, fields: AdFields) -> None:
        form = self._form()
        if form is None or not fields.creative.lead_form_external_id:
            return
        if fields.creative.page_external_id not in (None, form.page_external_id):
            raise _refused(
                "lead_form_external_id",
                f"The form “{form.name}” is another page's than the ad “{fields.name}”. "
                "Choose a form of the ad's page.",
            )

    def _form(self) -> LeadForm | None:
        wanted = self.edit.get("lead_form_external_id")
        return next((each for each in self.belongings.lead_forms if each.external_id == wanted), None)

    def _contents(self) -> Iterator[CreativeContent]:
        for group in self.tree.ad_groups:
            for ad in group.ads:
                if RunState.ARCHIVED not in (group.fields.state, ad.fields.state):
                    yield ad.fields.creative

    def _why_fixed(self, name: str) -> str:
        return capabilities_of(self.platform).fixed[Level.AD_GROUP][name]


def require_makeable(name: str, content: CreativeContent) -> None:
    """Let an ad on Meta be made anew unless its creative is of more than Adwright makes.

    Raises:
        Invalid: it is; says what to do instead.
    """
    if not _can_be_made(content):
        raise _refused(
            "ad_groups.ads",
            f"The ad “{name}” is more than a picture with texts, such as a video or several cards, so "
            "Adwright cannot make it again. Change it on Meta, or write another in its place.",
        )


def _can_be_made(content: CreativeContent) -> bool:
    """Say whether a creative is known well enough to be made: as our version, or as a picture with texts."""
    leads_somewhere = content.destination_url or content.lead_form_external_id
    return content.version_id is not None or bool(
        content.headline and content.image_hash and leads_somewhere
    )


def _refused(field: str, message: str) -> Invalid:
    return Invalid(message, fields=(FieldProblem(field, message),))
