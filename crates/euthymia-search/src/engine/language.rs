//! Languages as databases write them: `eng`, `en`, `English`.

/// Name in English, code of two letters, codes of three letters.
const LANGUAGES: [(&str, &str, &str, &str); 34] = [
    ("arabic", "ar", "ara", "ara"),
    ("bulgarian", "bg", "bul", "bul"),
    ("catalan", "ca", "cat", "cat"),
    ("chinese", "zh", "chi", "zho"),
    ("croatian", "hr", "hrv", "scr"),
    ("czech", "cs", "cze", "ces"),
    ("danish", "da", "dan", "dan"),
    ("dutch", "nl", "dut", "nld"),
    ("english", "en", "eng", "eng"),
    ("estonian", "et", "est", "est"),
    ("finnish", "fi", "fin", "fin"),
    ("french", "fr", "fre", "fra"),
    ("german", "de", "ger", "deu"),
    ("greek", "el", "gre", "ell"),
    ("hebrew", "he", "heb", "heb"),
    ("hungarian", "hu", "hun", "hun"),
    ("icelandic", "is", "ice", "isl"),
    ("italian", "it", "ita", "ita"),
    ("japanese", "ja", "jpn", "jpn"),
    ("korean", "ko", "kor", "kor"),
    ("lithuanian", "lt", "lit", "lit"),
    ("norwegian", "no", "nor", "nob"),
    ("persian", "fa", "per", "fas"),
    ("polish", "pl", "pol", "pol"),
    ("portuguese", "pt", "por", "por"),
    ("romanian", "ro", "rum", "ron"),
    ("russian", "ru", "rus", "rus"),
    ("serbian", "sr", "srp", "scc"),
    ("slovak", "sk", "slo", "slk"),
    ("slovenian", "sl", "slv", "slv"),
    ("spanish", "es", "spa", "spa"),
    ("swedish", "sv", "swe", "swe"),
    ("turkish", "tr", "tur", "tur"),
    ("ukrainian", "uk", "ukr", "ukr"),
];

/// A language as written, and its name in English where it was written as a code.
pub(crate) fn names(written: &str) -> Vec<String> {
    let code = written.trim().to_lowercase();
    let known = LANGUAGES
        .iter()
        .find(|(_, two, three, other)| [*two, *three, *other].contains(&code.as_str()));
    let name = known.map(|(name, ..)| (*name).to_owned());
    name.into_iter()
        .chain([code])
        .filter(|one| !one.is_empty())
        .collect()
}
