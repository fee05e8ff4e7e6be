//! The rules that a search is read by, each with its source.

use euthymia_clinical::source::{Source, Status};

/// A rule: what it is called in a table, or says in a note; where it comes from, and whether it was read
/// there.
pub(super) struct Rule {
    pub(super) what: &'static str,
    source: &'static str,
    status: Status,
}

impl Rule {
    pub(super) fn source(&self) -> Source {
        Source {
            text: self.source.to_owned(),
            status: self.status,
        }
    }

    /// What it says, with its source and mark.
    pub(super) fn sentence(&self) -> String {
        format!("{} ({}, {}).", self.what, self.source, self.status.id())
    }
}

pub(super) const ML_PEST: Rule = Rule {
    what: "ML-PEST, spread 7 % of the threshold",
    source: "Awiszus 2003, as in the published program code BoshuoWang/TMS_Thresholding",
    status: Status::Confirmed,
};

pub(super) const OWN_SPREAD: Rule = Rule {
    what: "likelihood with its own spread",
    source: "the published program code BoshuoWang/TMS_Thresholding",
    status: Status::Confirmed,
};

pub(super) const FIVE_IN_TEN: Rule = Rule {
    what: "lowest intensity with 5 responses in 10",
    source: "Rossini and Rothwell, recalled",
    status: Status::Unverified,
};

pub(super) const RESPONSE: Rule = Rule {
    what: "A response is a motor evoked potential of at least 50 µV in the resting muscle",
    source: "in common use; who printed it first was not looked up",
    status: Status::Confirmed,
};

pub(super) const ACCURACY: Rule = Rule {
    what: "In 53 people estimates had settled by the 18th pulse, with a standard error of measurement of about 5 %",
    source: "Shirota 2025, 10.1016/j.cnp.2025.12.008, abstract",
    status: Status::Confirmed,
};
