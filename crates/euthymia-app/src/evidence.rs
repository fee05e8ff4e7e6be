//! The evidence base for people: checked, listed, shown study by study.

use crate::error::AppError;
use euthymia_evidence::arm::Arm;
use euthymia_evidence::check::check;
use euthymia_evidence::outcome_row::OutcomeRow;
use euthymia_evidence::study::Study;
use euthymia_evidence::{EvidenceBase, LoadError};
use euthymia_report::trd::strand::STRANDS;
use euthymia_table::{ColumnSpec, Diagnostic, Severity, TableView, Value, fmt, nearest};
use std::path::Path;

/// Loads the bundled evidence base, or a folder's.
///
/// # Errors
/// [`AppError::Input`] with every finding that keeps it from being used.
pub fn load(folder: Option<&Path>) -> Result<EvidenceBase, AppError> {
    match folder {
        Some(folder) => Ok(EvidenceBase::from_dir(folder)?),
        None => Ok(EvidenceBase::bundled()?),
    }
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// All findings, errors first.
    pub findings: Vec<Diagnostic>,
    /// Studies, arms and outcome rows that were checked; `None` when the files could not be read.
    pub sizes: Option<[usize; 3]>,
}

impl Checked {
    /// Number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// Checks the bundled evidence base, or a folder's; a base that cannot be loaded is a result, not an
/// error.
#[must_use]
pub fn checked(folder: Option<&Path>) -> Checked {
    let loaded: Result<EvidenceBase, LoadError> = match folder {
        Some(folder) => EvidenceBase::from_dir(folder),
        None => EvidenceBase::bundled(),
    };
    match loaded {
        Err(LoadError(findings)) => Checked {
            findings,
            sizes: None,
        },
        Ok(base) => Checked {
            findings: check(&base),
            sizes: Some([base.studies.len(), base.arms.len(), base.outcomes.len()]),
        },
    }
}

/// The findings as a table.
#[must_use]
pub fn check_view(checked: &Checked) -> TableView {
    let severity = |finding: &Diagnostic| match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let optional = |text: Option<&str>| text.map_or(Value::Missing, Value::text);
    let counted = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let mut notes = vec![format!(
        "{}, {}, {}.",
        counted(checked.count(Severity::Error), "error"),
        counted(checked.count(Severity::Warning), "warning"),
        counted(checked.count(Severity::Note), "note")
    )];
    notes.extend(checked.sizes.map(|[studies, arms, outcomes]| {
        format!("Checked: {studies} studies, {arms} arms, {outcomes} outcome rows.")
    }));
    TableView {
        schema: "euthymia.evidence.findings.v1".to_owned(),
        title: "Findings in the evidence base".to_owned(),
        columns: vec![
            ColumnSpec::text("severity", "Severity"),
            ColumnSpec::text("file", "File"),
            ColumnSpec::number("row", "Row"),
            ColumnSpec::text("column", "Column"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("message", "Message"),
            ColumnSpec::text("help", "What to do"),
        ],
        rows: checked
            .findings
            .iter()
            .map(|finding| {
                vec![
                    Value::text(severity(finding)),
                    Value::text(&*finding.file),
                    finding
                        .row
                        .map_or(Value::Missing, |row| Value::Count(row as u64)),
                    optional(finding.column.as_deref()),
                    optional(finding.found.as_deref()),
                    Value::text(&finding.message),
                    Value::text(&finding.help),
                ]
            })
            .collect(),
        notes,
    }
}

/// Every study in a line, optionally only those with an arm of some treatments.
///
/// # Errors
/// [`AppError::Usage`] when a treatment is none of the vocabulary.
pub fn list_view(base: &EvidenceBase, treatments: &[String]) -> Result<TableView, AppError> {
    known_treatments(base, treatments)?;
    let wanted = |study: &&Study| {
        treatments.is_empty()
            || base
                .arms_of(&study.id)
                .any(|arm| euthymia_evidence::select::asked_for(base, arm, treatments))
    };
    let rows: Vec<Vec<Value>> = base
        .studies
        .iter()
        .filter(wanted)
        .map(|study| {
            let arms: Vec<&Arm> = base.arms_of(&study.id).collect();
            let treatments: Vec<&str> = arms.iter().map(|arm| arm.treatment.as_str()).collect();
            let outcomes = base
                .outcomes
                .iter()
                .filter(|row| row.study_id == study.id)
                .count();
            vec![
                Value::text(&study.id),
                Value::text(&study.label),
                study
                    .design
                    .map_or(Value::Missing, |design| Value::text(design.to_string())),
                Value::text(study.trd.to_string()),
                Value::text(treatments.join(", ")),
                Value::Count(arms.len() as u64),
                Value::Count(outcomes as u64),
            ]
        })
        .collect();
    Ok(TableView {
        schema: "euthymia.evidence.studies.v1".to_owned(),
        title: "Studies of the evidence base".to_owned(),
        columns: vec![
            ColumnSpec::text("study_id", "Study"),
            ColumnSpec::text("label", "Label"),
            ColumnSpec::text("design", "Design"),
            ColumnSpec::text("trd", "TRD"),
            ColumnSpec::text("treatments", "Treatments"),
            ColumnSpec::number("arms", "Arms"),
            ColumnSpec::number("outcomes", "Outcome rows"),
        ],
        notes: vec![format!("{} of {} studies.", rows.len(), base.studies.len())],
        rows,
    })
}

/// Refuses a word that no arm can be found by, naming the nearest choices.
///
/// # Errors
/// [`AppError::Usage`].
pub fn known_treatments(base: &EvidenceBase, words: &[String]) -> Result<(), AppError> {
    use euthymia_clinical::treatment::{ReportGroup, TreatmentClass};
    for word in words {
        let known = base.treatment(word).is_some()
            || ReportGroup::parse(word).is_ok()
            || TreatmentClass::parse(word).is_ok();
        if !known {
            let ids: Vec<&str> = base.treatments.iter().map(|t| t.id.as_str()).collect();
            let groups: Vec<&str> = ReportGroup::ALL.iter().map(|g| g.id()).collect();
            let forms: Vec<&str> = STRANDS.iter().map(|strand| strand.id).collect();
            let classes: Vec<&str> = TreatmentClass::ALL.iter().map(|c| c.id()).collect();
            return Err(AppError::Usage(format!(
                "\"{word}\" is not a treatment of the evidence base;{} use a treatment ({}), a report \
                 group ({}), a class ({}) or, for pooling, a form of treatment ({})",
                did_you_mean(word, &[ids.as_slice(), &groups, &classes, &forms].concat()),
                ids.join(", "),
                groups.join(", "),
                classes.join(", "),
                forms.join(", ")
            )));
        }
    }
    Ok(())
}

/// Everything about one study: its description, arms, outcomes and published contrasts.
///
/// # Errors
/// [`AppError::Usage`] when there is no such study, with the ones whose name is near.
pub fn show_views(base: &EvidenceBase, id: &str) -> Result<Vec<TableView>, AppError> {
    let study = find_study(base, id)?;
    let mut views = vec![
        study_view(base, study),
        arms_view(base, study),
        outcomes_view(base, study),
    ];
    views.extend(contrasts_view(base, study));
    Ok(views)
}

/// A suggestion where a name is near enough to be a slip, else nothing.
fn did_you_mean(word: &str, names: &[&str]) -> String {
    nearest(&[word], names).map_or(String::new(), |name| format!(" did you mean \"{name}\"?"))
}

fn find_study<'a>(base: &'a EvidenceBase, id: &str) -> Result<&'a Study, AppError> {
    let lower = id.to_lowercase();
    if let Some(study) = base.study(&lower) {
        return Ok(study);
    }
    let near: Vec<&Study> = base
        .studies
        .iter()
        .filter(|study| study.id.contains(&lower) || study.label.to_lowercase().contains(&lower))
        .collect();
    match near.as_slice() {
        [only] => Ok(only),
        [] => {
            let names = base.studies.iter().flat_map(|study| {
                let first = study.id.split('-').next().unwrap_or_default();
                [study.id.as_str(), first]
            });
            let names: Vec<&str> = names.collect();
            let meant = did_you_mean(&lower, &names);
            Err(AppError::Usage(format!(
                "there is no study \"{id}\";{meant} `euthymia evidence list` shows all"
            )))
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|study| study.id.as_str()).collect();
            Err(AppError::Usage(format!(
                "\"{id}\" could be: {}",
                ids.join(", ")
            )))
        }
    }
}

