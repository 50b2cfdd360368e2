"""Makes text of linted files harmless for whoever shows it: terminals, logs of build services, SARIF viewers."""

from __future__ import annotations

COMMAND_MARK = "##"


def inert(text: str) -> str:
    """Return a text in which nothing acts and nothing hides; what was made visible is written as an escape."""
    if text.isprintable() and COMMAND_MARK not in text and "::" not in text:
        return text
    return "".join(cells(text))


def cells(text: str) -> list[str]:
    """Return for each character what may be shown in its place: itself, or a visible escape.

    Escaped are control characters, marks of writing direction, invisible and unassigned characters, and what
    starts a command in a build log: `::` at the beginning of a line
    (https://docs.github.com/actions/reference/workflow-commands-for-github-actions) and `##[` or `##name[`
    anywhere (Azure Pipelines, TeamCity and GitHub's older form).
    """
    shown = [character if character.isprintable() else escape(character) for character in text]
    stripped = text.lstrip()
    if stripped.startswith("::"):
        shown[len(text) - len(stripped)] = "\\x3a"
    at = text.find(COMMAND_MARK)
    while at >= 0:
        word = text[at + 2 :].partition("[")
        if word[1] and (not word[0] or word[0].isalnum()):
            shown[at + 1] = "\\x23"
        at = text.find(COMMAND_MARK, at + 1)
    return shown


def escape(character: str) -> str:
    """Return a character as Python would write it in a string."""
    return character.encode("unicode_escape").decode("ascii")


def inert_json(text: str) -> str:
    """Return JSON, all in ASCII, in which no `##` is left, nor what ends a script or begins a comment in HTML.

    A reader of the JSON sees the same strings.
    """
    return text.replace(COMMAND_MARK, "\\u0023\\u0023").replace("</", "<\\/").replace("<!", "\\u003c!")
