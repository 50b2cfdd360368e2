"""The checks: pure generators from the model to findings, joined to rule pages by id."""

from __future__ import annotations

from ctlint.checks.registry import Registry, check


def load_checks() -> Registry:
    """Return the registry with all of ctlint's own checks."""
    from ctlint.checks import (  # noqa: F401
        basic,
        billed,
        conditions,
        copies,
        cost,
        coverage,
        duplicates,
        effect,
        insights,
        meaning,
        names,
        quotas,
        reading,
        redundancy,
        resource_arns,
        structure,
        unrecorded,
    )

    return check
