//! The evidence base that is compiled in: it loads, nothing in it is wrong, what is odd in it is
//! listed, and a few numbers that everything else rests on.

use crate::folder::{Folder, file_name, records};
use euthymia_clinical::outcome::Outcome;
use euthymia_clinical::treatment::{ControlKind, ReportGroup, TreatmentClass};
use euthymia_evidence::appraisal::{self, Judgement};
use euthymia_evidence::arm::{Allocation, Role};
use euthymia_evidence::mark::{Provenance, Verification};
use euthymia_evidence::outcome_row::{AnalysisSet, OutcomeRow, TimePoint};
use euthymia_evidence::select::{Reason, Selection, select};
use euthymia_evidence::study::Design;
use euthymia_evidence::{EvidenceBase, arm, check, claim, contrast, outcome_row, study, treatment};
use euthymia_table::{Diagnostic, Severity};
use serde_json::Value;
use std::collections::BTreeMap;

fn base() -> EvidenceBase {
    EvidenceBase::bundled().unwrap_or_else(|error| panic!("{:#?}", error.0))
}

fn events(base: &EvidenceBase, study: &str, arm: &str, outcome: &str) -> (u64, u64) {
    let row = main_row(base, study, arm, outcome);
    (row.events.unwrap(), row.n.unwrap())
}

fn main_row<'a>(base: &'a EvidenceBase, study: &str, arm: &str, outcome: &str) -> &'a OutcomeRow {
    let fits = |row: &&OutcomeRow| {
        row.study_id == study && row.arm_id == arm && row.outcome.id() == outcome && row.main
    };
    let rows: Vec<_> = base.outcomes.iter().filter(fits).collect();
    assert_eq!(rows.len(), 1, "main rows of {study} {arm} {outcome}");
    rows[0]
}

#[test]
fn it_is_the_folder_of_the_repository() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../evidence");
    let read = EvidenceBase::from_dir(folder.as_ref()).unwrap();
    let compiled = base();
    assert_eq!(
        format!("{:?}", read.outcomes),
        format!("{:?}", compiled.outcomes)
    );
    assert_eq!(format!("{:?}", read.arms), format!("{:?}", compiled.arms));
    assert_eq!(
        format!("{:?}", read.studies),
        format!("{:?}", compiled.studies)
    );
    assert_eq!(read.references, compiled.references);
    assert_eq!(compiled.folder, "evidence");
}

/// A finding by study and arm in place of the line, which moves whenever a row is added.
fn described(base: &EvidenceBase, finding: &Diagnostic) -> String {
    let line = finding.row.unwrap_or(0);
    let file = file_name(finding);
    let place = match file {
        "studies.csv" => base
            .studies
            .iter()
            .find(|s| s.line == line)
            .map(|s| s.id.clone()),
        "arms.csv" => {
            (base.arms.iter().find(|a| a.line == line)).map(|a| format!("{}/{}", a.study_id, a.id))
        }
        "outcomes.csv" => (base.outcomes.iter().find(|o| o.line == line))
            .map(|o| format!("{}/{}/{}", o.study_id, o.arm_id, o.outcome.id())),
        _ => Some(format!("row {line}")),
    };
    let words = finding.message.split(' ').collect::<Vec<_>>();
    let message: Vec<&str> = (words.iter().enumerate())
        .map(|(i, word)| {
            if i > 0 && words[i - 1] == "row" {
                "…"
            } else {
                word
            }
        })
        .collect();
    format!(
        "{} {file} {} {}: {}{}",
        match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        place.expect("a finding about a row that there is"),
        finding.column.as_deref().unwrap_or("-"),
        finding
            .found
            .as_ref()
            .map_or(String::new(), |found| format!("found {found}, ")),
        message.join(" "),
    )
}

#[test]
fn its_findings_are_the_ones_that_were_reviewed() {
    let base = base();
    let mut found: Vec<String> = (check::check(&base).iter())
        .map(|finding| described(&base, finding))
        .collect();
    found.sort();
    assert!(
        !found.iter().any(|line| line.starts_with("error")),
        "{found:#?}"
    );
    let mut expected: Vec<&str> = include_str!("expected_findings.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    expected.sort_unstable();
    let new: Vec<_> = found
        .iter()
        .filter(|f| !expected.contains(&f.as_str()))
        .collect();
    let gone: Vec<_> = expected
        .iter()
        .filter(|e| !found.iter().any(|f| f == *e))
        .collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "expected_findings.txt differs.\nappeared: {new:#?}\ndisappeared: {gone:#?}"
    );
    assert_eq!(
        found.len(),
        expected.len(),
        "one of the findings stands there twice"
    );
}

