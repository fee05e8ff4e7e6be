//! An abstract as people read it: without markup, a paragraph for each of its parts.

use unicode_normalization::UnicodeNormalization;

/// A part of an abstract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its heading as written, without the colon.
    pub heading: Option<String>,
    /// Its text, in one line.
    pub text: String,
}

/// Words with which the heading of a part begins.
const HEADINGS: [&str; 56] = [
    "aim",
    "aims",
    "analysis",
    "background",
    "backgrounds",
    "case",
    "conclusion",
    "conclusions",
    "context",
    "data",
    "design",
    "discussion",
    "eligibility",
    "evidence",
    "findings",
    "funding",
    "goal",
    "goals",
    "hypothesis",
    "implications",
    "importance",
    "interpretation",
    "intervention",
    "interventions",
    "introduction",
    "limitation",
    "limitations",
    "main",
    "material",
    "materials",
    "measurements",
    "measures",
    "method",
    "methodology",
    "methods",
    "objective",
    "objectives",
    "outcome",
    "outcomes",
    "participants",
    "patients",
    "population",
    "primary",
    "purpose",
    "question",
    "rationale",
    "registration",
    "relevance",
    "result",
    "results",
    "sample",
    "setting",
    "settings",
    "significance",
    "study",
    "trial",
];

/// Longest heading in bytes and in words.
const HEADING_BYTES_MAX: usize = 60;
const HEADING_WORDS_MAX: usize = 6;

/// The parts of an abstract: cut at blank lines, at tags that end a block, and at headings such as
/// `METHODS:`; lines are run together.
///
/// # Example
/// ```
/// use euthymia_app::review::screener::paragraphs;
/// let parts = paragraphs("BACKGROUND: Mood <i>may</i> rise. METHODS: We asked &amp; counted.");
/// assert_eq!(parts[1].heading.as_deref(), Some("METHODS"));
/// assert_eq!(parts[0].text, "Mood may rise.");
/// assert_eq!(parts[1].text, "We asked & counted.");
/// ```
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let plain = plain_text(text);
    let mut out = Vec::new();
    for block in blocks(&plain) {
        split_at_headings(&block, &mut out);
    }
    out
}

/// A text in one line, without tags, entities and signs that control a terminal.
pub(super) fn one_line(text: &str) -> String {
    let plain = plain_text(text);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without tags, entities and control characters; a line break where the text or a tag has one,
/// two where a tag ends a block.
fn plain_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '<' => tag(after, &mut out),
            '&' => entity(after, &mut out),
            '\n' => {
                out.push('\n');
                after
            }
            '\u{ad}' | '\u{feff}' => after,
            _ if c.is_control() || c.is_whitespace() => {
                out.push(' ');
                after
            }
            _ => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// Tags within a line, which leave nothing behind.
const INLINE: [&str; 16] = [
    "a", "b", "bold", "em", "font", "i", "inf", "italic", "sc", "small", "span", "strong", "sub",
    "sup", "u", "xref",
];
/// Tags around a block.
const BLOCK: [&str; 20] = [
    "abstract",
    "abstracttext",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "label",
    "li",
    "list",
    "ol",
    "p",
    "sec",
    "section",
    "title",
    "tr",
    "ul",
];

/// Reads a tag, given what follows `<`; a sign that begins no known tag stays.
fn tag<'t>(after: &'t str, out: &mut String) -> &'t str {
    let known = after.bytes().take(200).position(|byte| byte == b'>');
    let known = known.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
    if let Some((inside, rest)) = known {
        let name = inside.trim_start_matches('/').trim_end_matches('/');
        let name = name.split_whitespace().next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if BLOCK.contains(&name.as_str()) {
            out.push_str("\n\n");
            return rest;
        }
        if INLINE.contains(&name.as_str()) {
            return rest;
        }
    }
    out.push('<');
    after
}

