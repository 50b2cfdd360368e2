"""The commands that answer for trails: what they record, and what a change or a log makes of that."""

from __future__ import annotations

from ctlint.commandline.model import Argument, Command, Example, Group, Option
from ctlint.commandline.options import (
    ASSUME_DEFAULTS,
    ASSUMPTIONS,
    COLOR,
    EXCLUDE,
    OUTPUT,
    PATHS,
    STDIN_FILENAME,
    TRAILS_FILENAME,
    formats,
    general,
    one_format,
)


def convert() -> Command:
    from ctlint.commands import convert

    written = "json (default), cloudformation, or terraform"
    return Command(
        "convert",
        ("ctlint convert [OPTIONS] [PATH ...]",),
        """\
Print the selectors of trails anew: basic ones as advanced ones that record the same, in the format that is wanted.

What cannot be converted without a change of what is recorded is left out, and told.""",
        PATHS,
        (
            Group("which files", (EXCLUDE, TRAILS_FILENAME)),
            Group(
                "output",
                (
                    Option(("--to",), "the kind of selectors: advanced (default)", choices=convert.TARGETS),
                    Option(("--as",), written, choices=tuple(convert.FORMATS), attribute="written"),
                ),
            ),
            Group("assumptions", (*ASSUMPTIONS, ASSUME_DEFAULTS)),
            general(),
        ),
        (
            Example("ctlint convert trail.json", "basic selectors as advanced ones, as the AWS CLI takes them"),
            Example("ctlint convert stacks/ --as terraform", "for Terraform"),
        ),
        "Exit codes: 0 converted; 1 a trail was left out; 2 wrong usage, or a file that cannot be read (the others are "
        "converted all the same); 3 an internal error; 130 interrupted.",
    )


def describe() -> Command:
    from ctlint.commands import describe

    return Command(
        "describe",
        ("ctlint describe [OPTIONS] [TRAIL] [PATH ...]",),
        """\
Tell in plain words what trails and event data stores record, a line for each event category and resource type.

An argument that is a file or a folder is a path (default: the current folder), any other one is a trail: its name, its \
address or its ARN. `Get…` stands for all names that begin with Get.""",
        Argument("paths", "[TRAIL] [PATH ...]", "a trail, and where to look for it", "file"),
        (
            Group("which files", (EXCLUDE, TRAILS_FILENAME)),
            Group("output", (one_format(describe.FORMATS, "text (default) or json"), COLOR)),
            Group("assumptions", (*ASSUMPTIONS, ASSUME_DEFAULTS)),
            general(),
        ),
        (
            Example("ctlint describe", "all trails in the current folder"),
            Example("ctlint describe audit stacks/", "the trail called audit, in the files of a folder"),
        ),
    )


def diff() -> Command:
    from ctlint.commands import diff

    failing = "what makes the exit code 1: events that are lost, gained, either (any), or nothing (none, the default)"
    return Command(
        "diff",
        ("ctlint diff [OPTIONS] OLD NEW", "ctlint diff [OPTIONS] --since REVISION [PATH ...]"),
        """\
Tell what a change stops recording and what it newly records, each with an event that shows it.

OLD and NEW are two files or two folders, or - for standard input. With --since they are a commit and the files on disk \
(default: the current folder); git is only asked for what the commit holds.""",
        Argument("paths", "PATH", "the old and the new version, or what to compare with a commit", "file"),
        (
            Group(
                "what to compare",
                (
                    Option(("--since",), "compare with this commit: a branch, a tag, an id, HEAD~1, …", "REVISION"),
                    EXCLUDE,
                    STDIN_FILENAME,
                ),
            ),
            Group(
                "output",
                (
                    formats(diff.FORMATS, "text (default), json, sarif, or markdown for a comment; may be repeated"),
                    OUTPUT,
                    COLOR,
                ),
            ),
            Group("exit code", (Option(("--fail-on-change",), failing, choices=diff.FAILURES),)),
            Group("assumptions", ASSUMPTIONS),
            general(),
        ),
        (
            Example("ctlint diff old.yaml new.yaml", "compare two files"),
            Example("ctlint diff --since origin/main --fail-on-change loss", "fail where a branch loses events"),
        ),
        "Exit codes: 0 compared; 1 a change that --fail-on-change names; 2 wrong usage, or a file that cannot be read "
        "(the others are compared all the same); 3 an internal error; 130 interrupted.",
    )


def match() -> Command:
    from ctlint.commands import match

    return Command(
        "match",
        ("ctlint match [OPTIONS] EVENTS [PATH ...]",),
        """\
Tell for each event of a CloudTrail log which trails record it, by which selector, or which condition fails.

EVENTS is a log file (gzip, too), JSON lines, a single record, a folder of log files, or - for standard input. The \
trails are those of the files and folders behind it (default: the current folder).""",
        Argument("paths", "EVENTS [PATH ...]", "the events, and the files and folders with trails", "file"),
        (
            Group("which files", (EXCLUDE, TRAILS_FILENAME)),
            Group(
                "output",
                (
                    one_format(match.FORMATS, "text (default), json, or jsonl: a line of JSON for each event"),
                    Option(("--summary",), "count by trail and by event name, instead of telling of each event"),
                    COLOR,
                ),
            ),
            Group("assumptions", (*ASSUMPTIONS, ASSUME_DEFAULTS)),
            general(),
        ),
        (
            Example("ctlint match log.json.gz", "ask the trails in the current folder about each event"),
            Example("ctlint match logs/ stacks/ --summary", "count events by trail and by name"),
        ),
    )
