"""Which events read and which write: told of every event of a type, once."""

from __future__ import annotations

from ctlint import knowledge

TYPES = knowledge.table("event_access")["types"]


def test_every_event_of_a_type_is_told_once() -> None:
    for name, access in TYPES.items():
        assert list(access) == ["read", "write", "either"]
        listed = [event for events in access.values() for event in events]
        assert len(listed) == len(set(listed)) == len(knowledge.event_access(name)), name
        entry = knowledge.table("resource_types")["types"][name]
        assert entry["all_events"], name
        assert set(entry["events"]) <= set(listed), name


def test_what_is_told_beyond_that_comes_from_another_type() -> None:
    """The stream of a table is among the resources of its events."""
    more = {
        name: sorted(
            set(knowledge.event_access(name)) - set(knowledge.table("resource_types")["types"][name]["events"])
        )
        for name in TYPES
    }
    assert more == {
        "AWS::DynamoDB::Table": ["GetRecords", "GetShardIterator"],
        "AWS::Lambda::Function": [],
        "AWS::S3::Object": [],
    }


def test_of_other_types_nothing_is_known() -> None:
    assert knowledge.event_access("AWS::SNS::Topic") == {}
