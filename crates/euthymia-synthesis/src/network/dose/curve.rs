//! Which curve an agent follows.

use super::data::DoseNetwork;
use super::error::DoseError;
use super::spline::{self, KnotDoses, Knots};

/// Where ED50 comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ed50 {
    /// Estimated, between a hundredth of the smallest and a hundred times the largest dose.
    Estimated,
    /// A value chosen beforehand, > 0, in the unit of the dose.
    Given(f64),
}

/// How an agent's effect depends on its dose; every curve is 0 at dose 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// βd.
    Linear,
    /// β ln(1 + d/s).
    LogLinear {
        /// s > 0, in the unit of the dose: well below it the curve is straight, above it logarithmic.
        shift: f64,
    },
    /// β₁d + β₂d².
    Quadratic,
    /// E_max d/(ED50 + d): half of the largest effect at ED50. Also known as: Michaelis–Menten,
    /// hyperbolic; the Hill coefficient is 1.
    Emax(Ed50),
    /// A restricted cubic spline, straight beyond its outer knots.
    Spline(Knots),
    /// An effect of its own for each dose, as in the ordinary network.
    Categories,
}

impl Curve {
    /// Its name for people.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::LogLinear { .. } => "log-linear",
            Self::Quadratic => "quadratic",
            Self::Emax(Ed50::Estimated) => "Emax",
            Self::Emax(Ed50::Given(_)) => "Emax with a given ED50",
            Self::Spline(_) => "restricted cubic spline",
            Self::Categories => "categories",
        }
    }
}

/// A curve for each agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The curve of every agent that is not named below.
    pub all: Curve,
    /// Agents with a curve of their own.
    pub own: Vec<(String, Curve)>,
}

impl Curves {
    /// One curve for all agents, with coefficients of each agent's own.
    #[must_use]
    pub fn all(curve: Curve) -> Self {
        Self {
            all: curve,
            own: Vec::new(),
        }
    }

    /// The curve of an agent.
    #[must_use]
    pub fn of(&self, agent: &str) -> &Curve {
        let own = self.own.iter().find(|(name, _)| name == agent);
        own.map_or(&self.all, |(_, curve)| curve)
    }
}

/// A curve with its constants, in units in which the agent's largest dose is 1 where that matters.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Linear { unit: f64 },
    LogLinear { shift: f64 },
    Quadratic { unit: f64 },
    EmaxAt { ed50: f64 },
    Emax,
    Spline { unit: f64, knots: Vec<f64> },
    Categories { doses: Vec<f64> },
}

/// Settles the constants of an agent's curve and checks that its doses can bear it.
pub(super) fn shape(
    doses: &DoseNetwork,
    agent: usize,
    curves: &Curves,
) -> Result<Shape, DoseError> {
    let own = &doses.agents()[agent];
    let unit = own.doses.last().copied().unwrap_or(1.0);
    let positive = |what, value: f64| {
        let error = || DoseError::Constant {
            agent: own.name.clone(),
            what,
            value,
        };
        (value > 0.0 && value.is_finite())
            .then_some(value)
            .ok_or_else(error)
    };
    let made = match curves.of(&own.name) {
        Curve::Linear => Shape::Linear { unit },
        Curve::LogLinear { shift } => Shape::LogLinear {
            shift: positive("shift", *shift)?,
        },
        Curve::Quadratic => Shape::Quadratic { unit },
        Curve::Emax(Ed50::Estimated) => Shape::Emax,
        Curve::Emax(Ed50::Given(ed50)) => Shape::EmaxAt {
            ed50: positive("half-saturating dose", *ed50)?,
        },
        Curve::Spline(knots) => Shape::Spline {
            unit,
            knots: settle(doses, agent, knots)?
                .iter()
                .map(|t| t / unit)
                .collect(),
        },
        Curve::Categories => Shape::Categories {
            doses: own.doses.clone(),
        },
    };
    let needed = made.columns() + usize::from(made.is_searched());
    if own.doses.len() < needed {
        return Err(DoseError::TooFewDoses {
            agent: own.name.clone(),
            doses: own.doses.len(),
            needed,
        });
    }
    Ok(made)
}