#[test]
fn how_much_there_is() {
    let base = base();
    assert_eq!(base.studies.len(), 89);
    assert_eq!(base.arms.len(), 185);
    assert_eq!(base.outcomes.len(), 505);
    let count = |mark| {
        base.outcomes
            .iter()
            .filter(|row| row.verification == mark)
            .count()
    };
    assert_eq!(count(Verification::Seen), 349);
    assert_eq!(count(Verification::Computed), 99);
    assert_eq!(count(Verification::ComputedNNotSeen), 47);
    assert_eq!(count(Verification::Recalled), 10);
}

#[test]
fn every_number_has_a_source_that_can_be_read() {
    let base = base();
    let keys = (base.outcomes.iter().map(|row| &row.source))
        .chain(base.arms.iter().map(|arm| &arm.source))
        .chain(base.contrasts.iter().map(|contrast| &contrast.source))
        .chain(base.claims.iter().map(|claim| &claim.source))
        .chain(base.studies.iter().map(|study| &study.source));
    for key in keys {
        assert!(base.references.contains_key(key), "{key}");
    }
    for (key, reference) in &base.references {
        assert_eq!(key, &reference.key);
        let citation = &reference.citation;
        assert!(citation.chars().count() >= 10, "{key}: \"{citation}\"");
        assert!(
            !citation.contains(['{', '}', '\\', '\n']),
            "{key}: {citation}"
        );
        assert!(
            !citation.contains(". .") && !citation.contains(".."),
            "{key}: {citation}"
        );
        assert_eq!(citation.trim(), citation, "{key}");
        for address in [&reference.doi, &reference.url].into_iter().flatten() {
            assert!(!address.contains([' ', '{', '}', '\\']), "{key}: {address}");
        }
    }
}

#[test]
fn a_citation_names_where_it_was_published() {
    let base = base();
    let citation = |key: &str| base.references[key].citation.clone();
    assert!(citation("ahrqcer33").contains("Comparative Effectiveness Review 33"));
    assert!(citation("anand2023").contains("ECT for Nonpsychotic"));
    // A note that starts with the place does not make it stand there twice.
    assert_eq!(
        citation("apa2013")
            .matches("American Psychiatric Association")
            .count(),
        1
    );
    assert!(
        base.references
            .values()
            .any(|r| r.citation.contains("Filipčić"))
    );
    assert!(
        base.references
            .values()
            .any(|r| r.citation.contains("Müller"))
    );
}

#[test]
fn payette_2023_has_four_responders_and_two_remitters_of_twenty_one() {
    let base = base();
    assert_eq!(
        events(&base, "payette-2023", "ketamine", "response"),
        (4, 21)
    );
    assert_eq!(
        events(&base, "payette-2023", "ketamine", "remission"),
        (2, 21)
    );
    let definition = |outcome| {
        let row = main_row(&base, "payette-2023", "ketamine", outcome);
        row.definition.as_ref().unwrap().to_string()
    };
    assert_eq!(definition("response"), "≥ 50 % decrease on MADRS");
    assert_eq!(definition("remission"), "MADRS < 10");
}

#[test]
fn dissociation_in_transform_1_is_known_only_for_both_doses_together() {
    let base = base();
    assert_eq!(
        events(&base, "transform-1", "esketamine-all", "ae_dissociation"),
        (62, 231)
    );
    assert_eq!(
        events(&base, "transform-1", "placebo", "ae_dissociation"),
        (4, 113)
    );
    let union = base.arm("transform-1", "esketamine-all").unwrap();
    assert_eq!(union.combines_arms, ["esk-56", "esk-84"]);
}

