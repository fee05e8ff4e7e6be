//! Rating scales: what they are called and what totals they allow; and, as [`Pack`]s, their items,
//! scoring, bands and licences.
//!
//! Reading order: [`pack`] (what a file says), [`check`] (what must hold in it), [`plan`] (how a
//! total is computed), [`score`](mod@score) (an answer sheet into totals, bands and flags),
//! [`library`] (the packs that come with the program), [`wording`] (a site's own wording).

pub mod check;
pub mod library;
pub mod pack;
pub mod plan;
pub mod score;
pub mod wording;

pub use check::PackError;
pub use library::{bundled, bundled_all, bundled_ids};
pub use pack::Pack;
pub use plan::Plan;
pub use score::{AnswerError, Answers, Score, score};

/// A rating scale's identity and the range of its total. Higher totals mean worse in all of these.
///
/// Only names, ranges and directions: the wording of most scales is under copyright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Identifier in data files.
    pub id: &'static str,
    /// Name in print.
    pub name: &'static str,
    /// Smallest total.
    pub minimum: u16,
    /// Largest total; `None` where versions differ and none is stated.
    pub maximum: Option<u16>,
}

const fn instrument(
    id: &'static str,
    name: &'static str,
    minimum: u16,
    maximum: Option<u16>,
) -> Instrument {
    Instrument {
        id,
        name,
        minimum,
        maximum,
    }
}

/// The instruments that the evidence base and the cohort workbench know.
///
/// Ranges of the HAM-D versions other than 17 items are left open: item sets differ between trials.
const ALL: &[Instrument] = &[
    instrument("madrs", "MADRS", 0, Some(60)),
    instrument("madrs_24h", "MADRS-24hr", 0, Some(60)),
    instrument("madrs_s", "MADRS-S", 0, Some(54)),
    instrument("hamd", "HAM-D (version not stated)", 0, None),
    instrument("hamd6", "HAM-D6", 0, None),
    instrument("hamd17", "HAM-D17", 0, Some(52)),
    instrument("hamd21", "HAM-D21", 0, None),
    instrument("hamd24", "HAM-D24", 0, None),
    instrument("hamd25", "HAM-D25", 0, None),
    instrument("grid_hamd", "GRID-HAMD", 0, Some(52)),
    instrument("qids_sr16", "QIDS-SR16", 0, Some(27)),
    instrument("qids_c16", "QIDS-C16", 0, Some(27)),
    instrument("ids_c30", "IDS-C30", 0, Some(84)),
    instrument("ids_sr30", "IDS-SR30", 0, Some(84)),
    instrument("phq9", "PHQ-9", 0, Some(27)),
    instrument("phq2", "PHQ-2", 0, Some(6)),
    instrument("gad7", "GAD-7", 0, Some(21)),
    instrument("bdi1", "BDI-I", 0, Some(63)),
    instrument("bdi2", "BDI-II", 0, Some(63)),
    instrument("cgi_s", "CGI-S", 1, Some(7)),
    instrument("mixed", "several scales", 0, None),
];

/// Finds an instrument by its identifier.
///
/// # Example
/// ```
/// let madrs = euthymia_clinical::instrument::find("madrs").unwrap();
/// assert_eq!((madrs.name, madrs.maximum), ("MADRS", Some(60)));
/// ```
#[must_use]
pub fn find(id: &str) -> Option<&'static Instrument> {
    ALL.iter().find(|instrument| instrument.id == id)
}

/// All known instruments.
#[must_use]
pub fn all() -> &'static [Instrument] {
    ALL
}

impl Instrument {
    /// True when a total, or a mean of totals, lies in the scale's range.
    #[must_use]
    pub fn allows(&self, total: f64) -> bool {
        total >= f64::from(self.minimum)
            && self
                .maximum
                .is_none_or(|maximum| total <= f64::from(maximum))
    }
}
