"""Results made by hand, so that a test of a reporter depends on no rule."""

from __future__ import annotations

from ctlint.api import Read, Result
from ctlint.change import SetValue
from ctlint.finding import Diagnostic, Finding, Related, Severity
from ctlint.source import Source, Span

TEXT = """\
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      AdvancedEventSelectors:
        - FieldSelectors:
            - Field: eventCategry
              Equals: [Management]
"""


def span_of(source: Source, part: str) -> Span:
    """Return where a part of the text first stands."""
    start = source.text.index(part)
    return Span(source, start, start + len(part))


def diagnostic(finding: Finding, severity: Severity = "error", rule: str = "CT110") -> Diagnostic:
    return Diagnostic(rule, "unknown-field", severity, finding, "check the spelling", "https://docs.aws.amazon.com/x")


def finding_of(source: Source, part: str, message: str = "not right") -> Finding:
    return Finding(span_of(source, part), message)


def result_of(*diagnostics: Diagnostic) -> Result:
    """Return a result whose files hold one trail each."""
    paths = dict.fromkeys(each.span.source.path for each in diagnostics)
    return Result(list(diagnostics), [Read(path, 1, 1) for path in paths], [], len(paths))


def sample() -> Result:
    """Return one error that has everything, and one warning that has nothing but its place."""
    source = Source("stacks/trail.yaml", TEXT)
    value = span_of(source, "eventCategry")
    full = Finding(
        value,
        "there is no field `eventCategry`; did you mean `eventCategory`?",
        (Related(span_of(source, "AWS::CloudTrail::Trail"), "the trail"),),
        (("eventCategory", "Data"), ("eventName", "PutObject")),
        SetValue(value, "eventCategory"),
    )
    plain = finding_of(source, "[Management]", "`Management` is not enough")
    return result_of(diagnostic(full), diagnostic(plain, "warning", "CT113"))
