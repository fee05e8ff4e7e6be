//! Publication bias: what a test can and cannot say.

use crate::grade::steps::Proposal;
use crate::words;

/// Studies below which no test for small-study effects is made.
pub const STUDIES_MIN: usize = 10;

/// A p-value at which smaller studies are taken to find other effects.
const SUSPECTED: f64 = 0.1;

/// Judges publication bias by a test for small-study effects, given its p-value where there is one. Below
/// ten studies, and without a test, the rule cannot say. A test that finds nothing proves nothing.
///
/// # Example
/// ```
/// use euthymia_report::grade::{Steps, rules::publication_bias};
/// assert_eq!(publication_bias(4, None).steps, Steps::Undecided);
/// assert_eq!(publication_bias(12, Some(0.03)).steps, Steps::Settled(1));
/// ```
#[must_use]
pub fn publication_bias(k: usize, p_value: Option<f64>) -> Proposal {
    if k < STUDIES_MIN {
        return Proposal::undecided(format!(
            "{}: below {STUDIES_MIN} no test says anything",
            words::counted(k, "study", "studies")
        ));
    }
    let Some(p) = p_value else {
        return Proposal::undecided("the test for small-study effects cannot be made");
    };
    let told = format!("Egger's test: p {}", words::p_value(p));
    match p <= SUSPECTED {
        true => Proposal::settled(1, format!("{told}: smaller studies find other effects")),
        false => Proposal::settled(0, format!("{told}: undetected, which proves nothing")),
    }
}
