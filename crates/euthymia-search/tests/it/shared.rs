//! Small libraries to search in.

use euthymia_review::{ImportId, Record, RecordId};
use euthymia_search::engine::{Index, Lookup};
use euthymia_search::query::{Expr, Field, Part, Term, Wildcard, Word};

/// Name of the record of this number.
pub(crate) fn id(number: u32) -> RecordId {
    RecordId {
        import: ImportId(7),
        number,
    }
}

/// A record with a title and nothing else.
pub(crate) fn titled(title: &str) -> Record {
    Record {
        title: Some(title.to_owned()),
        ..Record::default()
    }
}

/// An index of these records, numbered from 1.
pub(crate) fn library(records: impl IntoIterator<Item = Record>) -> Index {
    Index::in_memory((1..).map(id).zip(records)).unwrap()
}

/// Numbers of the records that a search finds.
pub(crate) fn found(index: &Index, expr: &Expr) -> Vec<u32> {
    let found = index.search(expr, &Lookup::default()).unwrap();
    index.ids(&found.hits).iter().map(|id| id.number).collect()
}

/// A word in which `*`, `?`, `#` and `$2` are wildcards: any number of characters, none or one,
/// one, at most two.
pub(crate) fn word(text: &str) -> Word {
    let mut parts = Vec::new();
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        parts.push(match c {
            '*' => Part::Wildcard(Wildcard::Any),
            '?' => Part::Wildcard(Wildcard::ZeroOrOne),
            '#' => Part::Wildcard(Wildcard::One),
            '$' => {
                let most = letters.next().and_then(|c| c.to_digit(10)).unwrap();
                Part::Wildcard(Wildcard::UpTo(u8::try_from(most).unwrap()))
            }
            c => Part::Text(c.to_string()),
        });
    }
    Word::new(parts).unwrap()
}

/// Words of a title.
pub(crate) fn title(text: &str) -> Expr {
    let words = text.split_whitespace().map(word).collect();
    Expr::Term(Term::of(words).unwrap().within(&[Field::Title]))
}
