"""Findings that were there when somebody wrote them down, so that a run tells of new ones only."""
