"""`ctlint convert`: basic selectors as advanced ones, and any selectors in another format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctlint.commands.output import tell, write_out
from ctlint.commands.trail_files import read_trails, search, tell_faults
from ctlint.conversion import formats
from ctlint.conversion.advanced import Conversion, convert
from ctlint.conversion.proof import fault
from ctlint.errors import UsageError
from ctlint.inventory import label

TARGETS = ("advanced",)
FORMATS: dict[str, Callable[[Conversion], str]] = {
    "json": formats.as_json,
    "cloudformation": formats.as_cloudformation,
    "terraform": formats.as_terraform,
}
EXIT_CONVERTED, EXIT_LEFT, EXIT_USAGE = 0, 1, 2


class ConvertArguments:
    """What was asked for; the values here are the defaults. `written` is the format that is printed."""

    paths: Sequence[str] = ()
    to: str = "advanced"
    written: str = "json"
    exclude: list[str] = []
    stdin_filename: str = "<stdin>"
    assume_region: str | None = None
    assume_account: str | None = None
    assume_partition: str | None = None
    assume_defaults: bool = False
    var_file: list[str] = []


def run(arguments: ConvertArguments) -> int:
    """Print trails anew and return the exit code: 1 where one was left out; raises UsageError."""
    found = search(arguments, list(arguments.paths) or ["."])
    held = read_trails(arguments, found)
    is_whole = tell_faults(found, held)
    trails = [trail for trail in held.trails if trail.event_selectors or trail.advanced_event_selectors]
    if not trails:
        raise UsageError(f"no trail with selectors in {', '.join(f'`{path}`' for path in arguments.paths or ['.'])}")
    texts = [text for trail in trails for text in _written(convert(trail), arguments.written)]
    write_out(_joined(texts, arguments.written))
    if not is_whole:
        return EXIT_USAGE
    return EXIT_CONVERTED if len(texts) == len(trails) else EXIT_LEFT


def _written(conversion: Conversion, kind: str) -> list[str]:
    """Return a trail in a format, in a list; tell why not, and return none, where that is not proved to be the same."""
    text = "" if conversion.reason else FORMATS[kind](conversion)
    reason = conversion.reason or fault(conversion, text, kind)
    name = label(conversion.trail)
    if reason:
        tell(f"`{name}` is left out: {reason}")
        return []
    for remark in conversion.remarks:
        tell(f"`{name}`: {remark}")
    return [text]


def _joined(texts: Sequence[str], kind: str) -> str:
    """Return all of them as one document of the format; nothing where there are none."""
    if kind == "json" and texts:
        listed = ",\n".join(texts)
        return f"{listed}\n" if len(texts) == 1 else f"[\n{listed}\n]\n"
    return ("---\n" if kind == "cloudformation" else "\n").join(texts)
