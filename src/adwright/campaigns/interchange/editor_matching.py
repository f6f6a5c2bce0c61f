"""What an Editor file wants, beside what is there: names are looked up, and only what differs is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    DocumentState,
    SearchPart,
    TargetingPart,
)
from adwright.campaigns.document.reading import Place, Trouble, refused
from adwright.campaigns.interchange.editor_reading import EditorSheet, SheetAd, SheetCampaign, SheetGroup
from adwright.campaigns.interchange.editor_writing import languages, places
from adwright.campaigns.interchange.naming import key_for
from adwright.campaigns.interchange.parts import part_of, part_with, require_few
from adwright.campaigns.interchange.shown import ReadSheet, ShownCampaign
from adwright.campaigns.interchange.table import Remark
from adwright.campaigns.model import RunState

_AD_TEXTS = (
    "headline",
    "more_headlines",
    "primary_text",
    "description",
    "more_descriptions",
    "display_path",
    "destination_url",
)


def match_editor(sheet: EditorSheet, present: Sequence[ShownCampaign], account: str) -> ReadSheet:
    """Return what a file wants as parts of a document.

    Args:
        sheet: what the file says.
        present: the campaigns of the ad account.
        account: as documents name it.

    Raises:
        Invalid: a name that the file uses stands for more than one campaign, or it is more than a document
            holds.
    """
    require_few(sheet.campaigns)
    parts, lines, troubles = [], {}, []
    remarks = list(sheet.remarks)
    for campaign in sheet.campaigns:
        found = [each for each in present if each.part.name == campaign.name]
        if len(found) > 1:
            message = f"{len(found)} campaigns of the account are called “{campaign.name}”. Rename one first."
            troubles.append(Trouble(Place(campaign.line, 1), "Campaign", message))
            continue
        part = _Matcher(campaign, found[0] if found else None, account, remarks).part()
        parts.append(part)
        lines[part.key] = campaign.line
    if troubles:
        raise refused(troubles)
    return ReadSheet(tuple(parts), lines, tuple(remarks))


class _Matcher:
    def __init__(
        self, sheet: SheetCampaign, shown: ShownCampaign | None, account: str, remarks: list[Remark]
    ) -> None:
        self._sheet = sheet
        self._shown = shown
        self._now = shown.part if shown else None
        self._account = account
        self._remarks = remarks

    def part(self) -> CampaignPart:
        sheet, now = self._sheet, self._now
        fields: dict[str, Any] = {
            "key": now.key if now else key_for(self._account, sheet.name),
            "account": self._account,
            "name": sheet.name,
        }
        fields |= self._own_fields()
        search = self._search_fields()
        if search:
            fields["search"] = search
        groups = self._groups()
        if groups:
            fields["ad_groups"] = tuple(groups)
        return part_of(CampaignPart, fields, sheet.line)

    def _own_fields(self) -> dict[str, Any]:
        fields, now = dict(self._sheet.fields), self._now
        for name, hour in (("start", " 00:00"), ("end", " 23:59")):
            day = fields.get(name)
            if day is None:
                continue
            held = getattr(now, name) if now else None
            # Editor knows days only: the day that is there already keeps its hour.
            fields[name] = held if held and held.startswith(day) else f"{day}{hour}"
        state = fields.pop("state", None)
        if isinstance(state, RunState):
            fields["state"] = self._state(state)
        return fields

    def _state(self, wanted: RunState) -> DocumentState:
        """What is not on the platform stays a draft, which a person launches."""
        if self._now is not None and self._now.state is not DocumentState.DRAFT:
            return DocumentState(wanted.value)
        if wanted is RunState.ACTIVE:
            message = f"“{self._sheet.name}” becomes a draft here. Launch it when you have looked at it."
            self._remarks.append(Remark(self._sheet.line, message))
        return DocumentState.DRAFT

    def _search_fields(self) -> dict[str, Any]:
        sheet, now = self._sheet, self._now
        held = now.search if now else None
        fields = {name: value for name, value in sheet.search.items() if name != "networks"}
        fields |= sheet.search.get("networks") or {}
        negatives = _changed(held.negative_keywords if held else (), sheet.negative_keywords)
        if negatives is not None:
            fields["negative_keywords"] = negatives
        if not self._groups_say("countries") and (countries := self._countries()) is not None:
            fields["countries"] = countries
        if not self._groups_say("languages") and (chosen := self._languages()) is not None:
            fields["languages"] = chosen
        before = held or SearchPart()
        wanted = part_of(SearchPart, fields, sheet.line)
        return {
            name: value for name, value in fields.items() if getattr(wanted, name) != getattr(before, name)
        }

    def _groups_say(self, field: str) -> bool:
        """Say whether places or languages stand with ad groups, and not with the campaign."""
        if self._shown is None:
            return bool(self._sheet.groups)
        return any(getattr(self._shown.targeting(group), field) for group in self._shown.part.ad_groups)

    def _countries(self) -> tuple[str, ...] | None:
        """Return the countries that are wanted; None when they are as they were."""
        held = places(self._shown) if self._shown else ()
        wanted = _changed(held, self._sheet.places)
        return None if wanted is None else tuple(sorted(wanted))

    def _languages(self) -> tuple[str, ...] | None:
        wanted = self._sheet.languages
        held = languages(self._shown) if self._shown else ()
        return None if wanted is None or wanted == held else wanted

    def _groups(self) -> list[AdGroupPart]:
        now, sheets = self._now, dict(self._sheet.groups)
        countries = self._countries() if self._groups_say("countries") else None
        chosen = self._languages() if self._groups_say("languages") else None
        found = []
        for group in now.ad_groups if now else ():
            sheet = sheets.pop(group.name, None)
            part = self._group(group, sheet, countries, chosen)
            if part is not None:
                found.append(part)
        new = [self._new_group(sheet, countries or (), chosen or ()) for sheet in sheets.values()]
        return found + new

    def _group(
        self,
        group: AdGroupPart,
        sheet: SheetGroup | None,
        countries: tuple[str, ...] | None,
        chosen: tuple[str, ...] | None,
    ) -> AdGroupPart | None:
        held = self._shown.targeting(group) if self._shown else TargetingPart()
        edits: dict[str, Any] = {}
        if countries is not None:
            edits["countries"] = countries
        if chosen is not None:
            edits["languages"] = chosen
        if sheet is not None:
            for name, rows in (
                ("keywords", sheet.keywords),
                ("negative_keywords", sheet.negative_keywords),
            ):
                listed = _changed(getattr(held, name), rows)
                if listed is not None:
                    edits[name] = listed
        fields = self._group_fields(group, sheet) if sheet else {}
        line = sheet.line if sheet else self._sheet.line
        if edits:
            fields["targeting"] = part_with(held, edits, line)
        return part_of(AdGroupPart, {"key": group.key} | fields, line) if fields else None

    def _group_fields(self, group: AdGroupPart, sheet: SheetGroup) -> dict[str, Any]:
        fields = dict(sheet.fields)
        campaign_bid = self._now.bid_amount if self._now else None
        if group.bid_amount is None and fields.get("bid_amount") == campaign_bid:
            fields.pop("bid_amount", None)
        key = (self._now.key if self._now else "", group.key)
        if sheet.ads:
            fields["ads"] = _ads(sheet.ads, group.ads, key)
        return fields

    def _new_group(
        self, sheet: SheetGroup, countries: tuple[str, ...], chosen: tuple[str, ...]
    ) -> AdGroupPart:
        key = key_for(self._account, self._sheet.name, sheet.name)
        targeting = {
            "countries": countries or (places(self._shown) if self._shown else ()),
            "languages": chosen or (languages(self._shown) if self._shown else ()),
            "keywords": _changed((), sheet.keywords) or (),
            "negative_keywords": _changed((), sheet.negative_keywords) or (),
        }
        held = part_of(TargetingPart, targeting, sheet.line)
        fields = {"key": key, "name": sheet.name, "targeting": held} | sheet.fields
        ads = _ads(sheet.ads, (), (self._sheet.name, key))
        return part_of(AdGroupPart, fields | {"ads": ads}, sheet.line)


def _ads(
    sheets: Sequence[SheetAd], present: Sequence[AdPart], parents: tuple[str, ...]
) -> tuple[AdPart, ...]:
    """Return the ads that say the same, with their states; texts that no ad has make a new one."""
    left, found = list(present), []
    for number, sheet in enumerate(sheets):
        same = next((ad for ad in left if _texts(ad) == sheet.texts), None)
        if same is not None:
            left.remove(same)
        found.append(_ad(sheet, same, (*parents, str(number))))
    return tuple(found)


def _ad(sheet: SheetAd, same: AdPart | None, parents: tuple[str, ...]) -> AdPart:
    state = {} if sheet.state is None else {"state": sheet.state}
    if same is not None:
        return part_of(AdPart, {"key": same.key} | state, sheet.line)
    said = repr(sorted(sheet.texts.items()))
    headline = str(sheet.texts["headline"]) or "Ad"
    fields = {"key": key_for(*parents, said, headline), "name": headline, "creative": sheet.texts}
    return part_of(AdPart, fields | state, sheet.line)


def _texts(ad: AdPart) -> dict[str, Any]:
    """Return what an Editor file says of an ad: texts in their order, without gaps."""
    creative = ad.creative or CreativePart()
    values = {name: getattr(creative, name) for name in _AD_TEXTS}
    headlines = [each for each in (values["headline"], *values["more_headlines"]) if each]
    texts = [values["primary_text"], values["description"], *values["more_descriptions"]]
    texts = [each for each in texts if each]
    return {
        "headline": headlines[0] if headlines else "",
        "more_headlines": tuple(headlines[1:]),
        "primary_text": texts[0] if texts else "",
        "description": texts[1] if len(texts) > 1 else "",
        "more_descriptions": tuple(texts[2:]),
        "display_path": values["display_path"],
        "destination_url": values["destination_url"],
    }


def _changed(held: Sequence[str], rows: Mapping[str, RunState]) -> tuple[str, ...] | None:
    """Return a list with the file's rows added and removed; None when that changes nothing."""
    gone = {each for each, state in rows.items() if state is RunState.ARCHIVED}
    kept = [each for each in held if each not in gone]
    wanted = [*kept, *(each for each in rows if each not in gone and each not in kept)]
    return None if wanted == list(held) else tuple(wanted)
