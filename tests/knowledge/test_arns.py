"""What is claimed about an ARN with unknown parts holds for every filling of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctlint import knowledge
from ctlint.knowledge import arns
from ctlint.source import Source, Span
from ctlint.text import GAP, Decoded, Gap, Text

NAME = arns.NAME_GAP
TEMPLATES = [
    "arn:{}:s3:::{}/{}",
    "arn:{}:lambda:{}:{}:function:{}",
    "arn:{}:sns:{}:{}:{}",
    "arn:{}:ec2:{}::snapshot/{}",
]
PIECES = ["arn", ":", "aws", "s3", "/", "lambda", "function", "snapshot", "ec2", "x", "arn:aws:s3:::", GAP, NAME]
SHAPES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
FILLINGS = st.lists(st.sampled_from(["", "x", "aws", "x/y", ":", ":::x/", "function:x", "/"]), min_size=6, max_size=6)
NAMES = st.lists(st.sampled_from(["x", "aws", "function", "b-1.c"]), min_size=6, max_size=6)


def fill(shape: str, anything: list[str], names: list[str]) -> str:
    """Return a shape with its gaps filled in, in turn."""
    for mark, fillings in ((GAP, anything), (NAME, names)):
        parts = shape.split(mark)
        shape = "".join(part + (fillings[at % 6] if at < len(parts) - 1 else "") for at, part in enumerate(parts))
    return shape


def as_regex(template: str) -> str:
    """Return what a template means, by other means: header parts hold no colon."""
    parts = [re.escape(part) for part in template.split("{}")]
    header = template.split("{}")
    result = parts[0]
    for at, part in enumerate(parts[1:], 1):
        result += (r"[^:]*" if "".join(header[:at]).count(":") < 5 else ".*") + part
    return result


@given(SHAPES, st.sampled_from(TEMPLATES))
def test_a_known_string_fits_as_its_template_says(shape: str, template: str) -> None:
    value = shape.replace(GAP, "x").replace(NAME, "x")
    assert arns.fits(value, template) == bool(re.fullmatch(as_regex(template), value, re.DOTALL))


@given(SHAPES, FILLINGS, NAMES, st.sampled_from(TEMPLATES))
def test_no_filling_fits_where_the_shape_does_not(
    shape: str, anything: list[str], names: list[str], template: str
) -> None:
    if not arns.fits(shape, template):
        assert not arns.fits(fill(shape, anything, names), template)


@given(SHAPES, FILLINGS, NAMES)
def test_what_cannot_begin_an_arn_never_does(shape: str, anything: list[str], names: list[str]) -> None:
    filled = fill(shape, anything, names)
    if not arns.can_begin(shape):
        assert not filled.startswith("arn:")
        assert not "arn:".startswith(filled) or filled == "arn"
    if not arns.can_be(shape):
        assert not filled.startswith("arn:")


@given(SHAPES, FILLINGS, NAMES)
def test_a_wildcard_before_the_key_stays_before_the_key(shape: str, anything: list[str], names: list[str]) -> None:
    start = arns.object_key_start("arn:aws:s3:::" + shape)
    before = fill(("arn:aws:s3:::" + shape)[:start], anything, names)
    if GAP not in shape[: start - 13]:
        assert "/" not in before.removeprefix("arn:aws:s3:::")[:-1]


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        ("arn:aws:s3:::logs", ("logs", None)),
        ("arn:aws:s3:::logs/", ("logs", "")),
        (f"arn:{GAP}:s3:::{NAME}/a/b", (NAME, "a/b")),
        (f"arn:aws:s3:::logs/{GAP}", ("logs", GAP)),
        (f"arn:aws:s3:::{GAP}", None),
        (f"arn:aws:s3:::{GAP}/", None),
        ("arn:aws:s3:::", None),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/a", None),
        ("arn:aws:lambda:::logs", None),
        ("logs/", None),
        (f"{GAP}:s3:::logs/", None),
    ],
)
def test_bucket_and_key(shape: str, place: tuple[str, str | None] | None) -> None:
    assert arns.bucket_and_key(shape) == place


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("arn:aws:s3:::acme/", "arn:aws:s3:::acme/"),
        ("arn:aws:s3:::${B}/", f"arn:aws:s3:::{GAP * 4}/"),
        ("$ARN/x", f"{GAP * 4}/x"),
        ("<arn>", GAP * 5),
        ("{{ arn }}*", GAP * 9 + "*"),
        ("costs $5", "costs $5"),
    ],
)
def test_placeholders_are_unknown(text: str, shape: str) -> None:
    assert arns.shape(Text.known(Decoded.whole(Source("f", text)))) == shape


@pytest.mark.parametrize(
    ("identity", "is_name"),
    [
        (("resource", "Logs", "name"), True),
        (("AWS::AccountId",), True),
        (("AWS::StackId",), False),
        (("resource", "Logs", "Ref"), False),
        (("parameter", "Name"), False),
    ],
)
def test_which_gaps_are_names(identity: tuple[str, ...], is_name: bool) -> None:
    assert arns.is_name(Gap(identity, Span(Source("f", ""), 0, 0), "")) == is_name


def test_every_template_of_the_tables_fits_itself() -> None:
    for name in knowledge.resource_types():
        kind = knowledge.resource_type(name)
        for template in kind.arns if kind else ():
            assert arns.fits(template.replace("{}", "x"), template)
            assert arns.fits(template.split("{}")[0] + GAP, template)