fn study_view(base: &EvidenceBase, study: &Study) -> TableView {
    TableView {
        schema: "euthymia.evidence.study.v1".to_owned(),
        title: study.id.clone(),
        columns: vec![
            ColumnSpec::text("field", "field").for_machines(),
            ColumnSpec::text("name", "Field").for_people(),
            ColumnSpec::text("value", "Value"),
        ],
        rows: study_fields(base, study)
            .into_iter()
            .filter_map(|(field, name, value)| {
                Some(vec![
                    Value::text(field),
                    Value::text(name),
                    Value::text(value?),
                ])
            })
            .collect(),
        notes: Vec::new(),
    }
}

type Field = (&'static str, &'static str, Option<String>);

/// What is known about a study: key, name, value.
fn study_fields(base: &EvidenceBase, study: &Study) -> Vec<Field> {
    let source = base
        .references
        .get(&study.source)
        .map_or(&study.source, |r| &r.citation);
    let number = |n: Option<u64>| n.map(|n| n.to_string());
    let joined = |list: &[String]| (!list.is_empty()).then(|| list.join("; "));
    vec![
        ("label", "Label", Some(study.label.clone())),
        ("year", "Year", number(study.year)),
        ("doi", "DOI", study.doi.clone()),
        ("pmid", "PubMed", study.pmid.clone()),
        ("registry_id", "Registry", joined(&study.registry_ids)),
        ("other_id", "Other identifier", study.other_id.clone()),
        (
            "design",
            "Design",
            study.design.map(|design| design.to_string()),
        ),
        (
            "blinding",
            "Blinding",
            study.blinding.as_ref().map(|b| b.replace('_', " ")),
        ),
        ("population", "Population", study.population.clone()),
        ("trd", "Treatment-resistant", Some(study.trd.to_string())),
        (
            "trd_definition",
            "By which definition",
            study.trd_definition.clone(),
        ),
        (
            "after_treatment",
            "After which treatment",
            joined(&study.after_treatment),
        ),
        (
            "after_failure",
            "Had it failed",
            study.after_failure.map(|failed| failed.to_string()),
        ),
        (
            "bipolar_included",
            "Bipolar patients included",
            Some(study.bipolar_included.to_string()),
        ),
        ("bipolar_n", "How many", number(study.bipolar_n)),
        ("country", "Country", study.country.clone()),
        (
            "n_randomised_total",
            "Randomised in all",
            number(study.n_randomised_total),
        ),
        (
            "overlaps_with",
            "Overlaps with",
            joined(&study.overlaps_with),
        ),
        (
            "recalled_fields",
            "Not read in a source",
            joined(&study.recalled_fields),
        ),
        ("source", "Source", Some(source.clone())),
        ("notes", "Doubts and notes", study.notes.clone()),
    ]
}

