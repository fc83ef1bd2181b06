"""A file is what is in it, whatever its name is."""

from __future__ import annotations

import pytest

from workflow.exchange import formats
from workflow.exchange.incoming import ExchangeError


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (b"<xliff/>", "a.xml", "xliff"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <tmx> -->\n<x:xliff/>", "a", "xliff"),
        ("<?xml version='1.0'?><xliff/>".encode("utf-16"), "a.xlf", "xliff"),
        (b"<?xml version='1.0'?><!DOCTYPE tmx SYSTEM 'tmx14.dtd'><tmx/>", "a.xlf", "tmx"),
        (b"PK\x03\x04", "a (1).xlsx", "xlsx"),
        (b"source,translation", "a.CSV", "csv"),
        (b'\n{"format": 1}', "a.txt", "sheet"),
        (b"[]", "a.json", "sheet"),
    ],
)
def test_a_format_is_told_by_content(data: bytes, path: str, kind: str) -> None:
    """Root element, signature, first letter; the suffix only where nothing else tells."""
    assert formats.of(data, path) == kind


@pytest.mark.parametrize(
    ("data", "path", "said"),
    [
        (b"", "a.xlf", "empty"),
        (b" \n", "a.csv", "empty"),
        (b"<html>", "a.xlf", "no format for <html>"),
        (b"<", "a.xlf", "no format"),
        (b"PK\x03\x04", "a.ods", "ods files are not read"),
        (b"\xd0\xcf\x11\xe0\xa1", "a.xls", "old or a protected"),
        (b'msgid ""', "a.po", "needs no import"),
        (b"hello", "a.doc", "of no format"),
    ],
)
def test_what_is_of_no_format_is_refused(data: bytes, path: str, said: str) -> None:
    """With what to do instead."""
    with pytest.raises(ExchangeError, match=said) as caught:
        formats.of(data, path)
    assert caught.value.hint
