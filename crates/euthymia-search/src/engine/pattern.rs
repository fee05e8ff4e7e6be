//! Words of a search as the index knows words: folded, cut, with their wildcards.

use super::analyser::{Words, fold_value};
use crate::query::{Part as Piece, Term, Wildcard, Word};

/// One word of the index, or all that fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// The word, where there is no wildcard.
    pub(crate) fn plain(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// What every fitting word begins with; may be empty.
    pub(crate) fn prefix(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether it has a letter or digit, and not wildcards alone.
    pub(crate) fn has_text(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text(_)))
    }

    /// Whether a word of the index fits.
    pub(crate) fn fits(&self, word: &str) -> bool {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => word == text,
            [Piece::Text(text), Piece::Wildcard(Wildcard::Any)] => word.starts_with(text.as_str()),
            pieces => fits(pieces, word),
        }
    }

    fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => self.pieces.push(piece),
        }
    }
}

/// Follows all readings of the wildcards at once: `reached[i]` says that the first `i` characters
/// are accounted for.
fn fits(pieces: &[Piece], word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let mut reached = vec![false; letters.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for piece in pieces {
        let mut next = vec![false; reached.len()];
        for (at, _) in reached.iter().enumerate().filter(|(_, is)| **is) {
            let rest = letters.get(at..).unwrap_or_default();
            let (least, most) = match piece {
                Piece::Text(text) => {
                    let length = text.chars().count();
                    if !text.chars().eq(rest.iter().copied().take(length)) {
                        continue;
                    }
                    (length, length)
                }
                Piece::Wildcard(Wildcard::Any) => (0, rest.len()),
                Piece::Wildcard(Wildcard::UpTo(most)) => (0, usize::from(*most)),
                Piece::Wildcard(Wildcard::One) => (1, 1),
                Piece::Wildcard(Wildcard::ZeroOrOne) => (0, 1),
            };
            next.iter_mut()
                .enumerate()
                .filter(|(to, _)| (at + least..=at + most).contains(to))
                .for_each(|(_, is)| *is = true);
        }
        reached = next;
    }
    reached.last().copied().unwrap_or_default()
}

/// The words of a term beside each other. `treatment-resist*` is two of them.
pub(crate) fn patterns(term: &Term) -> Vec<Pattern> {
    term.words.iter().flat_map(cut).collect()
}

/// A whole value, from all words of a term with single spaces between them.
pub(crate) fn whole(term: &Term) -> Pattern {
    let mut pattern = Pattern::default();
    for (at, word) in term.words.iter().enumerate() {
        if at > 0 {
            pattern.push(Piece::Text(" ".to_owned()));
        }
        for piece in word.parts() {
            pattern.push(match piece {
                Piece::Text(text) => Piece::Text(fold_value(text)),
                wildcard => wildcard.clone(),
            });
        }
    }
    pattern
}

/// A whole value without wildcards.
pub(crate) fn exactly(value: &str) -> Pattern {
    Pattern {
        pieces: vec![Piece::Text(fold_value(value))],
    }
}

fn cut(word: &Word) -> Vec<Pattern> {
    let mut patterns: Vec<Pattern> = Vec::new();
    // Whether the next piece continues the last pattern.
    let mut is_open = false;
    for piece in word.parts() {
        let Piece::Text(text) = piece else {
            extend(&mut patterns, is_open, piece.clone());
            is_open = true;
            continue;
        };
        let mut words = Words::new(text);
        let mut folded = String::new();
        let mut end = None;
        while let Some(place) = words.read(&mut folded) {
            let continues = is_open && place.start == 0;
            extend(&mut patterns, continues, Piece::Text(folded.clone()));
            end = Some(place.end);
        }
        is_open = end == Some(text.len());
    }
    patterns
}

fn extend(patterns: &mut Vec<Pattern>, continues: bool, piece: Piece) {
    match patterns.last_mut().filter(|_| continues) {
        Some(last) => last.push(piece),
        None => patterns.push(Pattern {
            pieces: vec![piece],
        }),
    }
}
