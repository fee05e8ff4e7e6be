//! Models beside the network itself: whether they have an answer, and what a saved analysis keeps of it.

use super::settings::ResultSettings;
use crate::error::AppError;
use euthymia_report::compared::Compared;
use euthymia_report::compared::dosing::{DosingError, responses};
use euthymia_report::compared::moderation::{ModerationError, moderated};

/// Fails where a model that was asked for has no answer.
pub(super) fn check(compared: &Compared) -> Result<(), AppError> {
    match moderated(compared) {
        Ok(_) | Err(ModerationError::NotAsked) => {}
        Err(
            error @ (ModerationError::NoCovariate { .. }
            | ModerationError::NoModerator(_)
            | ModerationError::ManySettings(_)),
        ) => return Err(AppError::Usage(format!("--moderator: {error}"))),
        Err(error) => return Err(AppError::Analysis(format!("--moderator: {error}"))),
    }
    match responses(compared) {
        Ok(_) | Err(DosingError::NotAsked) => Ok(()),
        Err(error @ DosingError::NoAgent { .. }) => {
            Err(AppError::Usage(format!("--dose-response: {error}")))
        }
        Err(error) => Err(AppError::Analysis(format!("--dose-response: {error}"))),
    }
}

/// The estimates of these models.
pub(super) fn results(compared: &Compared) -> Vec<ResultSettings> {
    let mut all = of_moderators(compared);
    all.extend(of_doses(compared));
    all
}

fn of_moderators(compared: &Compared) -> Vec<ResultSettings> {
    let mut all = Vec::new();
    for part in moderated(compared).unwrap_or_default() {
        let fit = &part.fit;
        let names = fit.moderators.iter().map(|own| own.covariate.name.as_str());
        let names: Vec<&str> = names.collect();
        let node = |place: usize| fit.network.treatments().get(place).cloned();
        let Some(reference) = node(fit.reference) else {
            continue;
        };
        for setting in &part.settings {
            let values = names.iter().zip(setting);
            let values: Vec<String> = values.map(|(name, x)| format!("{name} = {x}")).collect();
            for place in 0..fit.network.treatments().len() {
                let found = fit.compare_at(place, fit.reference, setting);
                if let (Some(found), Some(treatment)) = (found, node(place)) {
                    all.push(ResultSettings {
                        choice: compared.choice.name.clone(),
                        model: Some(format!("at {}", values.join(", "))),
                        treatment,
                        reference: reference.clone(),
                        estimate: found.estimate,
                        standard_error: found.standard_error,
                    });
                }
            }
        }
    }
    all
}

fn of_doses(compared: &Compared) -> Vec<ResultSettings> {
    let Ok(found) = responses(compared) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (at, agent) in found.fit.doses.agents().iter().enumerate() {
        for dose in &agent.doses {
            if let Some(effect) = found.fit.effect(at, *dose) {
                all.push(ResultSettings {
                    choice: compared.choice.name.clone(),
                    model: Some(found.shape.name().to_owned()),
                    treatment: format!("{} at dose {dose}", agent.name),
                    reference: "dose 0".to_owned(),
                    estimate: effect.estimate,
                    standard_error: effect.standard_error,
                });
            }
        }
    }
    all
}
