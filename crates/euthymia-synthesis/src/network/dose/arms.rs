//! Arms with an agent and a dose, under labels of treatments.

use super::data::TreatmentDose;
use super::error::DoseError;
use crate::network::arms::Arm;

/// One arm of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseArm<T> {
    /// The trial.
    pub study: String,
    /// What was given.
    pub agent: String,
    /// How much of it, in one unit for each agent; 0 for the reference.
    pub dose: f64,
    /// Its counts, means or person-time.
    pub result: T,
}

/// Arms of an ordinary network, with what their labels mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled<T> {
    /// The arms, for [`from_counts`](crate::network::from_counts),
    /// [`from_means`](crate::network::from_means) or
    /// [`from_person_time`](crate::network::from_person_time).
    pub arms: Vec<Arm<T>>,
    /// Agent and dose of each label, for [`DoseNetwork::new`](super::DoseNetwork::new).
    pub doses: Vec<TreatmentDose>,
}

/// Labels each arm "agent dose", and every arm of dose 0 with the name of the reference.
///
/// # Errors
/// [`DoseError::Dose`], [`DoseError::NoName`], [`DoseError::IsReference`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::dose::{DoseArm, labelled};
/// let arm = |agent: &str, dose| DoseArm { study: "1".into(), agent: agent.into(), dose, result: () };
/// let made = labelled(&[arm("A", 0.0), arm("A", 2.5)], "none")?;
/// assert_eq!((made.arms[0].treatment.as_str(), made.arms[1].treatment.as_str()), ("none", "A 2.5"));
/// # Ok::<(), euthymia_synthesis::network::dose::DoseError>(())
/// ```
pub fn labelled<T: Clone>(arms: &[DoseArm<T>], reference: &str) -> Result<Labelled<T>, DoseError> {
    if reference.trim().is_empty() {
        return Err(DoseError::NoName);
    }
    let mut made = Labelled {
        arms: Vec::with_capacity(arms.len()),
        doses: Vec::new(),
    };
    let mut known = std::collections::HashSet::new();
    for arm in arms {
        let treatment = label(&arm.agent, arm.dose, reference)?;
        if known.insert(treatment.clone()) {
            made.doses.push(TreatmentDose {
                treatment: treatment.clone(),
                agent: arm.agent.clone(),
                dose: arm.dose,
            });
        }
        made.arms.push(Arm {
            study: arm.study.clone(),
            treatment,
            result: arm.result.clone(),
        });
    }
    Ok(made)
}

/// The label of one agent at one dose.
pub(super) fn label(agent: &str, dose: f64, reference: &str) -> Result<String, DoseError> {
    if !(dose >= 0.0 && dose.is_finite()) {
        return Err(DoseError::Dose {
            treatment: agent.to_owned(),
            dose,
        });
    }
    if agent.trim().is_empty() {
        return Err(DoseError::NoName);
    }
    if dose == 0.0 {
        return Ok(reference.to_owned());
    }
    let label = format!("{agent} {dose}");
    if label == reference {
        return Err(DoseError::IsReference(label));
    }
    Ok(label)
}
