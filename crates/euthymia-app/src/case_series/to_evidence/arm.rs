//! The row of the arm: who received what.

use super::super::moment::tokens;
use super::{Maker, number};
use crate::error::AppError;
use euthymia_cohort::descriptive::{mean, sd};
use euthymia_evidence::arm::{Allocation, Role};
use euthymia_evidence::mark::Verification;
use euthymia_report::case_series::outcomes::pairs;
use euthymia_report::case_series::{AnalysisSet, CharacteristicKind, Datum, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of `arms.csv` that are taken over from what was said.
const CELLS: [&str; 6] = [
    "dose_text",
    "route",
    "schedule",
    "sessions",
    "duration_min",
    "psychotherapy_note",
];

impl Maker<'_> {
    pub(super) fn arm(&self) -> Result<BTreeMap<&'static str, String>, AppError> {
        let before: Vec<f64> = pairs(self.series, 0, self.group, AnalysisSet::AllStarted)
            .into_iter()
            .map(|(before, _)| before)
            .collect();
        let analysed = pairs(self.series, 0, self.group, AnalysisSet::Observed).len();
        let baseline = mean(&before).ok_or_else(|| {
            AppError::Analysis("--to-evidence: no patient has a baseline score".to_owned())
        })?;
        let scale = self.series.main_measure();
        let mut row = BTreeMap::from([
            ("study_id", self.study_id.clone()),
            ("arm_id", self.arm_id.clone()),
            ("label", self.treatment.name.clone()),
            ("treatment", self.treatment.id.clone()),
            ("components", self.treatment.components.join("+")),
            ("class", self.treatment.class.id().to_owned()),
            ("role", Role::Experimental.id().to_owned()),
            ("allocation", Allocation::SingleArm.id().to_owned()),
            ("psychotherapy", self.stated("psychotherapy")),
            ("n_analysed", analysed.to_string()),
            (
                "baseline_instrument",
                scale.map(|one| one.instrument.clone()).unwrap_or_default(),
            ),
            ("baseline_mean", number(baseline)),
            ("verification", Verification::Computed.id().to_owned()),
            ("source", self.source.clone()),
            (
                "notes",
                format!("Baseline of the {} patients who have one.", before.len()),
            ),
        ]);
        if let Some(spread) = sd(&before).filter(|spread| *spread > 0.0) {
            row.insert("baseline_sd", number(spread));
        }
        row.extend(self.seen());
        row.extend(
            CELLS
                .into_iter()
                .filter_map(|key| Some((key, self.said(key)?))),
        );
        Ok(row)
    }

    /// What the files tell besides: age, sex, doses, sessions.
    fn seen(&self) -> Vec<(&'static str, String)> {
        let mut cells = Vec::new();
        if let Some(age) = self.mean_age() {
            cells.push(("mean_age", number(age)));
        }
        if let Some(women) = self.percent_female() {
            cells.push(("pct_female", number(women)));
        }
        if let Some((low, high, unit)) = self.doses() {
            let text = match low == high {
                true => format!("{low} {unit}"),
                false => format!("{low}-{high} {unit}"),
            };
            cells.push(("dose_text", text));
            cells.push(("dose_low", low.to_string()));
            cells.push(("dose_high", high.to_string()));
            cells.push(("dose_unit", unit));
        }
        if let Some(sessions) = self.sessions() {
            cells.push(("sessions", sessions.to_string()));
        }
        cells
    }

    fn data(&self, names: &[&str]) -> Option<(&CharacteristicKind, Vec<Datum>)> {
        let described = &self.series.characteristics;
        let is_it = |column: &str| matches!(tokens(column).as_slice(), [word] if names.contains(&word.as_str()));
        let at = described.iter().position(|one| is_it(&one.column))?;
        let kind = &described.get(at)?.kind;
        let members = self.series.members(self.group);
        let data = members.filter_map(|patient| patient.values.get(at).copied().flatten());
        Some((kind, data.collect()))
    }

    fn mean_age(&self) -> Option<f64> {
        let (kind, data) = self.data(&["age"])?;
        let CharacteristicKind::Number { unit } = kind else {
            return None;
        };
        let in_years = unit.as_deref().is_none_or(|unit| unit.starts_with('y'));
        let ages: Vec<f64> = data
            .into_iter()
            .filter_map(|datum| match datum {
                Datum::Number(age) => Some(age),
                Datum::Level(_) => None,
            })
            .collect();
        mean(&ages).filter(|_| in_years)
    }

    fn percent_female(&self) -> Option<f64> {
        let (kind, data) = self.data(&["sex", "gender"])?;
        let CharacteristicKind::Category { levels } = kind else {
            return None;
        };
        const FEMALE: [&str; 5] = ["female", "f", "woman", "women", "w"];
        let is_female = |level: &String| FEMALE.contains(&level.to_lowercase().as_str());
        let female = levels.iter().position(is_female)?;
        let women = data
            .iter()
            .filter(|datum| **datum == Datum::Level(female))
            .count();
        (!data.is_empty()).then(|| 100.0 * women as f64 / data.len() as f64)
    }

    /// Smallest and largest dose, where all are in one unit.
    fn doses(&self) -> Option<(f64, f64, String)> {
        let sessions = self
            .series
            .members(self.group)
            .flat_map(|patient| &patient.sessions);
        let doses: Vec<_> = sessions
            .filter_map(|session| session.dose.as_ref())
            .collect();
        let unit = &doses.first()?.unit;
        let amounts = || doses.iter().map(|dose| dose.amount);
        let low = amounts().min_by(f64::total_cmp)?;
        let high = amounts().max_by(f64::total_cmp)?;
        let is_one_unit = doses.iter().all(|dose| dose.unit == *unit);
        is_one_unit.then(|| (low, high, unit.clone()))
    }

    /// The number of sessions of those who completed, where it is one number.
    fn sessions(&self) -> Option<u32> {
        let completed = self
            .series
            .members(self.group)
            .filter(|p| p.status == Status::Completed);
        let counts: BTreeSet<u32> = completed.filter_map(|p| p.session_count).collect();
        match counts.len() {
            1 => counts.first().copied(),
            _ => None,
        }
    }
}
