//! What must be said about models, in sentences: no result, not settled, decided by a prior.

use super::result::ModelOutcome;
use super::task::NOT_SETTLED;

/// What must be said about the models of one of so many parts; models with the same reason stand together.
pub(in crate::compared) fn complaints(
    at: usize,
    parts: usize,
    outcomes: &[ModelOutcome],
) -> Vec<String> {
    let part = match parts {
        0 | 1 => String::new(),
        _ => format!(" in part {}", at + 1),
    };
    let mut none: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut rest = Vec::new();
    for (model, found) in outcomes {
        let name = model.name();
        match found {
            Err(error) => match none.iter_mut().find(|(reason, _)| reason == error) {
                Some((_, names)) => names.push(name),
                None => none.push((error, vec![name])),
            },
            Ok(found) => {
                if !found.settled() {
                    rest.push(format!(
                        "{NOT_SETTLED}{part}: {name}: {}. Do not rely on it.",
                        found.unsettled.join("; ")
                    ));
                }
                let cautions = found.cautions.iter();
                rest.extend(cautions.map(|text| format!("{name}{part}: {text}.")));
            }
        }
    }
    let none = none.into_iter().map(|(reason, names)| {
        let reason = reason.trim_end_matches('.');
        format!("NO RESULT{part} of {}: {reason}.", names.join("; "))
    });
    none.chain(rest).collect()
}
