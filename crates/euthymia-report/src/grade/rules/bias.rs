//! Risk of bias and indirectness: where the information comes from.

use crate::grade::steps::{Proposal, Steps};
use euthymia_synthesis::network::certainty::{Level, LevelShares};
use euthymia_table::fmt;

/// Whether the analysis without studies at high risk reaches other thresholds than the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shifted {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// There is no such analysis: nothing is at high risk, or nothing else is left.
    Unknown,
}

/// Half of the weight, but for rounding.
const HALF: f64 = 0.5 + 1e-9;

/// Judges risk of bias by where the weight comes from.
///
/// More than half from low risk lowers nothing; more than half from high risk lowers by two levels;
/// anything else by one. Where the analysis without high risk reaches other thresholds, at least one.
/// Studies that nobody appraised are tried at every judgement: where that matters, two bounds remain.
/// Cochrane's table speaks of most of the information and leaves one or two levels to people; the half
/// is ours.
///
/// # Example
/// ```
/// use euthymia_report::grade::{Steps, rules::{risk_of_bias, Shifted}};
/// use euthymia_synthesis::network::certainty::LevelShares;
/// let shares = LevelShares { low: 0.4, moderate: 0.4, high: 0.2, unknown: 0.0 };
/// assert_eq!(risk_of_bias(shares, Shifted::No).steps, Steps::Settled(1));
/// ```
#[must_use]
pub fn risk_of_bias(shares: LevelShares, shifted: Shifted) -> Proposal {
    let mut found = by_shares(
        shares,
        "risk of bias",
        ["low risk", "some concerns", "high risk"],
    );
    let also = match shifted {
        Shifted::Yes => "; without high risk it reaches other thresholds",
        Shifted::No => "; without high risk it reaches the same thresholds",
        Shifted::Unknown => return found,
    };
    found.because.push_str(also);
    if let (Shifted::Yes, Some((least, most))) = (shifted, found.steps.bounds()) {
        found.steps = Steps::between(least.max(1), most.max(1));
    }
    found
}

/// Judges indirectness in the same way, by what was judged of how far studies are from the question.
#[must_use]
pub fn indirectness(shares: LevelShares) -> Proposal {
    by_shares(
        shares,
        "indirectness",
        ["direct", "somewhat indirect", "indirect"],
    )
}

fn by_shares(shares: LevelShares, what: &str, names: [&str; 3]) -> Proposal {
    let LevelShares {
        low,
        moderate,
        high,
        unknown,
    } = shares;
    if low + moderate + high <= 0.0 {
        return Proposal::undecided(format!("nobody appraised {what}"));
    }
    let steps = |level: Level| {
        let plus = |own: Level, share: f64| match own == level {
            true => share + unknown,
            false => share,
        };
        match (plus(Level::Low, low), plus(Level::High, high)) {
            (low, _) if low > HALF => 0,
            (_, high) if high > HALF => 2,
            _ => 1,
        }
    };
    let tried = [Level::Low, Level::Moderate, Level::High].map(steps);
    let (least, most) = tried.iter().fold((2, 0), |(least, most), own| {
        (least.min(*own), most.max(*own))
    });
    let mut parts: Vec<String> = [low, moderate, high]
        .iter()
        .zip(names)
        .filter(|(share, _)| **share > 0.0)
        .map(|(share, name)| format!("{} {name}", fmt::percent(*share, 0)))
        .collect();
    if unknown > 0.0 {
        parts.push(format!("{} not appraised", fmt::percent(unknown, 0)));
    }
    Proposal {
        steps: Steps::between(least, most),
        because: format!("of the weight {}", parts.join(", ")),
    }
}
