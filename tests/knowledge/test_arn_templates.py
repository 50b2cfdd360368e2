"""Which ARN templates a value fits: the quick way for known values says what the slow one says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctlint import knowledge
from ctlint.knowledge import arns
from ctlint.knowledge.arns import NAME_GAP
from ctlint.text import GAP

TEMPLATES = sorted(
    {template for each in knowledge.table("resource_types")["types"].values() for template in each.get("arns", ())}
)
PIECES = st.sampled_from(["", "a", "b-1", "x/y", "a:b", "aws", "s3", "*", NAME_GAP, "a" + NAME_GAP, GAP])


@st.composite
def values(draw: st.DrawFn) -> tuple[str, str]:
    """Return a template and a value made from it or from another one, often cut off, open or slightly wrong."""
    template = draw(st.sampled_from(TEMPLATES))
    value = draw(st.sampled_from([template, template, draw(st.sampled_from(TEMPLATES))]))
    while "{}" in value:
        value = value.replace("{}", draw(PIECES), 1)
    value = value[: draw(st.one_of(st.none(), st.integers(0, len(value))))]
    at = draw(st.integers(0, len(value)))
    value = draw(st.sampled_from([value, value[:at] + draw(st.sampled_from(":/a")) + value[at + 1 :]]))
    return template, value + draw(st.sampled_from(["", GAP]))


@given(values())
def test_both_ways_agree(case: tuple[str, str]) -> None:
    template, value = case
    assert arns.fits(value, template) == arns._fits_with_gaps(value, template)


def test_what_fits_an_object_in_s3() -> None:
    template = "arn:{}:s3:::{}/{}"
    assert arns.fits("arn:aws:s3:::acme-logs/a/b", template)
    assert arns.fits("arn:aws:s3:::acme-l" + GAP, template)
    assert arns.fits(f"arn:{NAME_GAP}:s3:::acme-logs/" + GAP, template)
    assert not arns.fits("arn:aws:s3:::acme-logs", template)
    assert not arns.fits("arn:aws:s3:eu-west-1::acme-logs/" + GAP, template)
    assert not arns.fits("arn:aws:lambda:" + GAP, template)
