"""The line hashes of GitHub's upload action, computed one by one and without any cleverness."""

from __future__ import annotations


def slow_hashes(data: bytes) -> list[str]:
    """Return the hashes of all lines, each one computed from its own hundred code units."""
    text = data.decode("utf-8", "replace")
    utf16 = text.encode("utf-16-be")
    units = [int.from_bytes(utf16[at : at + 2], "big") for at in range(0, len(utf16), 2)]
    lines: list[list[int]] = [[]]
    skip_line_feed = False
    for unit in units:
        if unit in (0x20, 0x09) or (unit == 0x0A and skip_line_feed):
            skip_line_feed = False
            continue
        skip_line_feed = unit == 0x0D
        if unit in (0x0A, 0x0D):
            lines[-1].append(0x0A)
            lines.append([])
        else:
            lines[-1].append(unit)
    lines[-1].append(0xFFFF)
    found: list[str] = []
    for number in range(len(lines)):
        following = [unit for line in lines[number:] for unit in line] + [0] * 100
        value = sum(unit * 37 ** (99 - at) for at, unit in enumerate(following[:100])) % 2**64
        count = sum(earlier.partition(":")[0] == f"{value:x}" for earlier in found) + 1
        found.append(f"{value:x}:{count}")
    return found