#[test]
fn crossover_arms_are_marked_and_never_answer_by_themselves() {
    let base = base();
    let studies: Vec<&str> = ["zarate-2006", "lapidus-2014", "diazgranados-2010"]
        .into_iter()
        .chain(["zarate-2012", "berman-2000"])
        .collect();
    for study in &studies {
        assert_eq!(
            base.study(study).unwrap().design,
            Some(Design::CrossoverRct),
            "{study}"
        );
        assert!(base.arms_of(study).count() == 2, "{study}");
        for arm in base.arms_of(study) {
            assert_eq!(arm.allocation, Allocation::RandomisedCrossover, "{study}");
        }
    }
    let mut selection = Selection::of(Outcome::response(), Vec::new());
    selection.admitted.n_not_seen = true;
    selection.admitted.recalled = true;
    let selected = select(&base, &selection);
    let answers = |study: &&str| selected.answers.iter().any(|a| a.study.id == **study);
    assert_eq!(studies.iter().find(|study| answers(study)), None);
    assert!((selected.exclusions.iter()).any(|e| e.reason == Reason::Crossover));
}

#[test]
fn overlapping_patients_are_named_on_both_sides() {
    let base = base();
    for (one, other) in [
        ("carhart-harris-2016", "psilodep1"),
        ("best-2021", "best-2019"),
        ("carpenter-2012", "dunner-2014"),
    ] {
        assert_eq!(base.study(one).unwrap().overlaps_with, [other]);
        assert_eq!(base.study(other).unwrap().overlaps_with, [one]);
    }
    // They stand there only so that the overlap can be seen.
    assert_eq!(base.arms_of("carhart-harris-2016").count(), 0);
    assert_eq!(base.arms_of("best-2021").count(), 0);
}

/// As their definitions read: a study that counts intolerance, a mood stabiliser, stages or a mean
/// has no number.
#[test]
fn entry_criteria_are_numbers_where_the_definition_is_one() {
    let base = base();
    let numbers = |study: &str| {
        let stated = base.study(study).expect(study).failed_trials();
        stated.map(|stated| (stated.min, stated.max))
    };
    for (study, expected) in [
        ("transform-2", Some((2, None))),
        ("singh-2016-ketamine", Some((2, None))),
        ("singh-2016-esketamine", Some((2, None))),
        ("avery-2006", Some((2, None))),
        ("murrough-2013", Some((3, None))),
        ("lapidus-2014", Some((1, None))),
        ("comp001", Some((2, Some(4)))),
        ("opt-tms", Some((1, Some(4)))),
        ("gh001-ph2b", Some((2, Some(5)))),
        ("levkovitz-2015", None),
        ("four-d", None),
        ("kaster-2018", None),
        ("three-d", None),
        ("diazgranados-2010", None),
        ("zarate-2012", None),
        ("crtce-2020", None),
        ("loo-2014", None),
        ("snt-2022", None),
        ("ketect", None),
        ("trd2005-japan", None),
    ] {
        assert_eq!(numbers(study), expected, "{study}");
    }
    let stated = |study: &&study::Study| study.failed_trials().is_some();
    assert_eq!(base.studies.iter().filter(stated).count(), 35);
}

#[test]
fn an_unverified_number_is_recalled_and_every_other_has_a_place() {
    for row in &base().outcomes {
        let recalled = row.verification == Verification::Recalled;
        assert_eq!(
            recalled,
            row.provenance == Provenance::Unverified,
            "{}",
            row.line
        );
        assert!(recalled || row.locator.is_some(), "{}", row.line);
        // A series of a clinic's own enters when it is published.
        assert_ne!(row.provenance, Provenance::OwnData, "{}", row.line);
    }
}

