"""What a bulk sheet wants, beside what is there: ids and names are looked up, what differs is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from adwright.campaigns.document.model import AdGroupPart, AdPart, CampaignPart, DocumentState, TargetingPart
from adwright.campaigns.document.reading import Place, Trouble, refused
from adwright.campaigns.interchange import bulk_words as words
from adwright.campaigns.interchange.bulk_reading import BulkSheet, SheetNode
from adwright.campaigns.interchange.bulk_writing import time_cell
from adwright.campaigns.interchange.naming import key_for
from adwright.campaigns.interchange.parts import part_of, part_with, require_few
from adwright.campaigns.interchange.shown import ReadSheet, ShownCampaign
from adwright.campaigns.interchange.table import Remark
from adwright.campaigns.model import BudgetLevel, RunState

C = TypeVar("C", AdGroupPart, AdPart)


def match_bulk_sheet(sheet: BulkSheet, present: Sequence[ShownCampaign], account: str) -> ReadSheet:
    """Return what a file wants as parts of a document.

    Args:
        sheet: what the file says.
        present: the campaigns of the ad account.
        account: as documents name it.

    Raises:
        Invalid: an id is not there, a name stands for more than one, or it is more than a document holds.
    """
    require_few(sheet.campaigns)
    matcher = _Matcher(present, account, list(sheet.remarks))
    parts = [matcher.campaign(node) for node in sheet.campaigns]
    if matcher.troubles:
        raise refused(matcher.troubles)
    lines = {part.key: node.line for part, node in zip(parts, sheet.campaigns, strict=True)}
    return ReadSheet(tuple(parts), lines, tuple(matcher.remarks))


class _Matcher:
    def __init__(self, present: Sequence[ShownCampaign], account: str, remarks: list[Remark]) -> None:
        self.troubles: list[Trouble] = []
        self.remarks = remarks
        self._present = present
        self._account = account

    def campaign(self, node: SheetNode) -> CampaignPart:
        shown = self._shown(node)
        now = shown.part if shown else None
        fields: dict[str, Any] = {
            "key": now.key if now else key_for(self._account, node.name),
            "account": self._account,
        }
        fields |= {"name": node.name} if now is None else {}
        fields |= self._campaign_fields(node, now)
        groups = [self._group(each, shown) for each in node.below.values()]
        fields |= self._times(groups, now)
        if now is None and any("budget" in group for group in groups):
            fields["budget_level"] = BudgetLevel.AD_GROUP
        if groups:
            below = zip(groups, node.below.values(), strict=True)
            fields["ad_groups"] = tuple(part_of(AdGroupPart, group, each.line) for group, each in below)
        return part_of(CampaignPart, fields, node.line)

    def _shown(self, node: SheetNode) -> ShownCampaign | None:
        if node.external_id is not None:
            for each in self._present:
                if each.external_ids.get((each.part.key,)) == node.external_id:
                    return each
            self._refuse(node, words.CAMPAIGN_ID, "no campaign of the account has this id. Leave it blank")
            return None
        found = [each for each in self._present if each.part.name == node.name]
        if len(found) > 1:
            self._refuse(node, words.CAMPAIGN_NAME, f"{len(found)} campaigns have this name. Give the id")
        return found[0] if found else None

    def _campaign_fields(self, node: SheetNode, now: CampaignPart | None) -> dict[str, Any]:
        fields = dict(node.fields)
        purpose = fields.get("purpose")
        held = now.purpose if now else None
        # Several purposes share an objective: the one that is there already stays.
        if held and purpose and words.objective_of(held) == words.objective_of(purpose):
            del fields["purpose"]
        state = fields.pop("state", None)
        if isinstance(state, RunState):
            fields["state"] = self._state(node, now, state)
        return fields

    def _state(self, node: SheetNode, now: CampaignPart | None, wanted: RunState) -> DocumentState:
        """What is not on the platform stays a draft, which a person launches."""
        if now is not None and now.state is not DocumentState.DRAFT:
            return DocumentState(wanted.value)
        if wanted is RunState.ACTIVE:
            message = f"“{node.name}” becomes a draft here. Launch it when you have looked at it."
            self.remarks.append(Remark(node.line, message))
        return DocumentState.DRAFT

    def _group(self, node: SheetNode, shown: ShownCampaign | None) -> dict[str, Any]:
        present = shown.part.ad_groups if shown else ()
        parents = (shown.part.key,) if shown else ()
        now = self._found(node, present, shown, parents, words.SET_ID)
        held = shown.targeting(now) if shown and now else TargetingPart()
        fields: dict[str, Any] = {"key": now.key if now else key_for(self._account, *parents, node.name)}
        fields |= {"name": node.name} if now is None else {}
        fields |= node.fields
        campaign_bid = shown.part.bid_amount if shown else None
        if now is not None and now.bid_amount is None and fields.get("bid_amount") == campaign_bid:
            fields.pop("bid_amount", None)
        targeting = part_with(held, node.targeting, node.line)
        if now is None or targeting != held:
            fields["targeting"] = targeting
        inner = (*parents, now.key) if now else ()
        ads = [self._ad(each, now, shown, inner, fields["key"]) for each in node.below.values()]
        if ads:
            fields["ads"] = tuple(ads)
        return fields

    def _ad(
        self,
        node: SheetNode,
        group: AdGroupPart | None,
        shown: ShownCampaign | None,
        parents: tuple[str, ...],
        group_key: str,
    ) -> AdPart:
        now = self._found(node, group.ads if group else (), shown, parents, words.AD_ID)
        key = now.key if now else key_for(group_key, node.name)
        name = {"name": node.name} if now is None else {}
        return part_of(AdPart, {"key": key} | name | node.fields, node.line)

    def _found(
        self,
        node: SheetNode,
        present: Sequence[C],
        shown: ShownCampaign | None,
        parents: tuple[str, ...],
        header: str,
    ) -> C | None:
        if node.external_id is not None:
            for each in present:
                if shown and shown.external_ids.get((*parents, each.key)) == node.external_id:
                    return each
            self._refuse(node, header, "nothing here has this id. Leave it blank for something new")
            return None
        found = [each for each in present if each.name == node.name]
        if len(found) > 1:
            self._refuse(node, header, f"{len(found)} are called “{node.name}”. Give the id")
        return found[0] if found else None

    def _times(self, groups: list[dict[str, Any]], now: CampaignPart | None) -> dict[str, Any]:
        """Take times to the campaign where they stand there: Meta writes them beside each ad set."""
        found: dict[str, Any] = {}
        by_key = {group.key: group for group in now.ad_groups} if now else {}
        for name in ("start", "end"):
            held = getattr(now, name) if now else None
            for group in groups:
                own = getattr(by_key.get(group["key"]), name, None)
                if name in group and _same_time(group[name], own or held):
                    del group[name]
            wanted = {group[name] for group in groups if name in group}
            is_draft = now is None or now.state is DocumentState.DRAFT
            if is_draft and len(wanted) == 1 and all(name in group for group in groups):
                found[name] = wanted.pop()
                for group in groups:
                    del group[name]
        return found

    def _refuse(self, node: SheetNode, header: str, message: str) -> None:
        text = f"{message[0].upper()}{message[1:]}."
        self.troubles.append(Trouble(Place(node.line, 1), header, text))


def _same_time(wanted: str | None, held: str | None) -> bool:
    """Say whether two times are the same in a sheet, which knows minutes and no offsets."""
    if wanted is None or held is None:
        return wanted is held
    return time_cell(wanted) == time_cell(held)
