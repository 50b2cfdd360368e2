"""`ctlint test`: whether the examples of policies say what the policies say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctlint import api
from ctlint.commands import policy_files
from ctlint.commands.output import write_out
from ctlint.config import Lookup
from ctlint.errors import UsageError
from ctlint.expectations import FILENAMES, Expected, expand, expected, matches
from ctlint.finding import Diagnostic
from ctlint.policies.model import Example, Policy
from ctlint.reporters.inert import inert

EXIT_PASSED, EXIT_FAILED = 0, 1


class ExampleArguments:
    """What was asked for; the values here are the defaults."""

    policies: Sequence[str] = ()
    set: list[str] = []
    quiet: bool = False


class Failure(NamedTuple):
    """An example that does not come out as it says: its side (bad, good, undecided), and how it comes out."""

    example: Example
    side: str
    reason: str


def run(arguments: ExampleArguments) -> int:
    """Compare every example of policy files and packs, and return the exit code; raises UsageError."""
    if not arguments.policies:
        raise UsageError(f"which policies? `ctlint test FILE`, or a pack: {', '.join(policy_files.packs())}")
    lines: list[str] = []
    failed = count = 0
    for word in dict.fromkeys(arguments.policies):
        for policy in policy_files.load([word], arguments.set):
            failures = list(check(policy, word, arguments.set))
            lines += [_describe(word, policy, failure) for failure in failures]
            lines += [_summarize(policy)] if not failures and not arguments.quiet else []
            failed += len(failures)
            count += sum(1 for example in policy.examples for _ in _sides(example))
    if not arguments.quiet:
        lines.append(f"{_counted(count)}, {failed or 'none'} failed")
    write_out("".join(f"{line}\n" for line in lines))
    return EXIT_FAILED if failed else EXIT_PASSED


def check(policy: Policy, word: str, given: Sequence[str]) -> Iterator[Failure]:
    """Yield the examples of a policy that do not come out as they say."""
    for example in policy.examples:
        chosen = policy
        if example.parameters:
            names = {name for name, _ in example.parameters}
            own = [f"{name}={value}" for name, values in example.parameters for value in values]
            others = [text for text in given if text.partition("=")[0] not in names]
            chosen = next(each for each in policy_files.load([word], [*others, *own]) if each.id == policy.id)
        for side, text in _sides(example):
            reason = _compare(chosen, example, side, expand(text))
            if reason:
                yield Failure(example, side, reason)


def _sides(example: Example) -> list[tuple[str, str]]:
    sides = (("bad", example.bad), ("good", example.good), ("undecided", example.undecided))
    return [(side, text) for side, text in sides if text is not None]


def _compare(policy: Policy, example: Example, side: str, text: str) -> str:
    """Return how a side of an example comes out, empty where it does as it says."""
    wanted = expected(text, example.findings if side == "bad" else ())
    settings = api.Settings(select=(policy.id,), policies=(policy,), lookup=Lookup(is_off=True))
    result = api.lint_text(text, FILENAMES.get(example.format, example.format), settings)
    if result.crashes:
        return f"internal error: {result.crashes[0].error}"
    if not result.trails:
        return "there is no trail or selector in it"
    found = matches(result.diagnostics, wanted)
    if side == "bad" and not wanted:
        return f"no line announces a finding with `# expect: {policy.id}`; {_shown(found, result.diagnostics)}"
    if found != wanted:
        return f"expected {_listed(wanted)}; {_shown(found, result.diagnostics)}"
    if side == "good" and result.undecided:
        return "nobody can say whether it meets the policy; such an example is called `undecided`"
    if side == "undecided" and not result.undecided:
        return "it surely meets the policy; such an example is called `good`"
    return ""


def _shown(found: list[Expected], diagnostics: list[Diagnostic]) -> str:
    messages = "".join(f"; {each.finding.message}" for each in diagnostics[:1])
    return f"found {_listed(found)}{messages}"


def _listed(items: list[Expected]) -> str:
    if not items:
        return "nothing"
    return ", ".join(f"{item.rule}{'/' + item.severity if item.severity else ''} in line {item.line}" for item in items)


def _describe(word: str, policy: Policy, failure: Failure) -> str:
    title = failure.example.title
    place = f"{policy_files.packs().get(word, word)}:{failure.example.line}"
    return inert(f"{place}: failed: {policy.id}, the {failure.side} example of `{title}`: {failure.reason}")


def _summarize(policy: Policy) -> str:
    count = sum(1 for example in policy.examples for _ in _sides(example))
    return f"{policy.id} {policy.page.rule.name}: {_counted(count)}"


def _counted(count: int) -> str:
    return "no example" if not count else "1 example" if count == 1 else f"{count} examples"
