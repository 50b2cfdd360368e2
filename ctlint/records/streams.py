"""From bytes, compressed or not, to pieces of text."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ctlint.source import SNIFFED_BYTES, sniff_encoding

GZIP_MARK = b"\x1f\x8b"
CHUNK = 1 << 20
GZIP_FORMAT = 31
"""What zlib takes for "gzip, with the largest window"."""


class BrokenStream(Exception):
    """A stream that cannot be read any further, and why."""


def pieces(file: BinaryIO) -> Iterator[str]:
    """Yield the text of an open file, read as it comes; raises BrokenStream behind what is whole, and OSError."""
    chunks = _chunks(file)
    head = next(chunks, b"")
    while len(head) < len(GZIP_MARK) and (more := next(chunks, b"")):
        head += more
    if head.startswith(GZIP_MARK):
        yield from _decode(_inflate(_with(head, chunks)))
    else:
        yield from _decode(_with(head, chunks))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what can be read without waiting for more: records of a pipe are answered as they come."""
    read = getattr(file, "read1", file.read)
    while chunk := read(CHUNK):
        yield chunk


def _with(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from chunks


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the content of gzip data, which may have several members; a piece is never larger than a chunk."""
    member = zlib.decompressobj(GZIP_FORMAT)
    for chunk in chunks:
        data = chunk
        while data:
            if member.eof:
                if not data.startswith(GZIP_MARK[:1]):
                    return  # padding, as gzip itself takes it
                member = zlib.decompressobj(GZIP_FORMAT)
            try:
                content = member.decompress(data, CHUNK)
            except zlib.error:
                raise BrokenStream("the compressed data is damaged") from None
            if content:
                yield content
            data = member.unused_data if member.eof else member.unconsumed_tail
    if not member.eof:
        raise BrokenStream("the compressed data ends too early")


def _decode(chunks: Iterator[bytes]) -> Iterator[str]:
    """Yield data as text: UTF-8, unless a byte order mark or NUL bytes say otherwise."""
    head = b""
    while len(head) < SNIFFED_BYTES and (more := next(chunks, b"")):
        head += more
        if b"\n" in more:  # of a pipe, nothing may follow for long
            break
    mark, encoding = sniff_encoding(head[: len(head) & ~3])
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk, is_last in _with_end(_with(head[len(mark) :], chunks)):
        try:
            text = decoder.decode(chunk, is_last)
        except UnicodeDecodeError as error:
            yield error.object[: error.start].decode(encoding)
            raise BrokenStream(f"byte 0x{error.object[error.start]:02x} is not valid {encoding.upper()}") from None
        if text:
            yield text


def _with_end(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    for chunk in chunks:
        yield chunk, False
    yield b"", True