/// Entities with the sign they stand for.
const SIGNS: [(&str, &str); 36] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("hellip", "…"),
    ("plusmn", "±"),
    ("times", "×"),
    ("minus", "−"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("deg", "°"),
    ("micro", "µ"),
    ("middot", "·"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("chi", "χ"),
    ("omega", "ω"),
    ("szlig", "ß"),
    ("oslash", "ø"),
    ("aelig", "æ"),
];

/// Accents in the names of entities, with the sign that adds them to a letter.
const ACCENTS: [(&str, char); 7] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("uml", '\u{308}'),
    ("circ", '\u{302}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30a}'),
];

/// Reads an entity, given what follows `&`; a sign that begins none stays.
fn entity<'t>(after: &'t str, out: &mut String) -> &'t str {
    let end = after.bytes().take(10).position(|byte| byte == b';');
    let known = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
    let read = known.and_then(|(name, rest)| Some((sign(name)?, rest)));
    match read {
        Some((sign, rest)) => {
            out.push_str(&sign);
            rest
        }
        None => {
            out.push('&');
            after
        }
    }
}

fn sign(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = char::from_u32(code)?;
        return Some(if c.is_control() { ' ' } else { c }.to_string());
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == name) {
        return Some((*sign).to_owned());
    }
    ACCENTS.iter().find_map(|(accent, mark)| {
        let letter = name.strip_suffix(accent)?;
        (letter.len() == 1).then(|| format!("{letter}{mark}").nfc().collect())
    })
}

/// Blocks between blank lines, each in one line. A single line break ends a block where a sentence
/// ends before it.
fn blocks(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for line in text.split('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        // What ends in a colon is a heading on a line of its own, and goes with what follows it.
        let begins_another = out.last().is_some_and(|last| {
            !last.is_empty() && (words.is_empty() || last.ends_with(['.', '?', '!']))
        });
        if begins_another {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut()
            && !words.is_empty()
        {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(&words.join(" "));
        }
    }
    out.retain(|block| !block.is_empty());
    out
}

/// Cuts a block before each heading in it.
fn split_at_headings(block: &str, out: &mut Vec<Paragraph>) {
    let mut current = Paragraph {
        heading: None,
        text: String::new(),
    };
    let mut rest = block;
    let mut ends_sentence = true;
    while !rest.is_empty() {
        if let Some((heading, after)) = heading(rest, ends_sentence) {
            put(current, out);
            current = Paragraph {
                heading: Some(heading.to_owned()),
                text: String::new(),
            };
            rest = after.trim_start();
            ends_sentence = true;
            continue;
        }
        let end = rest.find(' ').map_or(rest.len(), |at| at + 1);
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        current.text.push_str(word);
        ends_sentence = word
            .trim_end()
            .trim_end_matches([')', ']', '"', '”'])
            .ends_with(['.', '?', '!', ';']);
        rest = after;
    }
    put(current, out);
}

fn put(mut paragraph: Paragraph, out: &mut Vec<Paragraph>) {
    paragraph.text.truncate(paragraph.text.trim_end().len());
    if paragraph.heading.is_some() || !paragraph.text.is_empty() {
        out.push(paragraph);
    }
}

/// The heading with which a text begins, and what follows its colon. In capitals it may stand
/// anywhere, otherwise only where a sentence begins.
fn heading(text: &str, ends_sentence: bool) -> Option<(&str, &str)> {
    let is_upper = text.starts_with(char::is_uppercase);
    let end = text.bytes().take(HEADING_BYTES_MAX).position(|b| b == b':');
    let end = end.filter(|_| is_upper)?;
    let (label, after) = (text.get(..end)?, text.get(end + 1..)?);
    let words = label
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let is_short = words.clone().count() <= HEADING_WORDS_MAX;
    let first = words.clone().next()?.to_lowercase();
    let is_known = HEADINGS.contains(&first.as_str());
    let is_loud = !label.chars().any(char::is_lowercase);
    let one_is_known = || {
        words
            .clone()
            .any(|word| HEADINGS.contains(&word.to_lowercase().as_str()))
    };
    let has_sentence = label.contains(['.', '?', '!', ';']);
    let is_heading = is_short
        && !has_sentence
        && match is_loud {
            true => one_is_known(),
            false => is_known && ends_sentence,
        };
    is_heading.then_some((label.trim_end(), after))
}
