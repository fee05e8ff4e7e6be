//! A word of a search, with its wildcards.

/// A word: pieces of text and wildcards, one after the other.
///
/// It is never empty, has no empty text, no two texts side by side, and at least one text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    parts: Vec<Part>,
}

/// A piece of a [`Word`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// These characters, as written; upper and lower case mean the same.
    Text(String),
    /// Something in their place.
    Wildcard(Wildcard),
}

/// Characters of a word that are left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wildcard {
    /// Any number of characters, none included: truncation.
    Any,
    /// At most this many characters, none included: limited truncation.
    UpTo(u8),
    /// Exactly one character.
    One,
    /// One character or none.
    ZeroOrOne,
}

impl Word {
    /// A word without wildcards; `None` for an empty text or one with white space.
    #[must_use]
    pub fn plain(text: &str) -> Option<Self> {
        Self::new([Part::Text(text.to_owned())])
    }

    /// A word of these parts; texts side by side become one. `None` when no text is among them or
    /// a text has white space.
    #[must_use]
    pub fn new(parts: impl IntoIterator<Item = Part>) -> Option<Self> {
        let mut kept: Vec<Part> = Vec::new();
        for part in parts {
            match (kept.last_mut(), part) {
                (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
                (_, Part::Text(text)) if text.is_empty() => {}
                (_, part) => kept.push(part),
            }
        }
        let spaced =
            |part: &Part| matches!(part, Part::Text(text) if text.contains(char::is_whitespace));
        let has_text = kept.iter().any(|part| matches!(part, Part::Text(_)));
        (has_text && !kept.iter().any(spaced)).then_some(Self { parts: kept })
    }

    /// What it is made of, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The word when it has no wildcard.
    #[must_use]
    pub fn as_plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Its characters without wildcards.
    pub fn letters(&self) -> impl Iterator<Item = char> {
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text),
            Part::Wildcard(_) => None,
        });
        texts.flat_map(|text| text.chars())
    }

    /// Characters before the first wildcard.
    #[must_use]
    pub fn stem(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }
}
