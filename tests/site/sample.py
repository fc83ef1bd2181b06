"""What is public on a site that does not exist: values for tests of its lists."""

from __future__ import annotations

from typing import Any

from workflow.exports.templating import Templates
from workflow.site.published import Entry, Site, Version, newest_first

BASE = "https://example.org/news/"
SITE = Site(
    "en", ("en", "ar", "ru", "zh"), BASE, (("en", "Press Office"), ("ru", "Пресс-служба"), ("ar", "المكتب الصحفي"), ("zh", "新闻办公室"))
)
TITLES = {
    "en": "“R&D” <at> the bridge",
    "ar": "افتتاح الجسر الجديد «قريبًا»",
    "ru": "Открытие «нового» моста",
    "zh": "新桥“开通”",
}


def entries(count: int, languages: tuple[str, ...] = SITE.languages) -> list[Entry]:
    """Returns releases of as many days; the last one, of the oldest day, is in English only."""
    made = []
    for number in range(count):
        date = f"2024-{1 + number // 28 % 12:02}-{1 + number % 28:02}"
        versions = tuple(
            Version(
                one,
                f"{one}/2024/{number:03}.html",
                f"{TITLES[one]} {number}",
                f"{TITLES[one]} & more" * 5,
                "2024-12-31" if one != "en" else "",
            )
            for one in (languages if number else ("en",))
        )
        made.append(Entry(f"2024/{number:03}", versions, date, f"{date}T00:00:00Z"))
    return newest_first(made)


def render(name: str, language: str, /, **values: Any) -> str:
    """The program's own templates."""
    return Templates().render(name, language, **values)
