//! Interactions of components, one after the other, as long as each makes the model fit better.

use super::fit::{ComponentFit, fit_components};
use super::matrix::{ComponentError, Components};
use crate::network::data::Network;
use crate::network::design::QTest;
use crate::network::error::FitError;
use crate::network::fit::Model;
use euthymia_numerics::Probability;

/// When an interaction is taken into the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Criterion {
    /// When Akaike's criterion falls: Q falls by more than twice the degrees of freedom that it costs.
    Akaike,
    /// When the p-value of the fall in Q is below this; 0.157 is what Akaike's criterion amounts to for
    /// one degree of freedom, and what Petropoulou et al. use.
    BelowP(Probability),
}

impl Criterion {
    fn takes(self, improvement: &QTest) -> bool {
        match self {
            Self::Akaike => improvement.q > 2.0 * improvement.df as f64,
            Self::BelowP(limit) => improvement.p_value.is_some_and(|p| p < limit.get()),
        }
    }
}

/// Falls in Q this close to each other are equal but for rounding.
const ROUNDING: f64 = 1e-9;

/// An interaction that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The two components.
    pub components: (String, String),
    /// By how much Q falls with it.
    pub improvement: QTest,
    /// Q of the model with it.
    pub left: QTest,
}

/// The model that was selected, and on what way.
#[derive(Clone, Debug)]
pub struct Selection {
    /// When an interaction was taken.
    pub criterion: Criterion,
    /// The interactions taken, in their order.
    pub taken: Vec<Candidate>,
    /// The best interaction that was not taken; `None` when none was left to try.
    pub refused: Option<Candidate>,
    /// Interactions of components that come together, but which the trials cannot tell from what is in
    /// the selected model.
    pub aliased: Vec<(String, String)>,
    /// The selected model.
    pub fit: ComponentFit,
}

/// Tests a component model against a richer one that contains it, by the fall in Q of both with common
/// effects.
///
/// # References
/// Rücker G, Petropoulou M, Schwarzer G. Biom J 2020;62:808–821.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::network::component::{Components, fit_components, improvement};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Model, Network};
/// let contrast = |study: &str, a: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: "nil".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", 1.0), contrast("2", "B", 1.0),
///     contrast("3", "A+B", 5.0)], ADDS_UP_WITHIN)?;
/// let additive = Components::from_labels(&network, "+", Some("nil"))?;
/// let fit = |components| fit_components(&network, components, Model::CommonEffect,
///     Probability::NINETY_FIVE);
/// let test = improvement(&fit(additive.clone())?, &fit(additive.with_interaction("A", "B")?)?);
/// // The three lie 5 − 1 − 1 = 3 from adding up, with a variance of 3.
/// assert!((test.q - 3.0).abs() < 1e-12 && test.df == 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn improvement(simple: &ComponentFit, rich: &ComponentFit) -> QTest {
    let df = simple.q.df.saturating_sub(rich.q.df);
    let fall = (simple.q.q - rich.q.q).max(0.0);
    QTest::new(if df > 0 { fall } else { 0.0 }, df)
}

/// Adds interactions of two components to the model one by one: of all pairs that come together in a
/// treatment, the one with the largest fall in Q (every one costs one degree of freedom), until the
/// criterion refuses the best or none is left. Of equals the first is taken.
///
/// Q is that of common effects; the selected model is then fitted as `model`. What the components
/// determine stays determined: an interaction that would take from it is aliased, and never tried. The
/// p-values after a selection are too small, as after any.
///
/// # Errors
/// [`FitError`].
///
/// # References
/// Petropoulou M et al. BMC Med Res Methodol 2023;23:140, where additivity is recommended for networks in
/// parts only with strong clinical reasons.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::network::component::{Components, Criterion, select_interactions};
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Model, Network};
/// let contrast = |study: &str, a: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: "nil".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", 1.0), contrast("2", "B", 1.0),
///     contrast("3", "A+B", 5.0)], ADDS_UP_WITHIN)?;
/// let components = Components::from_labels(&network, "+", Some("nil"))?;
/// let found = select_interactions(&network, components, Model::CommonEffect,
///     Probability::NINETY_FIVE, Criterion::Akaike)?;
/// assert_eq!(found.taken[0].components, ("A".to_owned(), "B".to_owned()));
/// assert_eq!(found.refused, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn select_interactions(
    network: &Network,
    components: Components,
    model: Model,
    level: Probability,
    criterion: Criterion,
) -> Result<Selection, FitError> {
    let pairs = together(&components);
    let common = |components| fit_components(network, components, Model::CommonEffect, level);
    let mut now = common(components)?;
    let mut taken = Vec::new();
    loop {
        let mut best: Option<(Candidate, ComponentFit)> = None;
        let mut aliased = Vec::new();
        for pair in &pairs {
            let rich = match now.components.clone().with_interaction(&pair.0, &pair.1) {
                Ok(components) => common(components)?,
                Err(_) => continue,
            };
            let improvement = improvement(&now, &rich);
            if improvement.df == 0 {
                aliased.push(pair.clone());
            } else if best
                .as_ref()
                .is_none_or(|(known, _)| improvement.q > known.improvement.q * (1.0 + ROUNDING))
            {
                let candidate = Candidate {
                    components: pair.clone(),
                    improvement,
                    left: rich.q,
                };
                best = Some((candidate, rich));
            }
        }
        match best {
            Some((candidate, rich)) if criterion.takes(&candidate.improvement) => {
                taken.push(candidate);
                now = rich;
            }
            other => {
                return Ok(Selection {
                    criterion,
                    taken,
                    refused: other.map(|(candidate, _)| candidate),
                    aliased,
                    fit: fit_components(network, now.components, model, level)?,
                });
            }
        }
    }
}

/// Pairs of components that some treatment contains.
fn together(components: &Components) -> Vec<(String, String)> {
    let names = components.names();
    let mut pairs = Vec::new();
    for (i, one) in names.iter().enumerate() {
        for other in &names[i + 1..] {
            let with = components.clone().with_interaction(one, other);
            if !matches!(with, Err(ComponentError::NeverTogether(..))) {
                pairs.push((one.clone(), other.clone()));
            }
        }
    }
    pairs
}