/// The knots of one agent.
fn settle(doses: &DoseNetwork, agent: usize, knots: &Knots) -> Result<Vec<f64>, DoseError> {
    let found = match knots {
        Knots::At(places) => places.clone(),
        Knots::Quantiles { of, over } => {
            let arms = doses.arm_doses(agent, *over == KnotDoses::WithZero);
            let at = |p| spline::quantile(&arms, p);
            of.iter().copied().filter_map(at).collect()
        }
    };
    if spline::are_knots(&found) {
        return Ok(found);
    }
    Err(DoseError::Knots {
        agent: doses.agents()[agent].name.clone(),
        knots: found,
    })
}

impl Shape {
    /// How many coefficients it is linear in.
    pub(super) fn columns(&self) -> usize {
        match self {
            Self::Linear { .. } | Self::LogLinear { .. } | Self::EmaxAt { .. } | Self::Emax => 1,
            Self::Quadratic { .. } => 2,
            Self::Spline { knots, .. } => knots.len().saturating_sub(1),
            Self::Categories { doses } => doses.len(),
        }
    }

    /// True when ED50 is searched for.
    pub(super) fn is_searched(&self) -> bool {
        matches!(self, Self::Emax)
    }

    /// What multiplies the coefficients at one dose; `None` for a category that was not tried. `phi` is
    /// ln ED50 where it is searched for.
    pub(super) fn row(&self, dose: f64, phi: f64) -> Option<Vec<f64>> {
        Some(match self {
            Self::Linear { unit } => vec![dose / unit],
            Self::LogLinear { shift } => vec![(dose / shift).ln_1p()],
            Self::Quadratic { unit } => vec![dose / unit, (dose / unit).powi(2)],
            Self::EmaxAt { ed50 } => vec![occupied(dose, ed50.ln())],
            Self::Emax => vec![occupied(dose, phi)],
            Self::Spline { unit, knots } => spline::columns(knots, dose / unit),
            Self::Categories { doses } => {
                if dose > 0.0 && !doses.contains(&dose) {
                    return None;
                }
                let own = |d: &f64| if *d == dose { 1.0 } else { 0.0 };
                doses.iter().map(own).collect()
            }
        })
    }

    /// By what coefficients are divided to belong to the dose in its own unit.
    pub(super) fn scales(&self) -> Vec<f64> {
        match self {
            Self::Linear { unit } => vec![*unit],
            Self::Quadratic { unit } => vec![*unit, unit * unit],
            Self::Spline { unit, .. } => vec![*unit; self.columns()],
            _ => vec![1.0; self.columns()],
        }
    }

    /// Names of the coefficients.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Linear { .. } => vec!["dose".into()],
            Self::LogLinear { shift } => vec![format!("ln(1 + dose/{shift})")],
            Self::Quadratic { .. } => vec!["dose".into(), "dose²".into()],
            Self::EmaxAt { .. } | Self::Emax => vec!["Emax".into()],
            Self::Spline { .. } => (1..=self.columns())
                .map(|j| format!("spline {j}"))
                .collect(),
            Self::Categories { doses } => doses.iter().map(|d| format!("dose {d}")).collect(),
        }
    }
}

/// d/(ED50 + d) with φ = ln ED50.
pub(super) fn occupied(dose: f64, phi: f64) -> f64 {
    if dose > 0.0 {
        1.0 / (1.0 + (phi - dose.ln()).exp())
    } else {
        0.0
    }
}

/// The derivative of d/(ED50 + d) by φ.
pub(super) fn bend(dose: f64, phi: f64) -> f64 {
    let f = occupied(dose, phi);
    -f * (1.0 - f)
}
