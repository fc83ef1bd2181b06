"""Catalogs and other tools' files, both ways: XLIFF 2.1, TMX 1.4b, POT, spreadsheets, edits of a review sheet.

Readers turn bytes into plain values (`incoming.Incoming`) and writers turn plain values into bytes; which catalog they belong to,
and what of them may be taken over, is decided in one place for all of them: `incoming.decide`.
"""
