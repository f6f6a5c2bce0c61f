"""Where a campaign on Search is shown: what its ad groups say that are to exist."""

from __future__ import annotations

from dataclasses import replace

from adwright.campaigns.model import RunState
from adwright.campaigns.records import desired
from adwright.platforms.model import Platform
from tests.unit.campaigns.test_search_problems import SEARCHERS, search_draft, two_groups


def test_places_when_an_ad_group_is_archived_then_are_those_of_the_others() -> None:
    record = two_groups(replace(SEARCHERS, countries=("NO",), languages=()))(search_draft())
    gone, stays = record.ad_groups
    without = replace(record, ad_groups=(replace(gone, state=RunState.ARCHIVED), stays))

    both = desired(record, Platform.GOOGLE, "UTC").fields.search
    left = desired(without, Platform.GOOGLE, "UTC").fields.search

    assert both is not None
    assert left is not None
    assert (both.countries, both.languages) == (("NO", "US"), ("en",))
    assert (left.countries, left.languages) == (("NO",), ())
