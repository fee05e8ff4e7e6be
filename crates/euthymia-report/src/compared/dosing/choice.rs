//! Which curves, and what counts as a dose of what.

/// How an effect depends on the dose; every curve is 0 at dose 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseShape {
    /// In proportion to the dose.
    Linear,
    /// In proportion to ln(1 + dose/s), where s is the smallest dose of the agent.
    LogLinear,
    /// A parabola.
    Quadratic,
    /// E_max with an estimated ED50.
    Emax,
    /// A restricted cubic spline with knots at 0, the middle one of the doses tried, and the largest.
    Spline,
    /// An effect of its own for each dose.
    Categories,
}

impl DoseShape {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Linear,
        Self::LogLinear,
        Self::Quadratic,
        Self::Emax,
        Self::Spline,
        Self::Categories,
    ];

    /// Its word on a command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::LogLinear => "log-linear",
            Self::Quadratic => "quadratic",
            Self::Emax => "emax",
            Self::Spline => "spline",
            Self::Categories => "categories",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::LogLinear => "log-linear",
            Self::Quadratic => "quadratic",
            Self::Emax => "Emax",
            Self::Spline => "restricted cubic spline",
            Self::Categories => "each dose apart",
        }
    }

    /// How many different doses above zero it needs at least.
    #[must_use]
    pub fn doses_needed(self) -> usize {
        match self {
            Self::Linear | Self::LogLinear | Self::Categories => 1,
            Self::Quadratic | Self::Emax | Self::Spline => 2,
        }
    }
}

/// What is asked of doses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dosing {
    /// The curve of every agent; `None` to compare all and show the one with the smallest AIC.
    pub shape: Option<DoseShape>,
    /// Agents with a curve of their own, by the node that they are with doses merged.
    pub own: Vec<(String, DoseShape)>,
    /// Treatments that count as doses of another one: treatment and agent. A control `low_dose_X` counts
    /// as a dose of X without being named.
    pub dose_of: Vec<(String, String)>,
    /// The body weight in kg at which doses per weight are made into doses; `None` for never.
    pub body_weight: Option<f64>,
    /// Doses at which effects are stated beside those tried, by agent.
    pub at: Vec<(String, f64)>,
}