fn package() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../evidence/datapackage.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The fields of each file, in order.
fn fields() -> BTreeMap<String, Vec<Value>> {
    let package = package();
    let resources = package["resources"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (resources.iter())
        .map(|r| {
            (
                text(&r["path"]),
                r["schema"]["fields"].as_array().unwrap().clone(),
            )
        })
        .collect()
}

#[test]
fn program_file_and_data_package_have_the_same_columns() {
    let folder = Folder::bundled();
    let fields = fields();
    let columns = [
        ("studies.csv", study::COLUMNS),
        ("arms.csv", arm::COLUMNS),
        ("outcomes.csv", outcome_row::COLUMNS),
        ("contrasts.csv", contrast::COLUMNS),
        ("treatments.csv", treatment::COLUMNS),
        ("appraisals.csv", appraisal::COLUMNS),
        ("claims.csv", claim::COLUMNS),
    ];
    assert_eq!(fields.len(), columns.len());
    for (file, columns) in columns {
        assert_eq!(records(&folder.0[file])[0], columns, "header of {file}");
        let described: Vec<&str> = fields[file]
            .iter()
            .map(|f| f["name"].as_str().unwrap())
            .collect();
        assert_eq!(described, columns, "datapackage.json, {file}");
    }
}

#[test]
fn program_and_data_package_have_the_same_words() {
    let fields = fields();
    let words = |file: &str, column: &str| -> Vec<String> {
        let field = fields[file].iter().find(|f| f["name"] == column).unwrap();
        let list = field["constraints"]["enum"].as_array();
        let list = list.unwrap_or_else(|| panic!("{file} {column} has no enum"));
        let mut words: Vec<_> = list
            .iter()
            .map(|w| w.as_str().unwrap().to_owned())
            .collect();
        words.sort();
        words
    };
    fn ids<T: Copy>(all: &[T], id: impl Fn(T) -> &'static str) -> Vec<String> {
        let mut ids: Vec<_> = all.iter().map(|word| id(*word).to_owned()).collect();
        ids.sort();
        ids
    }
    assert_eq!(words("studies.csv", "design"), ids(Design::ALL, Design::id));
    assert_eq!(
        words("arms.csv", "class"),
        ids(TreatmentClass::ALL, TreatmentClass::id)
    );
    assert_eq!(words("arms.csv", "role"), ids(Role::ALL, Role::id));
    assert_eq!(
        words("arms.csv", "allocation"),
        ids(Allocation::ALL, Allocation::id)
    );
    assert_eq!(
        words("outcomes.csv", "time_point"),
        ids(TimePoint::ALL, TimePoint::id)
    );
    assert_eq!(
        words("outcomes.csv", "analysis_set"),
        ids(AnalysisSet::ALL, AnalysisSet::id)
    );
    assert_eq!(
        words("treatments.csv", "report_group"),
        ids(ReportGroup::ALL, ReportGroup::id)
    );
    assert_eq!(
        words("appraisals.csv", "judgement"),
        ids(Judgement::ALL, Judgement::id)
    );
    assert_eq!(
        words("treatments.csv", "control_kind"),
        ids(ControlKind::ALL, ControlKind::id)
    );
    for file in ["outcomes.csv", "contrasts.csv"] {
        assert_eq!(
            words(file, "provenance"),
            ids(Provenance::ALL, Provenance::id)
        );
        assert_eq!(
            words(file, "verification"),
            ids(Verification::ALL, Verification::id)
        );
    }
}

/// The data package permits fewer words in some columns than the program needs to tell apart, such
/// as who was blinded; the files keep to it.
#[test]
fn cells_keep_to_the_data_package() {
    let folder = Folder::bundled();
    for (file, fields) in fields() {
        let rows = records(&folder.0[file.as_str()]);
        for (position, field) in fields.iter().enumerate() {
            let constraints = &field["constraints"];
            let required = constraints["required"].as_bool().unwrap_or(false);
            let permitted = constraints["enum"].as_array();
            for (i, row) in rows.iter().enumerate().skip(1) {
                let cell = row[position].as_str();
                let place = format!("{file} row {} {}: \"{cell}\"", i + 1, field["name"]);
                assert!(!(required && cell.is_empty()), "{place}");
                let fits = |words: &Vec<Value>| {
                    words
                        .iter()
                        .any(|w| w.as_str().map_or(w.to_string(), str::to_owned) == cell)
                };
                assert!(cell.is_empty() || permitted.is_none_or(fits), "{place}");
                for (bound, is_minimum) in [("minimum", true), ("maximum", false)] {
                    let Some(bound) = constraints[bound].as_f64() else {
                        continue;
                    };
                    let Ok(value) = cell.parse::<f64>() else {
                        continue;
                    };
                    let inside = if is_minimum {
                        value >= bound
                    } else {
                        value <= bound
                    };
                    assert!(inside, "{place}");
                }
            }
        }
    }
}
