//! Words that speak for or against a report, found in a text.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words to look for. A word is found at the beginning of words of the text, whatever the case and
/// the accents; a phrase is found where its words follow each other.
#[derive(Clone, Debug, Default)]
pub struct Words {
    phrases: Vec<Phrase>,
}

/// A stretch of a text, and why it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where it is, in bytes, on the boundaries of characters.
    pub range: Range<usize>,
    /// Why.
    pub why: Marks,
}

/// Why a stretch is marked; more than one may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    /// It speaks for the report.
    pub is_for: bool,
    /// It speaks against it.
    pub is_against: bool,
    /// It was searched for.
    pub is_found: bool,
}

/// A phrase in lower case without accents, by its words.
#[derive(Clone, Debug)]
struct Phrase {
    words: Vec<String>,
    why: Marks,
}

/// A word of a text.
struct Token {
    range: Range<usize>,
    plain: String,
}

impl Words {
    /// The words of `review.toml`. One without letters and digits is left out.
    ///
    /// # Example
    /// ```
    /// use euthymia_app::review::screener::Words;
    /// let words = Words::new(&["ketamin".to_owned()], &["rats".to_owned()]);
    /// let text = "Kétamine in rats";
    /// let marked = words.marked(text);
    /// assert_eq!(&text[marked[0].range.clone()], "Kétamine");
    /// assert!(marked[0].why.is_for && marked[1].why.is_against);
    /// ```
    #[must_use]
    pub fn new(speak_for: &[String], speak_against: &[String]) -> Self {
        let is_for = Marks {
            is_for: true,
            ..Marks::default()
        };
        let is_against = Marks {
            is_against: true,
            ..Marks::default()
        };
        let both = speak_for.iter().map(|text| phrase(text, is_for));
        let both = both.chain(speak_against.iter().map(|text| phrase(text, is_against)));
        Self {
            phrases: both.filter(|own| !own.words.is_empty()).collect(),
        }
    }

    /// The words of a search, each on its own.
    pub(super) fn searched(text: &str) -> Self {
        let why = Marks {
            is_found: true,
            ..Marks::default()
        };
        let words = phrase(text, why).words.into_iter();
        let phrases = words.map(|word| Phrase {
            words: vec![word],
            why,
        });
        Self {
            phrases: phrases.collect(),
        }
    }

    /// These words and others.
    pub(super) fn and(&self, others: &Self) -> Self {
        let phrases = self.phrases.iter().chain(&others.phrases);
        Self {
            phrases: phrases.cloned().collect(),
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Whether every one of them is found in one of the texts.
    pub(super) fn all_in(&self, texts: &[&str]) -> bool {
        let tokens: Vec<Vec<Token>> = texts.iter().map(|text| tokens(text)).collect();
        self.phrases.iter().all(|phrase| {
            let mut places = tokens
                .iter()
                .flat_map(|tokens| (0..tokens.len()).map(move |at| (tokens, at)));
            places.any(|(tokens, at)| phrase.end_at(tokens, at).is_some())
        })
    }

    /// The stretches of a text that are marked, in order; none touches another with the same marks.
    #[must_use]
    pub fn marked(&self, text: &str) -> Vec<Marked> {
        if self.phrases.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(text);
        let mut found: Vec<Marked> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            for phrase in &self.phrases {
                if let Some(end) = phrase.end_at(&tokens, at) {
                    found.push(Marked {
                        range: token.range.start..end,
                        why: phrase.why,
                    });
                }
            }
        }
        apart(&found)
    }
}

impl Marks {
    fn and(self, other: Self) -> Self {
        Self {
            is_for: self.is_for || other.is_for,
            is_against: self.is_against || other.is_against,
            is_found: self.is_found || other.is_found,
        }
    }
}

impl Phrase {
    /// Where it ends if it begins at a word.
    fn end_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let (last, first) = self.words.split_last()?;
        let mut own = tokens.iter().skip(at);
        for word in first {
            if own.next()?.plain != *word {
                return None;
            }
        }
        let token = own.next()?;
        let is_found = token.plain.starts_with(last.as_str());
        is_found.then_some(token.range.end)
    }
}

fn phrase(text: &str, why: Marks) -> Phrase {
    let words = tokens(text).into_iter().map(|token| token.plain);
    Phrase {
        words: words.collect(),
        why,
    }
}

/// Runs of letters and digits, with their accents.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut is_inside = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let belongs = c.is_alphanumeric() || (is_inside && is_combining_mark(c));
        if !belongs {
            is_inside = false;
            continue;
        }
        match tokens.last_mut().filter(|_| is_inside) {
            Some(token) => {
                token.range.end = end;
                put_plain(c, &mut token.plain);
            }
            None => {
                let mut plain = String::new();
                put_plain(c, &mut plain);
                let range = start..end;
                tokens.push(Token { range, plain });
            }
        }
        is_inside = true;
    }
    tokens
}

/// A letter in lower case without its accents.
fn put_plain(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    let parts = std::iter::once(c)
        .nfkd()
        .filter(|part| !is_combining_mark(*part));
    out.extend(parts.flat_map(char::to_lowercase));
}

/// Stretches that may overlap as stretches that do not: cut wherever one begins or ends.
fn apart(found: &[Marked]) -> Vec<Marked> {
    let mut cuts: Vec<usize> = found
        .iter()
        .flat_map(|own| [own.range.start, own.range.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out: Vec<Marked> = Vec::new();
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        let over = found
            .iter()
            .filter(|own| own.range.start <= *start && *end <= own.range.end);
        let why = over.fold(Marks::default(), |why, own| why.and(own.why));
        if why == Marks::default() {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.range.end == *start && last.why == why => last.range.end = *end,
            _ => out.push(Marked {
                range: *start..*end,
                why,
            }),
        }
    }
    out
}
