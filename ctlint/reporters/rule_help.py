"""A rule page as help text for viewers: plain, and in Markdown."""

from __future__ import annotations

from ctlint.pages import Example, Page

LANGUAGES = {"json": "json", "cloudformation-json": "json", "shell": "sh", "markdown": "markdown", "rst": "rst",
             "text": "text", "terraform": "hcl", "terraform-json": "json", "snapshot": "json"}  # fmt: skip


def help_text(page: Page) -> str:
    """Return why the rule exists, what to do, and where to read on."""
    parts = [_why(page), f"What to do: {page.rule.hint}."]
    if page.error:
        parts.append(f"AWS answers: {page.error.strip()}")
    if page.rule.references:
        parts.append("\n".join(("References:", *page.rule.references)))
    return "\n\n".join(parts)


def help_markdown(page: Page) -> str:
    """Return the same with examples."""
    parts = [_why(page), f"**What to do:** {page.rule.hint}."]
    if page.error:
        parts.append(f"AWS answers:\n\n> {page.error.strip()}")
    parts += [text for example in page.examples for text in _example(example)]
    if page.rule.references:
        parts.append("\n".join(("References:", "", *(f"- <{url}>" for url in page.rule.references))))
    return "\n\n".join(parts)


def _why(page: Page) -> str:
    """Return why a rule is there; a policy need not say so."""
    summary = page.rule.summary
    return page.why.strip() or f"{summary[:1].upper()}{summary[1:]}."


def _example(example: Example) -> list[str]:
    parts = [f"**Example: {example.title}**"]
    for name, text in (("Found", example.bad), ("Fixed", example.fixed), ("Right", example.good)):
        if text:
            fence = "~~~~" if "```" in text else "```"
            parts.append(f"{name}:\n\n{fence}{LANGUAGES.get(example.format, 'yaml')}\n{text.rstrip()}\n{fence}")
    if example.announced:
        parts.append(f"({', '.join(example.announced)})")
    return parts
