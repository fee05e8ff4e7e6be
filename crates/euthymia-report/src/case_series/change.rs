//! The series as scores before and after: what the short cohort summary and the published arms are
//! compared with.

use super::choices::{AnalysisSet, Choices};
use super::data::CaseSeries;
use super::outcomes::pairs;
use crate::cohort::{Cohort, RateRequest, Scores, cohort};
use euthymia_clinical::remission;
use euthymia_cohort::CohortError;

/// Scores before and at the endpoint of those who have both.
///
/// # Errors
/// [`CohortError`] when nobody has both.
pub fn change(
    series: &CaseSeries,
    choices: &Choices,
    measure: usize,
    group: Option<usize>,
) -> Result<Cohort, CohortError> {
    let all = pairs(series, measure, group, AnalysisSet::AllStarted);
    let both: Vec<(f64, f64)> = all
        .iter()
        .filter_map(|(before, after)| Some((*before, (*after)?)))
        .collect();
    let scale = series.measures.get(measure);
    let group_name = group.and_then(|group| series.groups.get(group));
    let scores = Scores {
        name: match group_name {
            Some(group) => format!("{}, {group}", series.name),
            None => series.name.clone(),
        },
        file: series.files.join(", "),
        note: series.note.clone(),
        instrument: scale.map_or_else(String::new, |scale| scale.name.clone()),
        range: scale.map_or((0.0, None), |scale| scale.range),
        before: both.iter().map(|(before, _)| *before).collect(),
        after: both.iter().map(|(_, after)| *after).collect(),
        missing: series.members(group).count() - both.len(),
    };
    let requests = match measure {
        0 => requests(series, choices),
        _ => Vec::new(),
    };
    cohort(scores, requests, choices.level)
}

/// The chosen definitions, and every other remission rule of the scale.
fn requests(series: &CaseSeries, choices: &Choices) -> Vec<RateRequest> {
    let mut list = vec![RateRequest {
        outcome: "response".to_owned(),
        definition: choices.response.0.clone(),
        source: choices.response.1.text.clone(),
        chosen: true,
    }];
    if let Some((definition, source)) = &choices.remission {
        list.push(RateRequest {
            outcome: "remission".to_owned(),
            definition: definition.clone(),
            source: source.text.clone(),
            chosen: true,
        });
    }
    let scale = series
        .main_measure()
        .map_or("", |scale| scale.instrument.as_str());
    let known: Vec<String> = list.iter().map(|one| one.definition.to_string()).collect();
    let others = remission::rules(scale).into_iter();
    list.extend(
        others
            .filter(|rule| !known.contains(&rule.definition.to_string()))
            .map(|rule| RateRequest {
                outcome: "remission".to_owned(),
                definition: rule.definition.clone(),
                source: rule.source.to_owned(),
                chosen: false,
            }),
    );
    list
}
