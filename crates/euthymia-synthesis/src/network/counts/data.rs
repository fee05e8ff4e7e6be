//! Counts of a network of trials, arm by arm, checked.

use super::error::CountError;
use crate::effect::proportion::Count;
use crate::network::arms::{Arm, grouped, says_nothing};
use crate::network::data::names;
use crate::network::error::NetworkError;
use std::collections::HashMap;

/// Patients of a trial up to which likelihoods are computed: beyond them a count has too few digits left
/// for the search to settle.
pub(super) const PATIENTS_MAX: u64 = 10_000_000;

/// The counts of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct CountTrial {
    label: String,
    arms: Vec<usize>,
    counts: Vec<Count>,
}

impl CountTrial {
    /// What it is called.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The treatments of its arms, as places in [`Counts::treatments`].
    #[must_use]
    pub fn arms(&self) -> &[usize] {
        &self.arms
    }

    /// What each arm counted, in the order of [`CountTrial::arms`].
    #[must_use]
    pub fn counts(&self) -> &[Count] {
        &self.counts
    }

    /// Events of all arms.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.counts
            .iter()
            .fold(0, |sum, count| sum.saturating_add(count.events()))
    }

    /// Patients of all arms.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.counts
            .iter()
            .fold(0, |sum, count| sum.saturating_add(count.n()))
    }

    /// True when nobody in any arm, or everybody in all of them, had the event: such a trial says
    /// nothing about an odds ratio.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        says_nothing(&self.counts.iter().collect::<Vec<_>>())
    }

    /// The treatments with what each counted.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, &Count)> {
        self.arms.iter().copied().zip(&self.counts)
    }
}

/// Counts of events in the arms of at least one trial of at least two arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    treatments: Vec<String>,
    trials: Vec<CountTrial>,
}

impl Counts {
    /// Checks arms, which may stand anywhere; treatments and trials keep the order in which they are
    /// first named.
    ///
    /// # Errors
    /// [`NetworkError`]: no arm, a trial with one arm or with two of the same treatment, an empty name.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::proportion::Count;
    /// use euthymia_synthesis::network::{Arm, counts::Counts};
    /// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
    ///     study: "1".into(), treatment: treatment.into(), result: Count::new(events, 20)? });
    /// let counts = Counts::new(&[arm("A", 2)?, arm("B", 0)?])?;
    /// assert_eq!(counts.treatments(), ["A", "B"]);
    /// assert_eq!(counts.trials()[0].events(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(arms: &[Arm<Count>]) -> Result<Self, NetworkError> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut treatments, mut trials) = (Vec::new(), Vec::new());
        for group in grouped(arms) {
            let labels: Vec<String> = group.iter().map(|arm| arm.treatment.clone()).collect();
            let label = group
                .first()
                .map_or_else(String::new, |arm| arm.study.clone());
            names(&label, &labels)?;
            let mut place = |name: String| {
                *places.entry(name).or_insert_with_key(|name| {
                    treatments.push(name.clone());
                    treatments.len() - 1
                })
            };
            trials.push(CountTrial {
                label,
                arms: labels.into_iter().map(&mut place).collect(),
                counts: group.iter().map(|arm| arm.result).collect(),
            });
        }
        if trials.is_empty() {
            return Err(NetworkError::Empty);
        }
        Ok(Self { treatments, trials })
    }

    /// The treatments, in the order in which the data name them.
    #[must_use]
    pub fn treatments(&self) -> &[String] {
        &self.treatments
    }

    /// The place of a treatment.
    #[must_use]
    pub fn treatment(&self, label: &str) -> Option<usize> {
        self.treatments.iter().position(|name| name == label)
    }

    /// The trials, in the order in which the data name them.
    #[must_use]
    pub fn trials(&self) -> &[CountTrial] {
        &self.trials
    }

    /// Trials that say something about an odds ratio.
    pub(super) fn informative(&self) -> impl Iterator<Item = &CountTrial> {
        self.trials.iter().filter(|trial| !trial.says_nothing())
    }

    /// The labels of the others.
    #[must_use]
    pub fn uninformative(&self) -> Vec<String> {
        let others = self.trials.iter().filter(|trial| trial.says_nothing());
        others.map(|trial| trial.label.clone()).collect()
    }

    /// Checks that no trial has more patients than `most`.
    pub(super) fn sized(&self, most: u64) -> Result<(), CountError> {
        match self.trials.iter().find(|trial| trial.n() > most) {
            None => Ok(()),
            Some(trial) => Err(CountError::TooLarge {
                trial: trial.label.clone(),
                n: trial.n(),
                most,
            }),
        }
    }

    /// Labels of treatments, by place.
    pub(super) fn labels(&self, places: &[usize]) -> Vec<String> {
        let label = |place: &usize| self.treatments.get(*place).cloned();
        places.iter().filter_map(label).collect()
    }
}
