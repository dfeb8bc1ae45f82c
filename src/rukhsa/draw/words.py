"""Every word of the pictures, by meaning, in the languages in which they can be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    # states of a measure
    "in_force": {"en": "in force", "ar": "سارٍ"},
    "partly": {"en": "in force in part", "ar": "سارٍ جزئياً"},
    "doubtful": {"en": "open: the texts leave it in doubt", "ar": "غير محسوم: النصوص تحتمل الأمرين"},
    "suspended": {"en": "suspended", "ar": "معلَّق"},
    "due": {"en": "issued, not yet due", "ar": "صدر ولم يحن أجله"},
    "ended": {"en": "ended", "ar": "انتهى"},
    # what only weaker evidence says
    "announced": {"en": "announced only", "ar": "أُعلن ولم يصدر"},
    "reported": {"en": "reported only", "ar": "ورد في أخبار صحفية فقط"},
    # grades of evidence
    "grade.law": {"en": "law", "ar": "قانون"},
    "grade.official": {"en": "official statement", "ar": "بيان رسمي"},
    "grade.company": {"en": "company filing", "ar": "إفصاح شركة"},
    "grade.announced": {"en": "announced", "ar": "إعلان"},
    "grade.reported": {"en": "reported", "ar": "خبر صحفي"},
    # what an act does
    "impose": {"en": "imposes", "ar": "يفرض"},
    "amend": {"en": "amends", "ar": "يعدّل"},
    "suspend": {"en": "suspends", "ar": "يعلّق"},
    "resume": {"en": "resumes", "ar": "يستأنف"},
    "rescind": {"en": "rescinds", "ar": "يلغي"},
    "hollow": {"en": "hollow: announced or reported only", "ar": "مفرغة: أُعلن أو ورد في أخبار صحفية فقط"},
    # the timeline
    "timeline.title": {"en": "Export controls, {start} to {end}", "ar": "ضوابط التصدير من {start} إلى {end}"},
    "timeline.about": {
        "en": "Each lane is a measure. The bar shows its state on evidence that counts (law, official statements, "
        "company filings); thin bars beneath it show what is only announced or reported. Signs are acts, "
        "on the day on which they became public. What stands after {today} is what the acts known today say.",
        "ar": "كل سطر إجراء. يبين الشريط حالته وفق الأدلة المعتد بها (القانون والبيانات الرسمية وإفصاحات الشركات)، "
        "وتبين الأشرطة الرفيعة تحته ما أُعلن أو ورد في أخبار صحفية فقط. والعلامات أعمال قانونية، كل منها في يوم نشره. "
        "وما بعد {today} هو ما تقوله الأعمال القانونية المعروفة اليوم.",
    },
    "today": {"en": "today, {day}", "ar": "اليوم {day}"},
    "until": {"en": "through {day}", "ar": "حتى {day}"},
    "from": {"en": "from {day}", "ar": "من {day}"},
    "act": {"en": "act", "ar": "العمل القانوني"},
    "citation": {"en": "citation", "ar": "المرجع"},
    "public": {"en": "public on", "ar": "تاريخ النشر"},
    "effect": {"en": "effect from", "ar": "بدء الأثر"},
    "grade": {"en": "evidence", "ar": "الدليل"},
    "does": {"en": "does", "ar": "ما يفعله"},
    "state": {"en": "state", "ar": "الحالة"},
    "period": {"en": "period", "ar": "المدة"},
    "measure": {"en": "measure", "ar": "الإجراء"},
    "by": {"en": "by", "ar": "بموجب"},
    "acts": {"en": "Acts", "ar": "الأعمال القانونية"},
    "checked": {"en": "law checked through {day}", "ar": "روجع القانون حتى {day}"},
    # the map
    "map.title": {"en": "{title}, {day}", "ar": "{title}، {day}"},
    "map.to": {"en": "license to {country}", "ar": "الترخيص إلى {country}"},
    "map.about": {
        "en": "Regions are computed from the law of the day; items stand where the measurements of the catalog put them.",
        "ar": "تُحسب المناطق من القانون الساري في التاريخ المعروض، وتقع الأصناف حيث تضعها قياساتها في الفهرس.",
    },
    "map.order": {
        "en": "Signs: may the item be shipped to {country}, by its maker, to a buyer headquartered there?",
        "ar": "العلامات: هل يجوز شحن الصنف إلى {country} من صانعه إلى مشترٍ مقره هناك؟",
    },
    "free": {"en": "none of these entries", "ar": "خارج هذه البنود"},
    "license_required": {"en": "license required", "ar": "يلزم ترخيص"},
    "license_exception": {"en": "license exception available", "ar": "استثناء الترخيص متاح"},
    "no_license_required": {"en": "no license required", "ar": "لا يلزم ترخيص"},
    "not_subject": {"en": "not subject to this law", "ar": "غير خاضع لهذا القانون"},
    "out_of_scope": {"en": "outside what is encoded", "ar": "خارج النطاق"},
    "undetermined": {"en": "undetermined: facts are missing", "ar": "غير محسوم: تنقص وقائع"},
    "item": {"en": "item", "ar": "الصنف"},
    "entries": {"en": "entries", "ar": "البنود"},
    "date": {"en": "date", "ar": "التاريخ"},
    "view": {"en": "items", "ar": "الأصناف"},
    "strip": {"en": "Beneath: items whose {y} is not known", "ar": "في الأسفل: أصناف لا تُعرف قيمة {y} لها"},
    "all_items": {"en": "All items", "ar": "كل الأصناف"},
    "verdict": {"en": "verdict", "ar": "النتيجة"},
    "same": {
        "en": "The picture stays the same until the next day on the slider.",
        "ar": "تبقى الصورة كما هي حتى اليوم التالي على شريط التمرير.",
    },
}


def say(meaning: str, lang: str, **values: str) -> str:
    """The words for a meaning; English where a language lacks them.

    Args:
        meaning: a key of `WORDS`.
        lang: `en` or `ar`.
        **values: what stands in its places, by name.
    """
    words = WORDS[meaning]
    return words.get(lang, words["en"]).format(**values)


def listed(words: Iterable[str], lang: str) -> str:
    """Words one after the other, with the comma of the language."""
    return ("، " if lang == "ar" else ", ").join(words)


def title_of(titles: Mapping[str, str], lang: str) -> str:
    """A title of the law or of a fact in a language, in English where it lacks one."""
    return titles.get(lang) or titles["en"]
