//! A search cut into pieces that PubMed gives out whole.

use std::fmt;

use jiff::civil::{Date, date};

/// The most records of one search that PubMed gives out.
pub const SLICE_MAX: u64 = 9_999;

const FIRST_DAY: Date = date(1700, 1, 1);
const LAST_DAY: Date = date(2099, 12, 31);
const LAST_PMID: u32 = 999_999_999;

/// A part of a search: all of it, the records that entered PubMed in a span of days (`edat`, of
/// which each record has one), or a range of PMIDs among those of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slice {
    /// All of it.
    Whole,
    /// The records of these days, both included.
    Days {
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
    /// Of the records of one day those with these PMIDs, both included.
    Pmids {
        /// The day.
        day: Date,
        /// The lowest PMID.
        first: u32,
        /// The highest PMID.
        last: u32,
    },
}

impl Slice {
    /// The two halves, which share nothing and leave nothing out; `None` when it is one record.
    ///
    /// # Example
    /// ```
    /// use euthymia_entrez::Slice;
    /// let (old, new) = Slice::Whole.halves().unwrap();
    /// assert_eq!(old.to_string(), "records entered 1700-01-01 to 1900-01-01");
    /// assert_eq!(new.to_string(), "records entered 1900-01-02 to 2099-12-31");
    /// ```
    pub fn halves(self) -> Option<(Self, Self)> {
        match self {
            Self::Whole => halves_of_days(FIRST_DAY, LAST_DAY),
            Self::Days { first, last } if first == last => halves_of_pmids(first, 1, LAST_PMID),
            Self::Days { first, last } => halves_of_days(first, last),
            Self::Pmids { day, first, last } => halves_of_pmids(day, first, last),
        }
    }
}

fn halves_of_days(first: Date, last: Date) -> Option<(Slice, Slice)> {
    let days = first.until(last).ok()?.get_days();
    let middle = first
        .checked_add(jiff::Span::new().try_days(days / 2).ok()?)
        .ok()?;
    let early = Slice::Days {
        first,
        last: middle,
    };
    let late = Slice::Days {
        first: middle.tomorrow().ok()?,
        last,
    };
    Some((early, late))
}

fn halves_of_pmids(day: Date, first: u32, last: u32) -> Option<(Slice, Slice)> {
    let middle = first + last.checked_sub(first).filter(|&width| width > 0)? / 2;
    let low = Slice::Pmids {
        day,
        first,
        last: middle,
    };
    let high = Slice::Pmids {
        day,
        first: middle + 1,
        last,
    };
    Some((low, high))
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("the whole search"),
            Self::Days { first, last } => write!(f, "records entered {first} to {last}"),
            Self::Pmids { day, first, last } => {
                write!(f, "records entered {day} with PMIDs {first} to {last}")
            }
        }
    }
}
