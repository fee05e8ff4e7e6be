//! Text as a page has it into text for people and for searches.

/// Letters that fonts join, and what they stand for.
const JOINED: [(char, &str); 7] = [
    ('\u{FB00}', "ff"),
    ('\u{FB01}', "fi"),
    ('\u{FB02}', "fl"),
    ('\u{FB03}', "ffi"),
    ('\u{FB04}', "ffl"),
    ('\u{FB05}', "st"),
    ('\u{FB06}', "st"),
];

/// A page without joined letters, signs that cannot be shown, and empty lines in a row.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_empty_before = true;
    for line in text.split(['\n', '\r', '\u{c}']) {
        let line = line.trim();
        let is_empty = line.is_empty();
        if is_empty && is_empty_before {
            continue;
        }
        is_empty_before = is_empty;
        for letter in line.chars() {
            let joined = JOINED.iter().find(|(one, _)| *one == letter);
            match joined {
                Some((_, letters)) => out.push_str(letters),
                None if letter == '\u{a0}' || letter == '\t' => out.push(' '),
                None if letter.is_control() => {}
                None => out.push(letter),
            }
        }
        out.push('\n');
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out
}

/// The text of a page in one line: words that were divided at the end of a line are put together.
///
/// # Example
/// ```
/// use euthymia_pdf::flowing;
/// assert_eq!(flowing("were random-\nised to\nketamine"), "were randomised to ketamine");
/// assert_eq!(flowing("placebo-\nControlled"), "placebo- Controlled");
/// ```
pub fn flowing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        let is_lower = |letter: char| letter.is_lowercase();
        let divided = out.strip_suffix(['-', '\u{ad}', '\u{2010}']);
        let is_divided = divided.is_some_and(|before| before.ends_with(is_lower));
        match divided.map(str::len) {
            Some(end) if is_divided && line.starts_with(is_lower) => out.truncate(end),
            _ if !out.is_empty() && !line.is_empty() => out.push(' '),
            _ => {}
        }
        let mut was_space = false;
        for letter in line.chars() {
            let is_space = letter.is_whitespace();
            if !(is_space && was_space) {
                out.push(if is_space { ' ' } else { letter });
            }
            was_space = is_space;
        }
    }
    out
}
