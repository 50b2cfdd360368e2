"""Whatever selectors say: planted faults are fixed, in one run, to the very text that they were planted in."""

from __future__ import annotations

import json
import random
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixes.fixing import fix_text, outcome

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and not set(text) & set("<>$…“”‘’{}*?") and "ctlint" not in text
)
KEYS = st.text("abcdefghijkl0123456789-_/.é'\"\\ ", min_size=1, max_size=12).map(lambda key: f"k{key}k/")
BUCKETS = st.text("abcdefghijkl0123456789", min_size=3, max_size=12)

Field = dict[str, Any]


@st.composite
def selectors(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return advanced event selectors about different buckets, without a fault."""
    found = []
    for bucket in draw(st.lists(BUCKETS, min_size=1, max_size=3, unique=True)):
        fields: list[Field] = [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
            {
                "Field": "resources.ARN",
                draw(st.sampled_from(["StartsWith", "NotStartsWith"])): [
                    f"arn:aws:s3:::{bucket}{number}/{key}"
                    for number, key in enumerate(draw(st.lists(KEYS, min_size=1, max_size=3, unique=True)))
                ],
            },
        ]
        if draw(st.booleans()):
            fields.append({"Field": "readOnly", "Equals": [draw(st.sampled_from(["true", "false"]))]})
        found.append({"Name": f"n{draw(NAMES)}", "FieldSelectors": fields})
    return found


FAULTS = (
    ("eventCategory", "eventCatgory"),
    ("resources.type", "resources.Type"),
    ("resources.ARN", "resource.ARN"),
    ("AWS::S3::Object", "AWS::S3::Objects"),
    ('"Data"', '"DATA"'),
    ("FieldSelectors", "fieldSelectors"),
    ("Equals", "equals"),
    ("StartsWith", "StartWith"),
    ('["true"]', "[True]"),
    ('["false"]', "[false]"),
    ('["Data"]', '["Data",]'),
    ('["Data"]', '["Data", "Data"]'),
    ('["Data"]', '["Data"], "EndsWith": []'),
    ('"Name"', "'Name'"),
)
"""What is written instead of something in JSON."""


def planted(text: str, wanted: list[int], chooser: random.Random) -> str:
    """Return a text in which some things are written wrong, each at one of its places."""
    for number in dict.fromkeys(wanted):
        right, wrong = FAULTS[number]
        places = [at for at in range(len(text)) if text.startswith(right, at)]
        if places:
            at = chooser.choice(places)
            text = text[:at] + wrong + text[at + len(right) :]
    return text


@settings(deadline=None, max_examples=60)
@given(
    selectors(),
    st.lists(st.integers(0, len(FAULTS) - 1), max_size=4),
    st.randoms(use_true_random=False),
    st.sampled_from([None, 1, 2]),
)
def test_json(clean: list[dict[str, Any]], wanted: list[int], chooser: random.Random, indent: int | None) -> None:
    text = json.dumps(
        {"TrailName": "main", "AdvancedEventSelectors": clean}, indent=indent, ensure_ascii=chooser.random() < 0.5
    )
    wrong = planted(text, wanted, chooser)
    assert fix_text(wrong, "selectors.json").split() == text.split()


@settings(deadline=None, max_examples=40)
@given(
    selectors(), st.lists(st.integers(0, len(FAULTS) - 1), max_size=4), st.randoms(use_true_random=False), st.booleans()
)
def test_json_in_a_shell(
    clean: list[dict[str, Any]], wanted: list[int], chooser: random.Random, in_double_quotes: bool
) -> None:
    def written(text: str) -> str:
        if in_double_quotes:
            quoted = '"' + "".join(f"\\{each}" if each in '"\\$`' else each for each in text) + '"'
        else:
            quoted = "'" + text.replace("'", "'\\''") + "'"
        return f"aws cloudtrail put-event-selectors --trail-name main --advanced-event-selectors {quoted}\n"

    text = json.dumps(clean)
    wrong = planted(text, [each for each in wanted if "'" not in FAULTS[each][1]], chooser)
    assert fix_text(written(wrong), "put.sh") == written(text)


@settings(deadline=None, max_examples=40)
@given(
    selectors(),
    st.lists(st.integers(0, 7), max_size=4),
    st.randoms(use_true_random=False),
    st.sampled_from([None, False]),
)
def test_yaml(clean: list[dict[str, Any]], wanted: list[int], chooser: random.Random, flow: bool | None) -> None:
    text = yaml.safe_dump(
        {"AdvancedEventSelectors": clean}, sort_keys=False, default_flow_style=flow, allow_unicode=True
    )
    wrong = planted(text, wanted, chooser)
    found = outcome({"selectors.yaml": wrong.encode()})
    assert found.dropped == []
    assert fix_text(wrong, "selectors.yaml") == text
