//! Doses that several tests share.

use crate::network_cases::{contrast, network};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::network::dose::{
    Curve, Curves, DoseArm, DoseFit, DoseNetwork, DoseOptions, TreatmentDose, fit_doses, labelled,
};
use euthymia_synthesis::network::{MeanMeasure, Model, from_means};
use euthymia_testkit::reference;

/// Trials of two arms, "agent dose" against "agent dose" or "none": estimate and standard error.
pub(crate) fn doses_of(trials: &[(&str, &str, f64, f64)]) -> DoseNetwork {
    let contrasts: Vec<_> = trials
        .iter()
        .enumerate()
        .map(|(at, (one, other, y, se))| contrast(&at.to_string(), one, other, *y, *se))
        .collect();
    let network = network(&contrasts);
    let meanings = network.treatments().iter().map(|label| {
        let (agent, dose) = label.split_once(' ').unwrap_or(("none", "0"));
        TreatmentDose {
            treatment: label.clone(),
            agent: agent.into(),
            dose: dose.parse().unwrap(),
        }
    });
    let meanings: Vec<TreatmentDose> = meanings.collect();
    DoseNetwork::new(network, &meanings).unwrap()
}

/// A fit at 95 %.
pub(crate) fn fitted_doses(doses: &DoseNetwork, curves: &Curves, model: Model) -> DoseFit {
    let options = DoseOptions {
        model,
        level: Probability::NINETY_FIVE,
    };
    fit_doses(doses, curves, &options).unwrap()
}

/// One curve for all agents, with a common effect.
pub(crate) fn common(doses: &DoseNetwork, curve: Curve) -> DoseFit {
    fitted_doses(doses, &Curves::all(curve), Model::CommonEffect)
}

/// `datasets/synthetic_doses.csv` as mean differences.
pub(crate) fn synthetic() -> DoseNetwork {
    let csv = reference::csv("datasets/synthetic_doses.csv");
    let arms: Vec<DoseArm<Group>> = csv
        .rows()
        .map(|row| {
            let number = |column| row.number(column).value;
            let n = number("n") as u64;
            DoseArm {
                study: row.cell("study").into(),
                agent: row.cell("agent").into(),
                dose: number("dose"),
                result: Group::new(number("mean"), number("sd"), n).unwrap(),
            }
        })
        .collect();
    let made = labelled(&arms, "none").unwrap();
    let network = from_means(&made.arms, MeanMeasure::Difference)
        .unwrap()
        .network;
    DoseNetwork::new(network, &made.doses).unwrap()
}
