"""How a change may be written where it belongs: candidates, of which the proof takes the first that holds.

A string may stand in JSON in a shell's quotes in a document; what the characters around it mean is for the readers of
these languages to say, who read the file again before a candidate counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from ctlint.change import Change, Edit, RemoveItem, RemoveKey, RenameKey, SetValue
from ctlint.fixes import removal
from ctlint.fixes.replacement import Replacement, trimmed

SHELL_SPECIAL = re.compile(r'([\\"$`])')
Spelling = tuple[Replacement, ...]


def spellings(change: Change) -> Iterator[Spelling]:
    """Yield the ways in which a change may be written, each once, the plainest first."""
    seen: set[Spelling] = set()
    for each in _spellings(change):
        if each not in seen:
            seen.add(each)
            yield each


def _spellings(change: Change) -> Iterator[Spelling]:
    source, start, end = change.span
    match change:
        case RemoveItem():
            yield from removal.item(source.text, start, end)
        case RemoveKey():
            yield from removal.key(source.text, start, end)
        case Edit(_, ""):
            yield removal.token(source.text, start, end)
        case SetValue(_, new) | RenameKey(_, new) | Edit(_, new):
            for encode in ENCODINGS:
                yield (trimmed(source.text, start, end, encode(new)),)


def _as_is(text: str) -> str:
    return text


def _in_json(text: str) -> str:
    """Return a text for between the double quotes of JSON, of YAML or of HCL."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("${", "$${").replace("%{", "%%{")


def _in_single_quotes(text: str) -> str:
    """Return a text for between YAML's single quotes."""
    return text.replace("'", "''")


def _in_shell_single_quotes(text: str) -> str:
    return text.replace("'", "'\\''")


def _in_shell_double_quotes(text: str) -> str:
    return SHELL_SPECIAL.sub(r"\\\1", text)


def _in_json_in_shell_double_quotes(text: str) -> str:
    return _in_shell_double_quotes(_in_json(text))


ENCODINGS: tuple[Callable[[str], str], ...] = (
    _as_is,
    _in_shell_double_quotes,
    _in_json,
    _in_single_quotes,
    _in_shell_single_quotes,
    _in_json_in_shell_double_quotes,
)
"""What a text may have to be written as, from the most frequent on."""
