"""The glossary: how the office says things, as terms that texts are searched for.

A glossary is an ordinary PO file, `locales/<lang>/LC_MESSAGES/glossary.po`, that translators edit in any PO editor:

    # forbidden: Киргизия
    msgid "Kyrgyzstan"
    msgstr "Кыргызстан"

    # also: Управление ООН по наркотикам и преступности
    # note: in full at first mention
    msgid "UNODC"
    msgstr "УНП ООН"

    # do not translate
    msgid "goAML"
    msgstr ""

- `msgstr`: the translation, in its dictionary form; several that are allowed are parted by `; `, the preferred one first.
- `# also: …`: more that are allowed, never proposed.
- `# forbidden: …`: what must not stand in a translation of a sentence that has the term.
- `# do not translate`: the term stays as it is, letter by letter.
- Any other comment is told to the translator, with or without `note:`.
- Fuzzy and untranslated entries do not count. Plural forms and possessives need no entries of their own; a country's
  short and official name are two terms.

    terms.py      entries of the file -> Term
    stems.py      words -> what their forms have in common, by language
    glossary.py   Glossary: terms found in texts and in their translations
"""

from __future__ import annotations

from workflow.glossary.glossary import Found, Glossary
from workflow.glossary.terms import Term, terms_of

__all__ = ["Found", "Glossary", "Term", "terms_of"]
