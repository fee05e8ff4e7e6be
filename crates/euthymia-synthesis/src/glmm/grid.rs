//! Where a study's integrand is evaluated.

use euthymia_numerics::gauss_hermite::GaussHermite;

/// A rule for integrals over random effects, placed on the mode of each integrand and scaled by the
/// curvature there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Grid {
    /// Gauss–Hermite points in each direction.
    Points(GaussHermite),
    /// Evenly spaced points, this far apart in units of the curvature's standard deviation, as far as
    /// the integrand reaches.
    ///
    /// For integrands that are analytic and vanish at both ends the error falls as exp(−c/step), so
    /// that halving the step doubles the number of right digits (Trefethen LN, Weideman JAC. SIAM Rev
    /// 2014;56:385–458). It needs no likeness to a normal density, which Gauss–Hermite points do: a
    /// study without events under a large τ has a long flat shoulder.
    Step(f64),
}

impl Grid {
    /// Gauss–Hermite points.
    pub(crate) fn points(points: usize) -> Self {
        Self::Points(GaussHermite::new(points))
    }

    /// What it is, for people.
    pub(crate) fn size(&self) -> GridSize {
        match self {
            Self::Points(rule) => GridSize::Points(rule.points()),
            Self::Step(step) => GridSize::Step(*step),
        }
    }
}

/// The rule in use at the end of a search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GridSize {
    /// Gauss–Hermite points in each direction.
    Points(usize),
    /// Step of the trapezoidal rule, in standard deviations.
    Step(f64),
}
