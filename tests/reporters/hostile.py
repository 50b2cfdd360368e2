"""What an attacker writes into a template to act on whoever shows a report of it."""

from __future__ import annotations

from ctlint.api import Read, Result
from ctlint.change import SetValue
from ctlint.finding import Diagnostic, Finding, Related
from ctlint.source import Source, Span

TERMINALS = (
    "\x1b[31mred\x1b[0m", "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "\x9b31m", "\x07\x08\x7f", "a\rb", "a\nb",
    "\u202egpj.nosj", "\u2066x\u2069", "\u200b", "\x00", "\x85", "\u2028x",
)  # fmt: skip
LOGS = (
    "::error file=a,line=1::owned", "\n::add-mask::x", " ::set-output name=a::b", "\u2028::error::x", "%0A::error::x",
    "%0D%0A::stop-commands::x", "%3A%2C", "a,line=1::b", "##[error]owned", "##vso[task.x]", "##teamcity[message]",
    "###[error]",
)  # fmt: skip
PAGES = (
    "<script>alert(1)</script>", "</script><script>alert(1)", "<img src=x onerror=alert(1)>", "<!--", "-->", "]]>",
    "<![CDATA[x]]>", '" onclick="x', "'&quot;&#60;", "&lt;b&gt;", "\ud800", "\ufffe", "\uffff",
)  # fmt: skip
MARKUP = (
    "[click](http://evil.example)", "![x](http://evil.example/x.png)", "[click](0)", "[x]: http://evil.example", "{0}",
    "`x`", "``", "`", "a`b``c", "\\`x", "x\\", "\\", "|", "a | b", "**x**", "_x_", "~~x~~", "# x", "- [ ] x", "> x",
    "https://evil.example", "www.evil.example", "me@evil.example", "@everyone", "#1", "GH-1", "!1", "$x$", "%1", "~bug",
    "&1", "^x", ":smile:", "[vulnerability:1]", "<https://evil.example>", "/close", "$`x`$", " ", "",
)  # fmt: skip
HOSTILE = (*TERMINALS, *LOGS, *PAGES, *MARKUP)


def hostile_result(text: str) -> Result:
    """Return a result that says `text` wherever text of a linted file, or of a policy, can come."""
    # No file system gives a path with this half of a surrogate pair, nor with a NUL.
    path = text.replace("\ud800", "\udc80").replace("\x00", "")
    source = Source(f"{path}.yaml", f"{text}\nkey: {text}\n")
    span = Span(source, 0, len(text))
    related = Related(Span(source, len(text) + 6, len(text) * 2 + 6), f"`{text}`")
    finding = Finding(span, f"{text} `{text}`", (related,), (("eventName", text),), SetValue(span, text))
    plain = Finding(span, f"`{text}` is not `x`")
    diagnostics = [
        Diagnostic("CT110", "unknown-field", "error", finding, f"write `{text}`", "https://docs.aws.amazon.com/x"),
        Diagnostic("CT110", "unknown-field", "warning", plain, text, ""),
    ]
    return Result(diagnostics, [Read(source.path, 1, 1)], [], 1)
