"""The accepted and the refused spellings of a suppression, all of them."""

from __future__ import annotations

import pytest

from ctlint.suppressions import grammar

ACCEPTED = [
    # text, rules, whole file, until, reason
    ("ctlint: ignore[CT306]", ["CT306"], False, "", ""),
    ("ctlint: ignore[CT306] all of them", ["CT306"], False, "", "all of them"),
    ("ctlint:   ignore[CT306]\t two  words ", ["CT306"], False, "", "two  words"),
    ("ctlint: ignore[CT306,CT304]", ["CT306", "CT304"], False, "", ""),
    ("ctlint: ignore[ CT306 , CT304 ] why", ["CT306", "CT304"], False, "", "why"),
    ("ctlint: ignore[ACME001] a policy", ["ACME001"], False, "", "a policy"),
    ("ctlint: ignore-file[CT306]", ["CT306"], True, "", ""),
    ("ctlint: ignore[CT306] until=2027-01-31", ["CT306"], False, "2027-01-31", ""),
    ("ctlint: ignore[CT306] until=2028-02-29 leap year", ["CT306"], False, "2028-02-29", "leap year"),
    ("ctlint: ignore-file[CT306, CT1, CT304] until=2027-01-31 x", ["CT306", "CT304"], True, "2027-01-31", "x"),
    ("ctlint: ignore[CT306] see #123 and [1]", ["CT306"], False, "", "see #123 and [1]"),
]

NO_FORM = "is no suppression; `ctlint: ignore[CT306] reason` is expected"
REFUSED = [
    # text, what is told, of which part
    ("ctlint:ignore[CT306]", NO_FORM, "ctlint:ignore[CT306]"),
    ("ctlint ignore[CT306]", NO_FORM, "ctlint ignore[CT306]"),
    ("ctlint-ignore[CT306]", NO_FORM, "ctlint-ignore[CT306]"),
    ("ctlint: ignore", NO_FORM, "ctlint: ignore"),
    ("ctlint: ignore CT306", NO_FORM, "ctlint: ignore CT306"),
    ("ctlint: ignore(CT306)", NO_FORM, "ctlint: ignore(CT306)"),
    ("ctlint: ignore [CT306]", NO_FORM, "ctlint: ignore [CT306]"),
    ("ctlint: ignore[CT306]reason", NO_FORM, "ctlint: ignore[CT306]reason"),
    ("ctlint: ignore[[CT306]]", NO_FORM, "ctlint: ignore[[CT306]]"),
    ("ctlint: ignore[CT306", NO_FORM, "ctlint: ignore[CT306"),
    ("ctlint: Ignore[CT306]", NO_FORM, "ctlint: Ignore[CT306]"),
    ("CTLINT: ignore[CT306]", NO_FORM, "CTLINT: ignore[CT306]"),
    ("ctlint: disable[CT306]", NO_FORM, "ctlint: disable[CT306]"),
    ("ctlint: ignore-next-line[CT306]", NO_FORM, "ctlint: ignore-next-line[CT306]"),
    ("ctlint: ignore[]", "no rule is named between the brackets", "[]"),
    ("ctlint: ignore[ , ]", "no rule is named between the brackets", "[ , ]"),
    ("ctlint: ignore[CT306,]", "a rule is missing beside the comma", "[CT306,]"),
    ("ctlint: ignore[CT306, CT306]", "`CT306` is named twice", "CT306"),
    ("ctlint: ignore[CT999]", "there is no rule `CT999`", "CT999"),
    ("ctlint: ignore[CT3066]", "there is no rule `CT3066`; did you mean `CT306`?", "CT3066"),
    ("ctlint: ignore[ct306]", "there is no rule `ct306`; did you mean `CT306`?", "ct306"),
    ("ctlint: ignore[CT3]", "`CT3` stands for several rules; a suppression names each by its whole id", "CT3"),
    ("ctlint: ignore[*]", "there is no rule `*`", "*"),
    ("ctlint: ignore[wildcard-value]", "there is no rule `wildcard-value`; did you mean `CT304`?", "wildcard-value"),
    ("ctlint: ignore[CT306 CT304]", "there is no rule `CT306 CT304`", "CT306 CT304"),
    ("ctlint: ignore[CT306] until=2027-1-31", "`2027-1-31` is no date; one such as `2027-01-31` is expected", "2027-1-31"),
    ("ctlint: ignore[CT306] until=31.01.2027", "`31.01.2027` is no date; one such as `2027-01-31` is expected", "31.01.2027"),
    ("ctlint: ignore[CT306] until=2027-02-29", "`2027-02-29` is no day of the calendar", "2027-02-29"),
    ("ctlint: ignore[CT306] why until=2027-01-31", "`until=` and its date stand directly behind the bracket", "until="),
    ("ctlint: ignore[CT306] until: 2027-01-31", "`until=` and its date stand directly behind the bracket", "until:"),
    ("ctlint: ignore[CT306] until=", "`until=` and its date stand directly behind the bracket", "until="),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rules", "whole", "until", "reason"), ACCEPTED)
def test_accepted(text: str, rules: list[str], whole: bool, until: str, reason: str) -> None:
    found = grammar.parse(text)
    assert ([each.rule for each in found.rules], found.is_for_file, found.until, found.reason, found.is_void) == (
        rules, whole, until, reason, False,
    )  # fmt: skip
    assert [text[each.start : each.end] for each in found.rules] == rules


@pytest.mark.parametrize(("text", "message", "part"), REFUSED)
def test_refused(text: str, message: str, part: str) -> None:
    faults = grammar.parse(text).faults
    assert [(each.message.removeprefix(f"`{text}` "), text[each.start : each.end]) for each in faults] == [
        (message, part)
    ]


def test_what_is_right_beside_a_wrong_id_has_its_effect() -> None:
    found = grammar.parse("ctlint: ignore[CT306, CT999]")
    assert ([each.rule for each in found.rules], found.is_void) == (["CT306"], False)


def test_nothing_is_left_of_a_suppression_whose_every_id_is_wrong() -> None:
    assert grammar.parse("ctlint: ignore[CT999]").is_void
