//! What to make of components.

use euthymia_synthesis::network::component::Criterion;

/// Which component counts as doing nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Inactive {
    /// The control, else the reference of the first part unless it is a combination.
    #[default]
    Usual,
    /// This one.
    Named(String),
    /// None: effects are against containing nothing.
    Nothing,
}

/// What to make of components. The default is the additive model, with nothing predicted on request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentOptions {
    /// Which component counts as doing nothing.
    pub inactive: Inactive,
    /// Pairs that may do more or less together than their sum.
    pub interactions: Vec<(String, String)>,
    /// Whether further interactions are taken into the model, and by which rule.
    pub select: Option<Criterion>,
    /// Combinations to predict, by their components, whether or not any trial tried them.
    pub combinations: Vec<Vec<String>>,
}

impl ComponentOptions {
    /// True when anything was asked beyond the default.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self != Self::default()
    }
}
