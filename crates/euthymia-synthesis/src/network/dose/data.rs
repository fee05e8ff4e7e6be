//! A network whose treatments are doses of agents.

use super::error::DoseError;
use crate::network::data::Network;
use std::collections::HashMap;

/// What a treatment is.
#[derive(Clone, Debug, PartialEq)]
pub struct TreatmentDose {
    /// Its label in the network.
    pub treatment: String,
    /// The agent; of no meaning at dose 0.
    pub agent: String,
    /// The dose, ≥ 0; 0 is the reference.
    pub dose: f64,
}

/// One agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// What it is called.
    pub name: String,
    /// Its different doses above zero, ascending.
    pub doses: Vec<f64>,
}

/// A checked network in which each treatment is an agent at a dose, and at most one is dose 0.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseNetwork {
    network: Network,
    agents: Vec<Agent>,
    /// Agent and dose by treatment; `None` for the reference.
    places: Vec<Option<(usize, f64)>>,
}

impl DoseNetwork {
    /// Says what the treatments of a network are. Doses of treatments that the network does not have
    /// are passed over. The network may fall into parts, which curves may join.
    ///
    /// # Errors
    /// [`DoseError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::dose::{DoseNetwork, TreatmentDose};
    /// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
    /// let network = Network::from_contrasts(&[Contrast { study: "1".into(), treatment1: "A 5".into(),
    ///     treatment2: "none".into(), estimate: 1.0, standard_error: 1.0 }], ADDS_UP_WITHIN)?;
    /// let dose = |treatment: &str, dose| TreatmentDose { treatment: treatment.into(),
    ///     agent: "A".into(), dose };
    /// let doses = DoseNetwork::new(network, &[dose("A 5", 5.0), dose("none", 0.0)])?;
    /// assert_eq!(doses.agents()[0].doses, [5.0]);
    /// assert_eq!(doses.reference(), Some("none"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(network: Network, doses: &[TreatmentDose]) -> Result<Self, DoseError> {
        let given = by_label(doses)?;
        let mut agents: Vec<Agent> = Vec::new();
        let mut places: Vec<Option<(usize, f64)>> = Vec::new();
        for treatment in network.treatments() {
            let found = given
                .get(treatment.as_str())
                .ok_or_else(|| DoseError::NoDose(treatment.clone()))?;
            let place = (found.dose > 0.0).then(|| (agent(&mut agents, found), found.dose));
            if let Some(same) = places.iter().position(|known| *known == place) {
                return Err(DoseError::SameDose {
                    one: network.treatments()[same].clone(),
                    other: treatment.clone(),
                });
            }
            places.push(place);
        }
        for agent in &mut agents {
            agent.doses.sort_by(f64::total_cmp);
        }
        if agents.is_empty() {
            return Err(DoseError::NoAgent);
        }
        Ok(Self {
            network,
            agents,
            places,
        })
    }

    /// The network of doses as treatments.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The agents, in the order in which the data name them.
    #[must_use]
    pub fn agents(&self) -> &[Agent] {
        &self.agents
    }

    /// The place of an agent.
    #[must_use]
    pub fn agent(&self, name: &str) -> Option<usize> {
        self.agents.iter().position(|agent| agent.name == name)
    }

    /// The label of dose 0; `None` where no trial had such an arm.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        let at = self.places.iter().position(Option::is_none)?;
        self.network.treatments().get(at).map(String::as_str)
    }

    /// Agent and dose of each treatment; `None` for the reference.
    pub(super) fn places(&self) -> &[Option<(usize, f64)>] {
        &self.places
    }

    /// The doses of an agent by arm, with those of the reference in the same trials if asked for.
    pub(super) fn arm_doses(&self, agent: usize, with_zero: bool) -> Vec<f64> {
        let mut doses = Vec::new();
        for trial in self.network.trials() {
            let of = |arm: &usize| self.places.get(*arm).copied().flatten();
            let own = trial.arms().iter().filter_map(of);
            let own: Vec<f64> = own.filter(|(a, _)| *a == agent).map(|(_, d)| d).collect();
            let zeros = trial.arms().iter().filter(|arm| of(arm).is_none()).count();
            if with_zero && !own.is_empty() {
                doses.extend(std::iter::repeat_n(0.0, zeros));
            }
            doses.extend(own);
        }
        doses.sort_by(f64::total_cmp);
        doses
    }
}

fn by_label(doses: &[TreatmentDose]) -> Result<HashMap<&str, &TreatmentDose>, DoseError> {
    let mut given: HashMap<&str, &TreatmentDose> = HashMap::new();
    for dose in doses {
        if !(dose.dose >= 0.0 && dose.dose.is_finite()) {
            return Err(DoseError::Dose {
                treatment: dose.treatment.clone(),
                dose: dose.dose,
            });
        }
        if dose.dose > 0.0 && dose.agent.trim().is_empty() {
            return Err(DoseError::NoName);
        }
        let same = |known: &TreatmentDose| {
            known.dose == dose.dose && (dose.dose == 0.0 || known.agent == dose.agent)
        };
        if let Some(known) = given.insert(&dose.treatment, dose)
            && !same(known)
        {
            return Err(DoseError::TwoDoses(dose.treatment.clone()));
        }
    }
    Ok(given)
}

/// The place of an agent, with this dose among its own.
fn agent(agents: &mut Vec<Agent>, found: &TreatmentDose) -> usize {
    let place = agents.iter().position(|agent| agent.name == found.agent);
    let place = place.unwrap_or_else(|| {
        agents.push(Agent {
            name: found.agent.clone(),
            doses: Vec::new(),
        });
        agents.len() - 1
    });
    if !agents[place].doses.contains(&found.dose) {
        agents[place].doses.push(found.dose);
    }
    place
}
