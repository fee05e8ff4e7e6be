//! The printed length of a session held against what its trains give under each convention.

use super::value::{Amount, What, last_digit_seconds};
use crate::tms::session::{Convention, Session};

/// A printed length beside the lengths that follow from the trains.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedLength {
    /// The conventions whose length is the printed one, to the last digit that was printed; empty where
    /// none is.
    pub fitting: Vec<Convention>,
    /// The convention whose length is nearest to the printed one.
    pub nearest: Convention,
}

/// Holds a printed length against a session; `None` where the text is not one length.
///
/// A length fits where it is the printed one when it is rounded to the digits that were printed.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::lengths::held_against;
/// use euthymia_clinical::tms::quantity::{Hertz, Seconds};
/// use euthymia_clinical::tms::session::{Convention, Session};
/// use euthymia_clinical::tms::train::{Pattern, Train};
/// // 37:30, 37:04 and 36:56.5.
/// let train = Train::new(Pattern::Simple(Hertz::new(10.0)?), Seconds::new(4.0)?)?;
/// let session = Session::new(train, Seconds::new(26.0)?, 75)?;
/// let held = held_against("37.5 min", &session).unwrap();
/// assert_eq!(held.fitting, [Convention::FullCycles]);
/// assert!(held_against("30 min", &session).unwrap().fitting.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn held_against(printed: &str, session: &Session) -> Option<PrintedLength> {
    // Noise of a sum of seconds.
    const NOISE: f64 = 1e-6;
    let amount = Amount::parse(What::Length, printed).ok().flatten()?;
    let half = last_digit_seconds(printed)? / 2.0 + NOISE;
    let (low, high) = (amount.low() - half, amount.high() + half);
    let lengths = Convention::ALL
        .iter()
        .map(|convention| (*convention, session.length(*convention).value()));
    let fitting = lengths
        .clone()
        .filter(|(_, seconds)| (low..=high).contains(seconds));
    let middle = f64::midpoint(amount.low(), amount.high());
    let distance = |seconds: f64| (seconds - middle).abs();
    let (nearest, _) = lengths
        .clone()
        .min_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b)))?;
    Some(PrintedLength {
        fitting: fitting.map(|(convention, _)| convention).collect(),
        nearest,
    })
}
