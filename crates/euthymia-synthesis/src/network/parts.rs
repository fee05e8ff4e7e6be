//! The parts of a network between which there is no trial.

use super::data::{Network, Trial};

impl Network {
    /// The parts, each a list of treatments as places in [`Network::treatments`]: treatments of one
    /// part are joined by a chain of trials, those of different parts are not. The first treatment is in
    /// the first part.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
    /// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
    ///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 1.0 };
    /// let network = Network::from_contrasts(
    ///     &[contrast("1", "A", "B"), contrast("2", "C", "D")], ADDS_UP_WITHIN)?;
    /// assert_eq!(network.parts(), [[0, 1], [2, 3]]);
    /// # Ok::<(), euthymia_synthesis::network::NetworkError>(())
    /// ```
    #[must_use]
    pub fn parts(&self) -> Vec<Vec<usize>> {
        parts_of(
            self.treatments().len(),
            self.trials().iter().map(Trial::arms),
        )
    }

    /// Each part as a network of its own, in the order of [`Network::parts`].
    #[must_use]
    pub fn each_part(&self) -> Vec<Self> {
        let parts = self.parts();
        let network = |part: &Vec<usize>| {
            self.restricted(|trial| trial.arms().iter().any(|arm| part.contains(arm)))
        };
        parts.iter().filter_map(network).collect()
    }
}

/// The parts into which trials join so many treatments, each trial given by its arms.
pub(crate) fn parts_of<'a>(
    treatments: usize,
    trials: impl Iterator<Item = &'a [usize]>,
) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..treatments).collect();
    for arms in trials {
        let [first, others @ ..] = arms else {
            continue;
        };
        for other in others {
            let (a, b) = (lead(&mut leader, *first), lead(&mut leader, *other));
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut parts: std::collections::BTreeMap<usize, Vec<usize>> = Default::default();
    for treatment in 0..leader.len() {
        let first = lead(&mut leader, treatment);
        parts.entry(first).or_default().push(treatment);
    }
    parts.into_values().collect()
}

/// The first treatment of the part that a treatment is in, as far as known.
fn lead(leader: &mut [usize], mut of: usize) -> usize {
    while leader[of] != of {
        leader[of] = leader[leader[of]];
        of = leader[of];
    }
    of
}
