"""What pages say of their own language, in that language: links to the counterpart, notices, and how a source marks the link's place.

Words of the templates stand in gettext catalogs; these are asked for by readers and writers of every format, and the one table of
counterpart labels is at once what is written and what is recognised.
"""

from __future__ import annotations

import re

from workflow.languages import autonym, long_date, primary

COUNTERPART = {
    "ar": "هذه المقالة باللغة العربية",
    "en": "This article in English",
    "es": "Este artículo en español",
    "fr": "Cet article en français",
    "ru": "Эта статья на русском языке",
    "zh": "本文中文版",
}
"""How a page links to its counterpart in a language, in that language, as a press office words it."""

LATE_NOTICE = {
    "ar": "حُدِّث النص الأصلي لهذه المقالة، والترجمة قيد المراجعة.",
    "en": "The original of this article has been updated since; the translation is under review.",
    "es": "El original de este artículo se ha actualizado; la traducción está en revisión.",
    "fr": "L’original de cet article a été mis à jour ; la traduction est en cours de révision.",
    "ru": "Исходный текст этой статьи с тех пор обновлён; перевод уточняется.",
    "zh": "本文原文已更新，译文正在审校。",
}
"""What a page says while its source has changed and its translation waits for review."""

_DATED_LATE_NOTICE = {
    "ar": "حُدِّث النص الأصلي لهذه المقالة في {date}، والترجمة قيد المراجعة.",
    "en": "The original of this article was updated on {date}; the translation is under review.",
    "es": "El original de este artículo se actualizó el {date}; la traducción está en revisión.",
    "fr": "L’original de cet article a été mis à jour le {date} ; la traduction est en cours de révision.",
    "ru": "Исходный текст этой статьи обновлён {date}; перевод уточняется.",
    "zh": "本文原文已于{date}更新，译文正在审校。",
}

_PREVIEW_NOTICE = {
    "ar": "معاينة: نص غير مُراجَع، ليس للنشر",
    "en": "Preview: unreviewed text, not for publication",
    "es": "Vista previa: texto sin revisar, no publicar",
    "fr": "Aperçu : texte non révisé, ne pas publier",
    "ru": "Предварительный просмотр: непроверенный текст, не для публикации",
    "zh": "预览：文本未经审校，请勿发布",
}

_SWITCH = {"ar": "اللغات", "en": "Languages", "es": "Idiomas", "fr": "Langues", "ru": "Языки", "zh": "语言"}


def _worded(table: dict[str, str], tag: str) -> str | None:
    return table.get(tag) or table.get(primary(tag))


def counterpart_label(tag: str) -> str:
    """Returns the text of a link to the counterpart in a language, in that language; its own name where no wording is known."""
    label = _worded(COUNTERPART, tag)
    if label:
        return label
    own = autonym(tag)
    return own[:1].upper() + own[1:]


def late_notice(tag: str, changed: str = "") -> str:
    """Returns what a page in this language says while its source has changed; in English where no wording is known.

    Args:
        tag: Of the page.
        changed: ISO date of the change, where it is known.
    """
    spoken = tag if _worded(LATE_NOTICE, tag) else "en"
    if changed:
        return (_worded(_DATED_LATE_NOTICE, spoken) or "").format(date=long_date(changed, spoken))
    return _worded(LATE_NOTICE, spoken) or ""


def preview_notice(tag: str) -> str:
    """Returns the words of the preview's banner; in English where no wording is known."""
    return _worded(_PREVIEW_NOTICE, tag) or _PREVIEW_NOTICE["en"]


def switch_label(tag: str) -> str:
    """Returns what screen readers call the list of languages of a page; empty where no wording is known."""
    return _worded(_SWITCH, tag) or ""


LONGEST_MARKER = 200
"""Characters from which a text is no counterpart marker, whatever it says."""

_MARKERS = {re.sub(r"\W+", " ", label).strip().casefold(): tag for tag, label in COUNTERPART.items()}
_FIRST_WORDS = {marker.split(" ")[0] for marker in _MARKERS}
_WORD = re.compile(r"\w+")


def may_begin_marker(text: str) -> bool:
    """Tells if a text can be how a counterpart marker begins; asked of each block of each source, which mostly ends at the first word."""
    word = _WORD.search(text)
    return word is None or word.end() == len(text) or word[0].casefold() in _FIRST_WORDS


def marker_language(text: str) -> str | None:
    """Returns the language that a text names if it is nothing but a counterpart marker, otherwise None.

    Case, punctuation and white space do not count.

    >>> marker_language(" Эта статья на русском языке. ")
    'ru'
    """
    if len(text) >= LONGEST_MARKER or not may_begin_marker(text):
        return None
    return _MARKERS.get(re.sub(r"\W+", " ", text).strip().casefold())