fn arms_view(base: &EvidenceBase, study: &Study) -> TableView {
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Missing, Value::text);
    let count = |n: Option<u64>| n.map_or(Value::Missing, Value::Count);
    TableView {
        schema: "euthymia.evidence.arms.v1".to_owned(),
        title: "Arms".to_owned(),
        columns: vec![
            ColumnSpec::text("arm_id", "Arm"),
            ColumnSpec::text("label", "Label"),
            ColumnSpec::text("treatment", "Treatment"),
            ColumnSpec::text("role", "Role"),
            ColumnSpec::text("dose", "Dose"),
            ColumnSpec::text("schedule", "Schedule"),
            ColumnSpec::number("n_randomised", "Randomised"),
            ColumnSpec::number("n_analysed", "Analysed"),
            ColumnSpec::text("baseline", "Baseline, mean ± SD"),
            ColumnSpec::text("verification", "Mark"),
        ],
        rows: base
            .arms_of(&study.id)
            .map(|arm| {
                let baseline = match (arm.baseline_mean, arm.baseline_sd) {
                    (Some(mean), Some(sd)) => Value::text(fmt::plus_minus(mean, sd, 1)),
                    (Some(mean), None) => Value::text(fmt::number(mean, 1)),
                    _ => Value::Missing,
                };
                vec![
                    Value::text(&arm.id),
                    Value::text(&arm.label),
                    Value::text(&arm.treatment),
                    Value::text(arm.role.to_string()),
                    text(&arm.dose_text),
                    text(&arm.schedule),
                    count(arm.n_randomised),
                    count(arm.n_analysed),
                    baseline,
                    Value::text(arm.verification.to_string()),
                ]
            })
            .collect(),
        notes: base
            .arms_of(&study.id)
            .filter_map(|arm| arm.notes.as_ref().map(|note| format!("{}: {note}", arm.id)))
            .collect(),
    }
}

