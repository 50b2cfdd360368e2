"""What fits a schema by our own look at it is accepted by jsonschema, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ctlint import shape

SCHEMAS = Path(__file__).parent.parent / "schemas"
CONFIG: dict[str, Any] = json.loads((SCHEMAS / "config.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(CONFIG)

WORDS = st.sampled_from(
    ["CT306", "CT3", "ct3", "error", "off", "legacy/*", "", "eu-west-1", "111122223333", "aws-cn", "2027-01-31", "0.1",
     "AWS::S3::Object"]
)  # fmt: skip
KEYS = st.sampled_from(
    [*CONFIG["properties"], "path", "rules", "trail", "reason", "until", "policy", "data-event", "CT306"]
)
PLAIN = st.one_of(WORDS, st.booleans(), st.none(), st.integers(-1, 2), st.just(0.5))
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=3))
def test_it_agrees_with_jsonschema(value: Any) -> None:
    assert shape.fits(value, CONFIG) == VALIDATOR.is_valid(value)


@pytest.mark.parametrize(
    ("value", "schema", "fits"),
    [
        (1, {"type": "integer"}, True),
        (True, {"type": "integer"}, False),
        ([1, 1], {"uniqueItems": True}, False),
        ("a", {"const": "a"}, True),
        (1, {"const": True}, False),
        ("ab", {"minLength": 3}, False),
        ({"a": 1}, {"propertyNames": {"pattern": "^b"}}, False),
        # What only jsonschema knows is left to it.
        ("a", {"oneOf": [{"const": "a"}]}, False),
        ([], {"contains": {}}, False),
    ],
)
def test_keywords(value: Any, schema: dict[str, Any], fits: bool) -> None:
    assert shape.fits(value, schema) is fits
