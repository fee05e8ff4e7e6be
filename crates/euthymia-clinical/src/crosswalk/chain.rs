//! A total through several tables. Errors add up and are not known; the result is for orientation.

use super::convert::between;
use super::{Crosswalk, Row, all};
use crate::bundled::bundled;
use crate::source::Status;
use serde::Deserialize;
use std::sync::LazyLock;

/// A way from one scale to another by several tables.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// Identifier.
    pub id: String,
    /// The tables in order; one whose `to` is the scale reached so far is read backwards.
    pub steps: Vec<String>,
    /// How a score between rows is read: `linear`.
    pub interpolation: String,
    /// What happens beyond the ends: `clamped`.
    pub ends: String,
    /// Caveats.
    pub note: String,
    /// Where the way comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    chain: Vec<Chain>,
}

/// Every bundled way.
#[must_use]
pub fn chains() -> &'static [Chain] {
    static READ: LazyLock<File> = bundled!("rules/crosswalks/chains.toml");
    &READ.chain
}

/// The scale before and after each step, with the value there.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The table.
    pub table: &'static Crosswalk,
    /// True when it was read backwards.
    pub backwards: bool,
    /// The scale reached.
    pub scale: &'static str,
    /// The value reached.
    pub value: f64,
    /// True where the value before lay beyond the table's end and was held there.
    pub clamped: bool,
}

impl Chain {
    /// The scale that it starts from.
    #[must_use]
    pub fn from(&self) -> Option<&'static str> {
        let first = find(self.steps.first()?)?;
        Some(&first.from)
    }

    /// The scale that it ends at.
    #[must_use]
    pub fn to(&self) -> Option<&'static str> {
        self.walk(0.0)?.last().map(|step| step.scale)
    }

    /// Follows the way: linear between the middles of the rows, the ends held.
    #[must_use]
    pub fn walk(&self, score: f64) -> Option<Vec<Step>> {
        let mut scale = self.from()?;
        let mut value = score;
        let mut steps = Vec::with_capacity(self.steps.len());
        for id in &self.steps {
            let table = find(id)?;
            let backwards = table.from != scale;
            if backwards && table.to != scale {
                return None;
            }
            let rows = if backwards {
                table.backwards().rows
            } else {
                table.corrected()
            };
            let beyond = rows.first().is_some_and(|row| value < row.from)
                || rows.last().is_some_and(|row| value > row.from);
            value = clamped(&rows, value)?;
            scale = if backwards { &table.from } else { &table.to };
            steps.push(Step {
                table,
                backwards,
                scale,
                value,
                clamped: beyond,
            });
        }
        Some(steps)
    }
}

fn find(id: &str) -> Option<&'static Crosswalk> {
    all().iter().find(|table| table.id == id)
}

fn clamped(rows: &[Row], score: f64) -> Option<f64> {
    let (first, last) = (rows.first()?, rows.last()?);
    if score <= first.from {
        return first.middle();
    }
    if score >= last.from {
        return last.middle();
    }
    let pair = rows
        .windows(2)
        .find(|pair| pair[0].from <= score && score < pair[1].from)?;
    between(&pair[0], &pair[1], score)
}

crate::source::sourced!(Chain);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_leads_from_its_first_scale_to_an_end() {
        assert!(!chains().is_empty());
        for chain in chains() {
            let steps = chain.walk(20.0).unwrap_or_else(|| panic!("{}", chain.id));
            assert_eq!(steps.len(), chain.steps.len());
            assert!(steps.iter().all(|step| step.value.is_finite()));
        }
    }

    #[test]
    fn a_way_is_monotone() {
        for chain in chains() {
            let mut before = f64::NEG_INFINITY;
            for score in 0..=60 {
                let end = chain.walk(f64::from(score)).unwrap().last().unwrap().value;
                assert!(end >= before, "{} at {score}", chain.id);
                before = end;
            }
        }
    }
}