fn outcomes_view(base: &EvidenceBase, study: &Study) -> TableView {
    let rows: Vec<&OutcomeRow> = base
        .outcomes
        .iter()
        .filter(|row| row.study_id == study.id)
        .collect();
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Missing, Value::text);
    let notes = outcome_notes(&rows);
    TableView {
        schema: "euthymia.evidence.outcomes.v1".to_owned(),
        title: "Outcomes".to_owned(),
        columns: vec![
            ColumnSpec::text("arm_id", "Arm"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("definition", "Definition"),
            ColumnSpec::text("when", "When"),
            ColumnSpec::text("value", "Value").for_people(),
            ColumnSpec::number("n", "n").for_machines(),
            ColumnSpec::number("events", "events").for_machines(),
            ColumnSpec::number("mean", "mean").for_machines(),
            ColumnSpec::number("sd", "sd").for_machines(),
            ColumnSpec::number("percent_reported", "percent_reported").for_machines(),
            ColumnSpec::text("analysis_set", "Set"),
            ColumnSpec::text("mark", "Mark").for_people(),
            ColumnSpec::text("place", "Source and place").for_people(),
            ColumnSpec::text("provenance", "provenance").for_machines(),
            ColumnSpec::text("verification", "verification").for_machines(),
            ColumnSpec::text("locator", "locator").for_machines(),
            ColumnSpec::text("source", "source").for_machines(),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Value::text(&row.arm_id),
                    Value::text(row.outcome.to_string()),
                    row.definition
                        .as_ref()
                        .map_or(Value::Missing, |d| Value::text(d.to_string())),
                    Value::text(when(row)),
                    Value::text(value(row)),
                    row.n.map_or(Value::Missing, Value::Count),
                    row.events.map_or(Value::Missing, Value::Count),
                    Value::number(row.mean, 2),
                    Value::number(row.sd, 2),
                    Value::number(row.percent_reported.map(|p| p.value), 1),
                    Value::text(row.analysis_set.to_string()),
                    Value::text(format!("{}, {}", row.verification, row.provenance)),
                    Value::text(match &row.locator {
                        Some(locator) => format!("{}: {locator}", row.source),
                        None => row.source.clone(),
                    }),
                    Value::text(row.provenance.to_string()),
                    Value::text(row.verification.to_string()),
                    text(&row.locator),
                    Value::text(&row.source),
                ]
            })
            .collect(),
        notes,
    }
}

/// The notes of the rows, each once, with the rows it belongs to.
fn outcome_notes(rows: &[&OutcomeRow]) -> Vec<String> {
    let mut notes: Vec<(&str, Vec<String>)> = Vec::new();
    for row in rows {
        let Some(note) = row.note.as_deref() else {
            continue;
        };
        let place = format!("{} {}", row.arm_id, row.outcome);
        match notes.iter_mut().find(|(text, _)| *text == note) {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => notes.push((note, vec![place])),
        }
    }
    notes
        .iter()
        .map(|(note, places)| format!("{}: {note}", places.join(", ")))
        .collect()
}

fn when(row: &OutcomeRow) -> String {
    match (row.time_days, row.time_point) {
        (Some(day), None) => format!("day {}", fmt::number(day, 0)),
        (Some(day), Some(point)) => format!("day {}, {point}", fmt::number(day, 0)),
        (None, Some(point)) => point.to_string(),
        (None, None) => "not stated".to_owned(),
    }
}

fn value(row: &OutcomeRow) -> String {
    let percent = row
        .percent_reported
        .map(|p| format!("{} %", fmt::number(p.value, p.decimals.min(9) as u8)));
    match (row.events, row.n, row.mean) {
        (Some(events), Some(n), _) => {
            let printed = percent.map_or(String::new(), |p| format!(" (printed {p})"));
            format!("{events}/{n}{printed}")
        }
        (_, n, Some(mean)) => {
            let spread = row
                .sd
                .map_or(fmt::number(mean, 2), |sd| fmt::plus_minus(mean, sd, 2));
            n.map_or(spread.clone(), |n| format!("{spread} (n = {n})"))
        }
        _ => percent.map_or(fmt::MISSING.to_owned(), |p| format!("{p}, no count")),
    }
}

fn contrasts_view(base: &EvidenceBase, study: &Study) -> Option<TableView> {
    let rows: Vec<Vec<Value>> = base
        .contrasts
        .iter()
        .filter(|contrast| contrast.study_id == study.id)
        .map(|contrast| {
            vec![
                Value::text(format!(
                    "{} vs {}",
                    contrast.arm_id, contrast.reference_arm_id
                )),
                Value::text(contrast.outcome.to_string()),
                Value::text(&contrast.measure),
                Value::number(contrast.value, 2),
                Value::number(contrast.ci_low, 2),
                Value::number(contrast.ci_high, 2),
                contrast
                    .p_value
                    .as_deref()
                    .map_or(Value::Missing, Value::text),
                Value::text(format!(
                    "{}, {}",
                    contrast.provenance, contrast.verification
                )),
                Value::text(&contrast.source),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| TableView {
        schema: "euthymia.evidence.contrasts.v1".to_owned(),
        title: "Between-arm results as published".to_owned(),
        columns: vec![
            ColumnSpec::text("comparison", "Comparison"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("measure", "Measure"),
            ColumnSpec::number("value", "Value"),
            ColumnSpec::number("ci_low", "Lower"),
            ColumnSpec::number("ci_high", "Upper"),
            ColumnSpec::text("p_value", "p as printed"),
            ColumnSpec::text("mark", "Mark"),
            ColumnSpec::text("source", "Source"),
        ],
        rows,
        notes: Vec::new(),
    })
}
