"""Whether what was written says the same as what it was written from: it is read again and compared."""

from __future__ import annotations

from ctlint import loaders
from ctlint.conversion.advanced import Conversion
from ctlint.loaders import terraform
from ctlint.model import Deployment, Options
from ctlint.semantics.compile import trail_events
from ctlint.semantics.cover import Undecided
from ctlint.source import Source

FILENAMES = {"json": "selectors.json", "cloudformation": "template.yaml", "terraform": "main.tf"}


def fault(conversion: Conversion, text: str, kind: str) -> str:
    """Return why a text, of a format of `FILENAMES`, is not proved to record what the trail does; empty where it is."""
    trails = [trail for deployment in _read(text, kind) for trail in deployment.trails]
    if len(trails) != 1:
        return "it cannot be read again"
    old, new = trail_events(conversion.trail), trail_events(trails[0])
    try:
        return "" if old <= new and new <= old else "it does not record the same events"
    except Undecided:
        return "the selectors are too entangled to be compared"


def _read(text: str, kind: str) -> tuple[Deployment, ...]:
    source = Source(FILENAMES[kind], text)
    if kind == "terraform":
        deployments, _ = terraform.Configuration([source], ()).load(Options())
        return deployments
    return loaders.load(source, Options(), True).deployments
