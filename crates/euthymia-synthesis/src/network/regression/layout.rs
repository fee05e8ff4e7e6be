//! Which coefficients there are, and what each arm of a trial says about them.

use super::covariate::{Complete, Covariate, Interaction, Moderator};
use super::error::RegressionError;
use crate::network::data::Network;
use std::collections::BTreeSet;

/// What a coefficient stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A treatment less the reference, where every covariate is at its centre.
    Effect {
        /// The treatment, by name.
        treatment: String,
    },
    /// The interaction with a covariate.
    Interaction {
        /// The covariate, by name.
        covariate: String,
        /// The treatment or the class whose interaction it is; `None` where all share one, and for the
        /// mean B of exchangeable ones.
        of: Option<String>,
    },
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Effect { treatment } => write!(f, "{treatment}"),
            Self::Interaction {
                covariate,
                of: Some(of),
            } => write!(f, "{covariate} × {of}"),
            Self::Interaction {
                covariate,
                of: None,
            } => write!(f, "{covariate}"),
        }
    }
}

/// Columns with what they multiply.
pub(super) type Row = Vec<(usize, f64)>;

/// The columns of the model: first effects and interactions, then one for each random slope.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The treatment that effects are compared with.
    pub(super) reference: usize,
    /// The fixed coefficients.
    pub(super) terms: Vec<Term>,
    /// The covariates.
    pub(super) covariates: Vec<Covariate>,
    /// How many columns are random slopes.
    pub(super) random: usize,
    /// For each covariate and treatment the columns of its interaction; none for controls.
    slopes: Vec<Vec<Vec<usize>>>,
}

impl Layout {
    /// Lays out the columns for the trials that can be used.
    pub(super) fn new(
        given: &Network,
        complete: &Complete,
        moderators: &[Moderator],
        controls: &[String],
    ) -> Result<Self, RegressionError> {
        let network = &complete.network;
        known(given, controls.iter())?;
        let reference = controls.iter().find_map(|name| network.treatment(name));
        let reference = reference.ok_or(RegressionError::NoControl)?;
        let is_control = |name: &String| controls.contains(name);
        if network.treatments().iter().all(is_control) {
            return Err(RegressionError::OnlyControls);
        }
        let others = network.treatments().iter().enumerate();
        let effects = others.filter(|(at, _)| *at != reference);
        let mut layout = Self {
            reference,
            terms: effects
                .map(|(_, name)| Term::Effect {
                    treatment: name.clone(),
                })
                .collect(),
            covariates: moderators.iter().map(|m| m.covariate.clone()).collect(),
            random: 0,
            slopes: Vec::with_capacity(moderators.len()),
        };
        for moderator in moderators {
            if let Interaction::ByClass(classes) = &moderator.interaction {
                known(given, classes.keys())?;
                if let Some(name) = classes.keys().find(|name| is_control(name)) {
                    return Err(RegressionError::ControlWithClass(name.clone()));
                }
            }
            let columns = layout.columns(network, moderator, &is_control)?;
            layout.slopes.push(columns);
        }
        layout.place_random(network, moderators, &is_control);
        Ok(layout)
    }

    /// The fixed columns of one covariate, for each treatment.
    fn columns(
        &mut self,
        network: &Network,
        moderator: &Moderator,
        is_control: &impl Fn(&String) -> bool,
    ) -> Result<Vec<Vec<usize>>, RegressionError> {
        let covariate = &moderator.covariate.name;
        let mut columns = Vec::with_capacity(network.treatments().len());
        for treatment in network.treatments() {
            if is_control(treatment) {
                columns.push(Vec::new());
                continue;
            }
            let of = match &moderator.interaction {
                Interaction::Shared | Interaction::Exchangeable => None,
                Interaction::Independent => Some(treatment.clone()),
                Interaction::ByClass(classes) => {
                    let class = classes.get(treatment);
                    let class = class.ok_or_else(|| RegressionError::NoClass {
                        treatment: treatment.clone(),
                        covariate: covariate.clone(),
                    })?;
                    Some(class.clone())
                }
            };
            let term = Term::Interaction {
                covariate: covariate.clone(),
                of,
            };
            let place = self.terms.iter().position(|known| *known == term);
            columns.push(vec![place.unwrap_or(self.terms.len())]);
            if place.is_none() {
                self.terms.push(term);
            }
        }
        Ok(columns)
    }

    /// Adds the columns of random slopes after all others.
    fn place_random(
        &mut self,
        network: &Network,
        moderators: &[Moderator],
        is_control: &impl Fn(&String) -> bool,
    ) {
        for (moderator, slopes) in moderators.iter().zip(&mut self.slopes) {
            if moderator.interaction != Interaction::Exchangeable {
                continue;
            }
            for (treatment, columns) in network.treatments().iter().zip(slopes) {
                if !is_control(treatment) {
                    columns.push(self.terms.len() + self.random);
                    self.random += 1;
                }
            }
        }
    }

    /// How many fixed coefficients are effects of treatments.
    pub(super) fn effects(&self) -> usize {
        let is_effect = |term: &&Term| matches!(term, Term::Effect { .. });
        self.terms.iter().filter(is_effect).count()
    }

    /// The columns of the interaction of a treatment with a covariate.
    pub(super) fn slope(&self, covariate: usize, treatment: usize) -> &[usize] {
        let of = self.slopes.get(covariate).and_then(|s| s.get(treatment));
        of.map_or(&[], Vec::as_slice)
    }

    /// Where a treatment lies in a trial with these covariates, as given.
    pub(super) fn row(&self, treatment: usize, values: &[f64]) -> Row {
        let mut row = Row::new();
        match treatment.cmp(&self.reference) {
            std::cmp::Ordering::Less => row.push((treatment, 1.0)),
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => row.push((treatment - 1, 1.0)),
        }
        for (at, (covariate, value)) in self.covariates.iter().zip(values).enumerate() {
            let x = covariate.centred(*value);
            let columns = self.slope(at, treatment).iter();
            row.extend(columns.map(|column| (*column, x)));
        }
        row
    }

    /// The names of a set of fixed columns, in the order of the alphabet.
    pub(super) fn names(&self, columns: impl Iterator<Item = usize>) -> String {
        let names: BTreeSet<String> = columns
            .filter_map(|at| self.terms.get(at).map(Term::to_string))
            .collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    }
}

fn known<'a>(
    network: &Network,
    mut names: impl Iterator<Item = &'a String>,
) -> Result<(), RegressionError> {
    let unknown = names.find(|name| network.treatment(name).is_none());
    match unknown {
        Some(name) => Err(RegressionError::UnknownTreatment(name.clone())),
        None => Ok(()),
    }
}
