//! The formulas of Beam F3: the calculator's, and the printed ones.
//!
//! Four versions circulate under one name. Only the calculator's gives points where F3 is; the others
//! are here so that a person can see what they give.
//!
//! With R₁ = 0.4 N and R₂ = 0.4 T (T from tragus to tragus, N from nasion to inion) two straight lines
//! are drawn on the head laid flat, y = A x − R₁/2 and y = B (x − R₂/2); they cross at (x, y). Y is the
//! distance from the vertex times a factor, X the share of the circumference that the angle covers.

use super::head::Head;
use super::method::Formula;

/// A place on the scalp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Along the circumference from the midline of the forehead, in centimetres.
    pub x: f64,
    /// From the vertex towards that point, in centimetres.
    pub y: f64,
}

fn sine(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

fn cosine(degrees: f64) -> f64 {
    degrees.to_radians().cos()
}

/// Where the flat lines cross, the distance from the vertex and the angle below the ear-to-ear line.
struct Flat {
    distance: f64,
    angle: f64,
}

impl Flat {
    fn place(&self, head: Head, factor: f64) -> Place {
        let quarters = (90.0 + self.angle.to_degrees()) / 90.0;
        Place {
            x: head.circumference() / 4.0 * quarters,
            y: factor * self.distance,
        }
    }
}

/// The crossing of the two lines as the calculator and the derivation have it.
fn crossing(r1: f64, r2: f64, a: f64, b: f64) -> Flat {
    let x = 0.5 * (r1 - r2 * b) / (a - b);
    let y = a * x - r1 / 2.0;
    Flat {
        distance: x.hypot(y),
        angle: (y / x).atan(),
    }
}

/// Beam F3 by the calculator: the version to use.
///
/// # References
/// Beam W, et al. Brain Stimul 2009;2:50–54, as computed by the authors' calculator; re-typed in
/// zhenlidada/Finding-F3 (2023).
///
/// # Example
/// ```
/// use euthymia_clinical::tms::target::{beam_f3::calculator, head::Head};
/// let place = calculator(Head::new(36.0, 38.0, 60.0)?);
/// assert!((place.x - 6.9549).abs() < 5e-5 && (place.y - 9.7911).abs() < 5e-5);
/// # Ok::<(), euthymia_clinical::tms::target::head::HeadError>(())
/// ```
#[must_use]
pub fn calculator(head: Head) -> Place {
    let (r1, r2) = (0.4 * head.nasion_inion(), 0.4 * head.tragus());
    let a = (r2 * sine(324.0) + r1 / 2.0) / r2;
    let b = r1 * sine(298.0) / (r1 * cosine(298.0) - r2 / 2.0);
    crossing(r1, r2, a, b).place(head, 0.91)
}

/// What the derivation intends: the crossing of the lines Fz–F7 and C3–Fp1.
#[must_use]
pub fn geometry(head: Head) -> Place {
    let (r1, r2) = (0.4 * head.nasion_inion(), 0.4 * head.tragus());
    let a = (r2 * sine(324.0) + r1 / 2.0) / (r2 * cosine(324.0));
    let b = r1 * sine(288.0) / (r1 * cosine(288.0) - r2 / 2.0);
    crossing(r1, r2, a, b).place(head, 0.9)
}

/// The misprinted lines and crossing that the journal and PubMed Central share: x, y, R₁, R₂, A, B.
fn misprinted(head: Head) -> [f64; 6] {
    let (r1, r2) = (0.4 * head.nasion_inion(), 0.4 * head.tragus());
    let a = (r2 * sine(324.0) + r1) / (r2 * cosine(324.0));
    let b = r1 * sine(288.0) / (r1 * cosine(288.0) - r2);
    let twice = (r1 + r2 * b) / (b - a);
    [0.5 * twice, 0.5 * (a * twice + r1), r1, r2, a, b]
}

/// The formula as printed on PubMed Central; never to be used.
#[must_use]
pub fn pubmed(head: Head) -> Place {
    let [x, y, ..] = misprinted(head);
    let flat = Flat {
        distance: (2.0 * x * x + 2.0 * y * y).sqrt(),
        angle: (y / x).atan(),
    };
    flat.place(head, 0.9)
}

/// The formula as printed in the journal; never to be used.
#[must_use]
pub fn published(head: Head) -> Place {
    let [x, y, r1, r2, a, b] = misprinted(head);
    let flat = Flat {
        distance: (0.5 * (r1 + r2 * b * b) / (b - a) + y * y).sqrt(),
        angle: ((y + r1 / 2.0) / x).atan(),
    };
    flat.place(head, 0.9)
}

/// The place that a formula gives; `None` for one that is not of this family.
pub(super) fn by(formula: Formula, head: Head) -> Option<Place> {
    match formula {
        Formula::Calculator => Some(calculator(head)),
        Formula::Geometry => Some(geometry(head)),
        Formula::Pubmed => Some(pubmed(head)),
        Formula::Published => Some(published(head)),
        Formula::Shares => None,
    }
}
