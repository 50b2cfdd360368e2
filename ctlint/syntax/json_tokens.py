"""What JSON texts are made of: its tokens, and what people write for them."""

from __future__ import annotations

import re
from functools import cache

from ctlint.syntax.node import Kind

TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<mark>[{}\[\],:])
    | (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
    | (?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]))
    | (?P<word>true\b|false\b|null\b)
    | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
STRANGE_TOKEN = r"""[ \t\r\n]*(?:
      (?P<comment>//[^\n\r]*|\#[^\n\r]*|/\*.*?\*/)
    | (?P<loose>"[^"\\]*(?:\\.[^"\\]*)*"
        |'[^'\\]*(?:\\.[^'\\]*)*'
        |[“”„‟][^“”„‟"\\]*(?:\\.[^“”„‟"\\]*)*[“”„‟"]
        |[‘’][^‘’'\\]*(?:\\.[^‘’'\\]*)*[‘’'])
    | (?P<space>[\u00a0\u2000-\u200b\u202f\u3000\ufeff\x0b\x0c]+)
    | (?P<skeleton>\.\.\.|…|\|)
    | (?P<gap>\ufffc+|<[A-Za-z][^<>\n"]*>|\$\{[^{}\n"]*\}|\$[A-Za-z_]\w*)
    | (?P<wrong>=>?|;)
    | (?P<bare>[\w+\-.*%@~^&!?][^\s"'“”„‟‘’,:;={}\[\]()\ufffc]*)
    | (?P<open>"|/\*)
    )"""
BARE_VALUE = re.compile(r"""[^\s"'“”„‟‘’,;{}\[\]()\ufffc]+""")
CLOSING_QUOTE = re.compile(r'"(?=\s*(?:[,:\]}]|$))')
WORDS: dict[str, tuple[str, Kind]] = {
    "true": ("true", "boolean"), "false": ("false", "boolean"), "null": ("null", "null"),
    "True": ("true", "boolean"), "False": ("false", "boolean"), "None": ("null", "null"),
    "TRUE": ("true", "boolean"), "FALSE": ("false", "boolean"),
}  # fmt: skip


@cache
def strange_token() -> re.Pattern[str]:
    """Return the pattern of what has no place in JSON; most texts do without it, and it takes 2 ms to compile."""
    return re.compile(STRANGE_TOKEN, re.VERBOSE | re.DOTALL)
