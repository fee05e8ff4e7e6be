//! A two-by-two table from its margins and one measure of association.
//!
//! Symbols: n all, r₁ the first group, c₁ those with the event; a with both. The other margins are
//! r₂ = n − r₁ and c₂ = n − c₁.

use super::{ConversionError, Converted, Method, positive};
use crate::effect::two_by_two::TwoByTwo;

/// The margins of a two-by-two table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    n: u64,
    group: u64,
    events: u64,
}

/// What is known besides the margins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Association {
    /// The odds ratio.
    OddsRatio(f64),
    /// The phi coefficient: the correlation of the two dichotomies.
    Phi(f64),
    /// Pearson's χ² without continuity correction, negative when events are rarer in the first group.
    ChiSquared(f64),
    /// Pearson's χ² with Yates's correction, signed in the same way.
    ChiSquaredYates(f64),
}

impl Margins {
    /// Checks that `group` of `n` are in the first group and `events` of `n` have the event, and that
    /// neither is nobody or everybody.
    ///
    /// # Errors
    /// [`ConversionError::Count`] otherwise.
    pub fn new(n: u64, group: u64, events: u64) -> Result<Self, ConversionError> {
        let range = "at least 1 and less than all";
        for (what, found) in [("the first group", group), ("the number of events", events)] {
            if found == 0 || found >= n {
                return Err(ConversionError::Count { what, found, range });
            }
        }
        if n > 1 << 53 {
            return Err(ConversionError::Count {
                what: "the number of all",
                found: n,
                range: "at most 2^53",
            });
        }
        Ok(Self { n, group, events })
    }

    /// √(r₁ r₂ c₁ c₂).
    fn geometric(&self) -> f64 {
        let [n, r, c] = self.numbers();
        (r * (n - r)).sqrt() * (c * (n - c)).sqrt()
    }

    fn numbers(&self) -> [f64; 3] {
        [self.n as f64, self.group as f64, self.events as f64]
    }
}

/// Returns the table with these margins whose association is nearest to the one given: the exact
/// solution, rounded to whole numbers.
///
/// The odds ratio ψ solves a (n − r₁ − c₁ + a) = ψ (r₁ − a)(c₁ − a); for φ, a = (r₁c₁ + φ√(r₁r₂c₁c₂))/n;
/// χ² = n φ², and with Yates's correction |ad − bc| = n/2 + √(χ² r₁r₂c₁c₂/n).
///
/// # Errors
/// An odds ratio that is not positive, and [`ConversionError::Impossible`] when no table with these
/// margins is associated that strongly.
///
/// # References
/// Bonett DG. Psychol Methods 2007;12:254–255 (odds ratio). In metafor: `conv.2x2`.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::margins::{Association, Margins, table};
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// // 120 people, 60 in the first group, 33 events, odds ratio 2.58.
/// let found = table(&Margins::new(120, 60, 33)?, Association::OddsRatio(2.58))?.value;
/// assert_eq!(found, TwoByTwo::new(22, 60, 11, 60)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn table(
    margins: &Margins,
    association: Association,
) -> Result<Converted<TwoByTwo>, ConversionError> {
    let [n, r, c] = margins.numbers();
    let chance = r / n * c;
    let a = match association {
        Association::OddsRatio(ratio) => both(n, r, c, positive("the odds ratio", ratio)?),
        Association::Phi(phi) => chance + super::finite("phi", phi)? * margins.geometric() / n,
        Association::ChiSquared(square) => {
            let phi = root_with_sign(square, n)?;
            chance + phi * margins.geometric() / n
        }
        Association::ChiSquaredYates(square) => {
            let phi = root_with_sign(square, n)?;
            // a n − r c = ad − bc.
            chance + (phi * margins.geometric() + 0.5 * n * phi.signum()) / n
        }
    };
    let too_strong = ConversionError::Impossible(
        "no table with these margins is associated that strongly: check the margins, or whether \
         rows and columns are exchanged",
    );
    let (least, most) = ((r + c - n).max(0.0), r.min(c));
    let cell = a.round();
    if !(least..=most).contains(&cell) {
        return Err(too_strong);
    }
    // A whole number of at most 2^53 is exact.
    let a = cell as u64;
    let table = TwoByTwo::new(
        a,
        margins.group,
        margins.events - a,
        margins.n - margins.group,
    )?;
    let method = Method {
        name: "two-by-two table from its margins and a measure of association",
        assumption: Some("the measure is that of the plain table, rounded to whole numbers"),
        source: "Bonett 2007, Psychol Methods 12:254-255; definitions of phi and chi-squared",
    };
    Ok(Converted::new(table, method))
}

fn root_with_sign(square: f64, n: f64) -> Result<f64, ConversionError> {
    let square = super::finite("chi-squared", square)?;
    Ok((square.abs() / n).sqrt().copysign(square))
}

/// The a with a (n − r − c + a) = ψ (r − a)(c − a): the root of a quadratic that lies between the
/// bounds, in the form that does not cancel.
fn both(n: f64, r: f64, c: f64, odds_ratio: f64) -> f64 {
    // (1 − ψ) a² + (n − r − c + ψ (r + c)) a − ψ r c = 0.
    let square = 1.0 - odds_ratio;
    let linear = n - r - c + odds_ratio * (r + c);
    let constant = odds_ratio * r * c;
    let root = (linear * linear + 4.0 * square * constant).max(0.0).sqrt();
    if linear >= 0.0 {
        2.0 * constant / (linear + root)
    } else {
        (root - linear) / (2.0 * square)
    }
}
