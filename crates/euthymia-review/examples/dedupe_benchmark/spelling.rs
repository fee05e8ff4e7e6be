//! What databases do to a text of a citation.

/// Words of journals and their abbreviations.
const ABBREVIATIONS: [(&str, &str); 30] = [
    ("academy", "Acad"),
    ("adolescent", "Adolesc"),
    ("affective", "Affect"),
    ("american", "Am"),
    ("annals", "Ann"),
    ("archives", "Arch"),
    ("biological", "Biol"),
    ("british", "Br"),
    ("clinical", "Clin"),
    ("diseases", "Dis"),
    ("disease", "Dis"),
    ("disorders", "Disord"),
    ("england", "Engl"),
    ("european", "Eur"),
    ("general", "Gen"),
    ("international", "Int"),
    ("journal", "J"),
    ("management", "Manag"),
    ("medicine", "Med"),
    ("medical", "Med"),
    ("movement", "Mov"),
    ("neurology", "Neurol"),
    ("psychology", "Psychol"),
    ("rehabilitation", "Rehabil"),
    ("research", "Res"),
    ("review", "Rev"),
    ("reviews", "Rev"),
    ("science", "Sci"),
    ("society", "Soc"),
    ("systems", "Syst"),
];

/// Spellings on the two sides of the Atlantic.
const SPELLINGS: [(&str, &str); 10] = [
    ("randomised", "randomized"),
    ("behavior", "behaviour"),
    ("tumor", "tumour"),
    ("pediatric", "paediatric"),
    ("center", "centre"),
    ("anemia", "anaemia"),
    ("labor", "labour"),
    ("ization", "isation"),
    ("hemorrhag", "haemorrhag"),
    ("ischemi", "ischaemi"),
];

/// A journal as ISO 4 shortens it, or nearly so.
pub(crate) fn abbreviated(name: &str) -> String {
    let small = ["of", "the", "and", "in", "for", "on", "&"];
    let name = name.split([':', '(']).next().unwrap_or(name);
    let words: Vec<String> = name
        .split_whitespace()
        .filter(|word| !small.contains(&word.to_lowercase().as_str()))
        .map(short)
        .collect();
    if words.len() < 2 {
        name.trim().to_owned()
    } else {
        words.join(" ")
    }
}

fn short(word: &str) -> String {
    let low = word.to_lowercase();
    let found = ABBREVIATIONS.iter().find(|(full, _)| *full == low);
    match found {
        Some((_, short)) => (*short).to_owned(),
        None if word.chars().count() > 7 => word.chars().take(5).collect(),
        None => word.to_owned(),
    }
}

/// The other spelling, whichever the text has.
pub(crate) fn respelt(text: &str) -> String {
    SPELLINGS
        .iter()
        .fold(text.to_lowercase(), |text, (one, other)| {
            if text.contains(one) {
                text.replace(one, other)
            } else {
                text.replace(other, one)
            }
        })
}

/// Two letters in the middle of the longest word in each other's place.
pub(crate) fn swapped(title: &str) -> String {
    let longest = title
        .split(' ')
        .max_by_key(|word| word.len())
        .unwrap_or_default();
    let mut letters: Vec<char> = longest.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle - 1, middle);
    }
    title.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

/// Signs and letters written otherwise: entities, Greek letters, tags.
pub(crate) fn marked(title: &str) -> String {
    let text = title
        .replace(" and ", " &amp; ")
        .replace("alpha", "α")
        .replace("beta", "β")
        .replace('\'', "&#39;");
    match text.split_once(' ') {
        Some((first, rest)) => format!("<i>{first}</i> {rest}"),
        None => text,
    }
}

/// The first words of a text, as many of ten parts as said.
pub(crate) fn cut(text: &str, tenths: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let kept = (words.len() * tenths).div_ceil(10).max(1);
    words.into_iter().take(kept).collect::<Vec<_>>().join(" ")
}
