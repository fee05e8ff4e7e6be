//! Text reduced to what two databases spell alike: lower-case letters and digits, one space
//! between words.

use unicode_normalization::UnicodeNormalization;

/// Greek letters by name, from alpha to omega, with final sigma in its place.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi",
    "chi", "psi", "omega",
];

/// Letters that have no decomposition.
const LETTERS: [(char, &str); 12] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
    ('ħ', "h"),
    ('ŋ', "n"),
    ('µ', "mu"),
];

/// Named entities that stand for no letter.
const SIGNS: [&str; 12] = [
    "amp", "lt", "gt", "quot", "apos", "nbsp", "ndash", "mdash", "lsquo", "rsquo", "ldquo", "rdquo",
];

/// Letters and digits in lower case without accents, words parted by one space, at most `limit`
/// bytes. Tags are left out, Greek letters are spelt, `&` and "and" are nothing.
pub(crate) fn plain(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit));
    let mut rest = text;
    while out.len() < limit {
        let Some(c) = rest.chars().next() else { break };
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '<' => after_tag(after).unwrap_or(after),
            '&' => entity(after, &mut out).unwrap_or_else(|| {
                gap(&mut out);
                after
            }),
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' => after,
            _ => {
                letter(c, &mut out);
                after
            }
        };
    }
    finish(&out, limit)
}

/// The words without "and", cut at a letter.
fn finish(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text
        .split(' ')
        .filter(|word| !word.is_empty() && *word != "and")
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    while out.len() > limit {
        out.pop();
    }
    out
}

fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn letter(c: char, out: &mut String) {
    if c.is_ascii() {
        match c.is_ascii_alphanumeric() {
            true => out.push(c.to_ascii_lowercase()),
            false => gap(out),
        }
        return;
    }
    for part in std::iter::once(c).nfkd() {
        for low in part.to_lowercase() {
            if let Some(name) = name_of(low) {
                out.push_str(name);
            } else if low.is_alphanumeric() {
                out.push(low);
            } else if !unicode_normalization::char::is_combining_mark(low) {
                gap(out);
            }
        }
    }
}

fn name_of(c: char) -> Option<&'static str> {
    if ('α'..='ω').contains(&c) {
        let at = usize::try_from(u32::from(c) - u32::from('α')).ok()?;
        return GREEK.get(at).copied();
    }
    LETTERS
        .iter()
        .find(|(from, _)| *from == c)
        .map(|(_, to)| *to)
}

/// What follows `<i>` or `</sub>`, given what follows `<`; `None` where `<` is a sign of its own.
fn after_tag(after: &str) -> Option<&str> {
    let name = after.strip_prefix('/').unwrap_or(after);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = after.bytes().take(200).position(|byte| byte == b'>')?;
    after.get(end + 1..)
}

/// Reads an entity such as `&amp;`, `&#233;`, `&alpha;`, given what follows `&`.
fn entity<'a>(after: &'a str, out: &mut String) -> Option<&'a str> {
    let end = after.bytes().take(10).position(|byte| byte == b';')?;
    let (name, rest) = (after.get(..end)?, after.get(end + 1..)?);
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        letter(char::from_u32(code)?, out);
    } else if SIGNS.contains(&name) {
        gap(out);
    } else if name.bytes().all(|byte| byte.is_ascii_alphabetic()) && !name.is_empty() {
        let accents = [
            "acute", "grave", "uml", "circ", "tilde", "cedil", "ring", "slash", "caron",
        ];
        let base = accents.iter().find_map(|accent| name.strip_suffix(accent));
        out.push_str(&base.unwrap_or(name).to_ascii_lowercase());
    } else {
        return None;
    }
    Some(rest)
}

/// Leading digits of a text after anything that is none.
pub(crate) fn number(text: &str) -> Option<u32> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text.get(start..)?;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

/// A stable 64-bit hash of bytes (FNV-1a with a last mixing).
pub(crate) fn hash(seed: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let value = bytes.into_iter().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(value)
}

/// Spreads the bits of a number (the last step of SplitMix64).
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Letters and digits in lower case without accents, words parted by one space, at most `limit`
/// bytes: what titles are compared by. "and" is nothing.
///
/// # Example
/// ```
/// use euthymia_review::dedupe::plain_words;
/// assert_eq!(plain_words("Ketamine & ECT: a <i>Trial</i>", 100), "ketamine ect a trial");
/// ```
pub fn plain_words(text: &str, limit: usize) -> String {
    plain(text, limit)
}
