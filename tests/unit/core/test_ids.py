"""Identifiers."""

from adwright.core.ids import new_id


def test_new_ids_are_distinct_and_of_version_seven() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == len(ids)
    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {"specified in RFC 4122"}


def test_ids_made_later_sort_after_earlier_milliseconds() -> None:
    ids = [new_id() for _ in range(1000)]
    milliseconds = [each.int >> 80 for each in ids]
    assert milliseconds == sorted(milliseconds)
