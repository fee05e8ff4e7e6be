//! What to make of a network.

use super::certainty::CertaintyOptions;
use super::component_options::ComponentOptions;
use super::dosing::Dosing;
use super::measure::NetworkMeasure;
use super::models::ModelOptions;
use super::moderation::Moderation;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::{Better, Draws, Options, Prediction, Tau2Method};

/// What to make of a network. Every choice is explicit; those that the data must settle are `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareOptions {
    /// On which scale treatments are compared.
    pub measure: NetworkMeasure,
    /// The estimator of τ² of the random-effects model.
    pub tau2: Tau2Method,
    /// Which prediction interval.
    pub prediction: Prediction,
    /// Confidence level.
    pub level: Probability,
    /// What is done about zero cells.
    pub zero_cells: ZeroCells,
    /// The node that others are compared with; `None` for the one that
    /// [`reference`](super::reference) picks.
    pub reference: Option<String>,
    /// Which way is better.
    pub better: Better,
    /// The smallest difference that matters, as printed: above 1 for ratios, above 0 otherwise.
    /// `None` where nobody has said.
    pub important: Option<f64>,
    /// The risk or mean with the reference at which absolute effects are stated.
    pub baseline: Option<f64>,
    /// Draws for ranks.
    pub draws: Draws,
    /// By how much contrasts of one trial may fail to add up, on the analysis scale.
    pub adds_up_within: f64,
    /// The rules of certainty, and what people know of single comparisons.
    pub certainty: CertaintyOptions,
    /// The model of components.
    pub components: ComponentOptions,
    /// Models beside those of inverse variances.
    pub further: ModelOptions,
    /// Properties of trials that may explain differences.
    pub moderation: Moderation,
    /// Curves of effects over doses; `None` where nobody asked.
    pub dosing: Option<Dosing>,
}

impl CompareOptions {
    /// REML, a t prediction interval, 95 %, 100,000 draws from seed 1.
    #[must_use]
    pub fn of(measure: NetworkMeasure, better: Better) -> Self {
        Self {
            measure,
            tau2: Tau2Method::Reml,
            prediction: Prediction::StudentQ,
            level: Probability::NINETY_FIVE,
            zero_cells: match measure {
                NetworkMeasure::RiskDifference => ZeroCells::DIFFERENCE,
                _ => ZeroCells::RATIO,
            },
            reference: None,
            better,
            important: None,
            baseline: None,
            draws: Draws {
                count: 100_000,
                seed: 1,
                threads: 2,
            },
            adds_up_within: euthymia_synthesis::network::ADDS_UP_WITHIN,
            certainty: CertaintyOptions::default(),
            components: ComponentOptions::default(),
            further: ModelOptions::default(),
            moderation: Moderation::default(),
            dosing: None,
        }
    }

    /// The options of one of the two models.
    #[must_use]
    pub fn network(&self, model: euthymia_synthesis::network::Model) -> Options {
        Options {
            model,
            prediction: self.prediction,
            level: self.level,
        }
    }
}
