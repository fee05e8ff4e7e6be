//! Text into words, the same way for records and for searches.
//!
//! A word is a run of letters and digits; everything else separates, so that
//! `treatment-resistant` and `treatment resistant` are the same two words beside each other, as
//! in PubMed. Case and accents make no difference (`Müller` is `muller`, `œ` is `oe`). A single
//! Greek letter is its name, also inside a run (`TNFα` is `tnf alpha`); a Greek word stays as it
//! is. Chinese and Japanese characters are words of one character, so that their words are found as
//! phrases. Nothing is stemmed and no word is left out.

use unicode_normalization::UnicodeNormalization;

/// Stands between two values of one field; no phrase and no distance reaches over it.
pub(crate) const BETWEEN_VALUES: char = '\u{1f}';

/// Positions that are left free between two values.
pub(crate) const GAP: u32 = 1024;

/// Bytes of a word beyond which it is cut.
const LONGEST: usize = 240;

/// Names of the Greek letters from `α` (U+03B1) to `ω`, the final sigma included.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi",
    "chi", "psi", "omega",
];

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Bytes of the text before it.
    pub(crate) start: usize,
    /// Bytes of the text before its end.
    pub(crate) end: usize,
    /// Words before it, and [`GAP`] for every value before it.
    pub(crate) position: u32,
}

/// The words of a text, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
    position: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Greek,
    Single,
    Mark,
    Gap,
    Separator,
}

impl<'a> Words<'a> {
    /// Starts at the beginning of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            position: 0,
        }
    }

    /// Puts the next word into `word` and says where it stands; `None` at the end of the text.
    pub(crate) fn read(&mut self, word: &mut String) -> Option<Place> {
        let (start, class) = self.begin()?;
        let run = self.text.get(start..).unwrap_or_default();
        let mut end = self.text.len();
        for (offset, c) in run.char_indices().skip(1) {
            let next = classify(c);
            if next != Class::Mark && (next != class || class == Class::Single) {
                end = start + offset;
                break;
            }
        }
        self.at = end;
        let place = Place {
            start,
            end,
            position: self.position,
        };
        self.position = self.position.saturating_add(1);
        word.clear();
        fold_run(self.text.get(start..end).unwrap_or_default(), class, word);
        Some(place)
    }

    fn begin(&mut self) -> Option<(usize, Class)> {
        let rest = self.text.get(self.at..)?;
        for (offset, c) in rest.char_indices() {
            match classify(c) {
                Class::Gap => self.position = self.position.saturating_add(GAP),
                Class::Separator | Class::Mark => {}
                class => return Some((self.at + offset, class)),
            }
        }
        self.at = self.text.len();
        None
    }
}

fn classify(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            BETWEEN_VALUES => Class::Gap,
            c if c.is_ascii_alphanumeric() => Class::Plain,
            _ => Class::Separator,
        };
    }
    match c {
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' | '\u{b5}' if c.is_alphabetic() => {
            Class::Greek
        }
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}'
            if c.is_alphanumeric() =>
        {
            Class::Single
        }
        c if unicode_normalization::char::is_combining_mark(c) => Class::Mark,
        c if c.is_alphanumeric() => Class::Plain,
        _ => Class::Separator,
    }
}

fn fold_run(run: &str, class: Class, word: &mut String) {
    if run.is_ascii() {
        word.extend(run.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        fold_into(run, word);
        if class == Class::Greek {
            spell_letter(word);
        }
    }
    shorten(word);
}

fn spell_letter(word: &mut String) {
    let mut letters = word.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return;
    };
    let number = u32::from(letter).checked_sub(0x3b1);
    let name = number.and_then(|number| GREEK.get(usize::try_from(number).ok()?));
    if let Some(name) = name {
        word.clear();
        word.push_str(name);
    }
}

fn shorten(word: &mut String) {
    if word.len() > LONGEST {
        let end = word
            .char_indices()
            .map(|(at, _)| at)
            .take_while(|&at| at <= LONGEST)
            .last()
            .unwrap_or_default();
        word.truncate(end);
    }
}

/// Adds a text in lower case and without accents.
fn fold_into(text: &str, folded: &mut String) {
    let kept = text
        .nfkd()
        .filter(|c| !is_accent(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_accent(*c));
    let mut plain = String::with_capacity(text.len());
    for c in kept {
        match letters(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    folded.extend(plain.nfc());
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{652}')
}

fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// A value as a whole: lower case, without accents, with single spaces.
pub(crate) fn fold_value(value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            fold_into(word, &mut folded);
        }
    }
    shorten(&mut folded);
    folded
}

/// All words of a text.
pub(crate) fn words(text: &str) -> Vec<(Place, String)> {
    let mut reader = Words::new(text);
    let mut word = String::new();
    std::iter::from_fn(|| reader.read(&mut word).map(|place| (place, word.clone()))).collect()
}
