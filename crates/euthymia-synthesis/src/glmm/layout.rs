//! How parameters and random effects make the linear predictors of a study.

use super::arm::Arm;

/// The counts of one study, or of several studies with the same counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) first: Arm,
    pub(crate) second: Option<Arm>,
    /// How many studies have these counts.
    pub(crate) copies: f64,
}

impl Item {
    pub(crate) fn arms(&self) -> impl Iterator<Item = &Arm> {
        std::iter::once(&self.first).chain(self.second.as_ref())
    }
}

/// The coefficients of a linear predictor: ηⱼ = Σₚ θₚ (fixedⱼₚ + Σ_d randomⱼdₚ z_d), with z standard
/// normal. Everything is linear in θ once z is given, which is what makes the derivatives short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Layout<const P: usize> {
    /// For each of at most two groups.
    pub(crate) fixed: [[f64; P]; 2],
    /// For each of at most two groups and two random effects.
    pub(crate) random: [[[f64; P]; 2]; 2],
    /// True when there are two random effects.
    pub(crate) two: bool,
    /// True when the last parameter belongs to each study alone.
    pub(crate) own: bool,
}

impl<const P: usize> Layout<P> {
    /// ηⱼ at z = 0, and what each z adds to it.
    #[inline]
    pub(crate) fn predictor(&self, group: usize, theta: &[f64; P]) -> (f64, [f64; 2]) {
        let dot = |row: &[f64; P]| row.iter().zip(theta).map(|(a, b)| a * b).sum::<f64>();
        let random = &self.random[group];
        (dot(&self.fixed[group]), [dot(&random[0]), dot(&random[1])])
    }

    /// What ∂ηⱼ/∂θ is a sum of, with factors 1, z₁ and z₂.
    #[inline]
    pub(crate) fn rows(&self, group: usize) -> [&[f64; P]; 3] {
        let [first, second] = &self.random[group];
        [&self.fixed[group], first, second]
    }
}

/// η = μ + τz for one group: parameters (μ, τ).
pub(crate) const ONE_GROUP: Layout<2> = Layout {
    fixed: [[1.0, 0.0], [0.0, 0.0]],
    random: [[[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]],
    two: false,
    own: false,
};

/// ηⱼ = γ + cⱼ(μ + τz) with a γ for each study: parameters (μ, τ, γ).
pub(crate) fn fixed_studies(codes: [f64; 2]) -> Layout<3> {
    Layout {
        fixed: codes.map(|c| [c, 0.0, 1.0]),
        random: codes.map(|c| [[0.0, c, 0.0], [0.0; 3]]),
        two: false,
        own: true,
    }
}

/// ηⱼ = γ + fⱼμ + σz₁ + cⱼ(az₁ + bz₂): parameters (γ, μ, σ, b, a), a held at zero without correlation.
pub(crate) fn random_studies(codes: [f64; 2]) -> Layout<5> {
    let fixed = [0.5, -0.5].map(|f| [1.0, f, 0.0, 0.0, 0.0]);
    let random = codes.map(|c| [[0.0, 0.0, 1.0, 0.0, c], [0.0, 0.0, 0.0, c, 0.0]]);
    Layout {
        fixed,
        random,
        two: true,
        own: false,
    }
}

/// ηⱼ = γ + σz, plus an effect of its own in the first group of each study: parameters (γ, σ, effect).
pub(crate) const OWN_EFFECTS: Layout<3> = Layout {
    fixed: [[1.0, 0.0, 1.0], [1.0, 0.0, 0.0]],
    random: [
        [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]],
        [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]],
    ],
    two: false,
    own: true,
};
