//! Whether as much comes into each box as goes out.

use super::{Column, Flow};

/// A box of a flow diagram into which more or less comes than goes out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{side}: {what}: {came} came and {went} went")]
pub struct Unbalanced {
    /// Which side: databases and registers, or other methods.
    pub side: &'static str,
    /// Which box.
    pub what: &'static str,
    /// What comes in.
    pub came: u64,
    /// What goes out.
    pub went: u64,
}

impl Flow {
    /// Holds every box: what comes in is what goes out. Empty where all of them balance.
    #[must_use]
    pub fn check(&self) -> Vec<Unbalanced> {
        let sides = ["databases and registers", "other methods"];
        let mut found = Vec::new();
        for (side, column) in sides.into_iter().zip(self.columns()) {
            for (what, came, went) in column.balances() {
                hold(&mut found, (side, what), came, went);
            }
        }
        let [one, other] = self.columns();
        let both = ("both sides", "reports included");
        hold(
            &mut found,
            both,
            one.included + other.included,
            self.new.reports,
        );
        let before = self.previous.unwrap_or_default();
        let in_all =
            |before: u64, new: u64, change: i64| (before + new).saturating_add_signed(change);
        let studies = in_all(before.studies, self.new.studies, self.change.studies);
        let reports = in_all(before.reports, self.new.reports, self.change.reports);
        let (side, total) = ("both sides", self.total);
        hold(&mut found, (side, "all studies"), studies, total.studies);
        hold(&mut found, (side, "all reports"), reports, total.reports);
        if self.new.studies > self.new.reports {
            hold(
                &mut found,
                (side, "studies of new reports"),
                self.new.reports,
                self.new.studies,
            );
        }
        found
    }
}

impl Column {
    /// What comes into each box and what goes out, from top to bottom.
    fn balances(&self) -> [(&'static str, u64, u64); 4] {
        let sum = |counts: &std::collections::BTreeMap<String, u64>| counts.values().sum::<u64>();
        let removed = self.duplicates + sum(&self.automation) + sum(&self.otherwise);
        [
            (
                "records identified",
                self.records() + self.carried,
                removed + self.screened + self.screening_open,
            ),
            (
                "records screened",
                self.screened,
                self.excluded + self.set_aside + self.sought,
            ),
            (
                "reports sought",
                self.sought,
                sum(&self.not_retrieved) + self.assessment_open + self.assessed,
            ),
            (
                "reports assessed",
                self.assessed,
                self.excluded_by_full_text() + self.assessment_set_aside + self.included,
            ),
        ]
    }
}

fn hold(found: &mut Vec<Unbalanced>, at: (&'static str, &'static str), came: u64, went: u64) {
    if came != went {
        let (side, what) = at;
        found.push(Unbalanced {
            side,
            what,
            came,
            went,
        });
    }
}
