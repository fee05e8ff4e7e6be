//! A clean base, broken in one place at a time: each rule finds exactly that place, says what was
//! found and what to do.

use crate::folder::{Folder, file_name};
use crate::small::Small;
use euthymia_table::Severity::{self, Error, Note, Warning};

/// Two studies that overlap, one arm that unites two, every kind of row.
///
/// Lines: arms 2 alpha/low, 3 alpha/high, 4 alpha/all, 5 alpha/saline, 6 beta/ket, 7 beta/spare; outcomes
/// 2 response and 3 remission of alpha/low, 4 score and 5 change of it, 6 headache of alpha/saline,
/// 7 response of beta/ket.
fn clean() -> Folder {
    let score = [("outcome", "score"), ("definition", ""), ("events", "")];
    let change = [("outcome", "change"), ("definition", ""), ("events", "")];
    Small::new()
        .study(
            "alpha",
            &[
                ("doi", "10.1000/alpha"),
                ("pmid", "1234"),
                ("registry_id", "NCT00000001"),
                ("overlaps_with", "beta"),
            ],
        )
        .study(
            "beta",
            &[("overlaps_with", "alpha"), ("doi", "10.1000/beta")],
        )
        .arm(
            "alpha",
            "low",
            &[
                ("n_randomised", "20"),
                ("n_analysed", "20"),
                ("mean_age", "45"),
                ("pct_female", "60"),
                ("baseline_instrument", "madrs"),
                ("baseline_mean", "30"),
                ("baseline_sd", "5"),
            ],
        )
        .arm("alpha", "high", &[])
        .arm("alpha", "all", &[("combines_arms", "low;high")])
        .arm(
            "alpha",
            "saline",
            &[
                ("treatment", "saline"),
                ("class", "control"),
                ("role", "control"),
            ],
        )
        .arm("beta", "ket", &[])
        .arm("beta", "spare", &[])
        .outcome("alpha", "low", &[("percent_reported", "50.0")])
        .outcome(
            "alpha",
            "low",
            &[
                ("outcome", "remission"),
                ("definition", "madrs<=10&madrs_decrease>=50pct"),
                ("events", "6"),
            ],
        )
        .outcome("alpha", "low", &[&score[..], &[("mean", "15")]].concat())
        .outcome(
            "alpha",
            "low",
            &[
                &change[..],
                &[
                    ("mean", "-15"),
                    ("sd", "10"),
                    ("se", "2.236"),
                    ("ci_low", "-20"),
                    ("ci_high", "-10"),
                    ("ci_level", "95"),
                ],
            ]
            .concat(),
        )
        .outcome(
            "alpha",
            "saline",
            &[
                ("outcome", "ae_headache"),
                ("instrument", ""),
                ("definition", ""),
                ("time_days", ""),
                ("time_point", "any_time"),
                ("events", "2"),
            ],
        )
        .outcome("beta", "ket", &[])
        .contrast("alpha", "low", "saline")
        .folder()
}

/// What is broken, and what must be said about it: severity, file, line, column, words.
struct Case {
    change: fn(&mut Folder),
    severity: Severity,
    file: &'static str,
    line: Option<usize>,
    column: Option<&'static str>,
    says: &'static [&'static str],
}

const STUDIES: &str = "studies.csv";
const ARMS: &str = "arms.csv";
const OUTCOMES: &str = "outcomes.csv";
const CONTRASTS: &str = "contrasts.csv";
const TREATMENTS: &str = "treatments.csv";
const APPRAISALS: &str = "appraisals.csv";
const CLAIMS: &str = "claims.csv";
const BIBLIOGRAPHY: &str = "references.bib";

impl Case {
    /// The finding is about another column than the one that was changed.
    fn in_column(mut self, column: &'static str) -> Self {
        self.column = Some(column);
        self
    }
}

/// One cell with another value, and the finding about that very cell.
macro_rules! cell {
    ($severity:ident $file:ident $line:literal $column:literal = $value:literal: $($says:literal),+) => {
        Case {
            change: |folder| folder.set_cell($file, $line, $column, $value),
            severity: $severity,
            file: $file,
            line: Some($line),
            column: Some($column),
            says: &[$($says),+],
        }
    };
}

/// Any other change.
macro_rules! case {
    ($severity:ident $file:ident $line:expr, $column:expr, $change:expr, $($says:literal),+) => {
        Case {
            change: $change,
            severity: $severity,
            file: $file,
            line: $line,
            column: $column,
            says: &[$($says),+],
        }
    };
}

#[track_caller]
fn each(cases: &[Case]) {
    for (i, case) in cases.iter().enumerate() {
        let mut folder = clean();
        (case.change)(&mut folder);
        let found = folder.findings();
        let text = found.iter().map(|f| format!("\n  {f}")).collect::<String>();
        let place = format!(
            "case {i}, {} {:?} {:?}:{text}",
            case.file, case.line, case.column
        );
        assert_eq!(found.len(), 1, "one finding expected, {place}");
        let finding = &found[0];
        assert_eq!(finding.severity, case.severity, "{place}");
        assert_eq!(file_name(finding), case.file, "{place}");
        assert_eq!(finding.row, case.line, "{place}");
        assert_eq!(finding.column.as_deref(), case.column, "{place}");
        for words in case.says {
            assert!(
                finding.to_string().contains(words),
                "\"{words}\" is not said, {place}"
            );
        }
        let instructs = !finding.help.is_empty()
            || finding.message.contains("use ")
            || finding.message.contains("the instruments are ")
            || finding.message.contains("expected ")
            || finding.message.contains("write ");
        assert!(instructs, "nothing to do is said, {place}");
    }
}

#[test]
fn the_clean_base_is_clean() {
    assert_eq!(clean().findings(), []);
}

#[test]
fn files_that_are_not_there() {
    for name in euthymia_evidence::files::NAMES {
        let mut folder = clean();
        folder.0.remove(name);
        let found = folder.findings();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(file_name(&found[0]), name);
        assert_eq!(found[0].severity, Error);
        assert!(
            found[0].to_string().contains("cannot be read"),
            "{}",
            found[0]
        );
        assert!(found[0].help.contains("outcomes.csv"), "{}", found[0]);
    }
    let nowhere = euthymia_evidence::EvidenceBase::from_dir("no/such/folder".as_ref());
    assert_eq!(nowhere.unwrap_err().0.len(), 7);
}

#[test]
fn headers() {
    each(&[
        case!(Error OUTCOMES None, None, |f| f.replace("outcomes.csv", ",events,", ",evnts,"),
            "there is no column \"events\"", "Did you mean \"evnts\"?"),
        case!(Error STUDIES None, Some("Year"), |f| f.replace("studies.csv", ",year,", ",Year,"),
            "the format does not have this column", "Spell it as the format does"),
        case!(Error CLAIMS None, Some("mood"), |f| {
            let text = f.text("claims.csv").replace(",source\n", ",source,mood\n")
                .replace(",author2020\n", ",author2020,\n");
            f.set("claims.csv", text);
        }, "the format does not have this column", "remove it"),
        case!(Error ARMS Some(1), Some("label"), |f| f.replace("arms.csv", ",dose_unit,", ",label,"),
            "stands above column 3 and again above column", "Rename or remove"),
        case!(Error TREATMENTS None, None, |f| f.set("treatments.csv", ""),
            "the file is empty", "The first line must name the columns"),
    ]);
}

#[test]
fn cells_of_the_wrong_kind() {
    each(&[
        cell!(Error OUTCOMES 2 "events" = "ten": "found \"ten\"", "expected a whole number ≥ 0",
            "Write the count as digits"),
        cell!(Error OUTCOMES 2 "events" = "10.5": "found \"10.5\"", "whole number"),
        cell!(Error OUTCOMES 2 "n" = "-20": "found \"-20\"", "whole number"),
        cell!(Error OUTCOMES 4 "mean" = "about 15": "found \"about 15\"", "expected a number"),
        cell!(Error OUTCOMES 4 "mean" = "NaN": "found \"NaN\"", "leave the cell empty"),
        cell!(Error OUTCOMES 4 "sd" = "NA": "found \"NA\"", "leave the cell empty"),
        cell!(Error OUTCOMES 2 "percent_reported" = "50%": "without a percent sign"),
        cell!(Error ARMS 2 "dose_low" = "0,5": "found \"0,5\"", "decimal point"),
        cell!(Error STUDIES 2 "year" = "in press": "found \"in press\"", "leave the cell empty"),
        cell!(Error STUDIES 2 "label" = "": "the cell is missing", "Fill the cell in"),
        cell!(Error OUTCOMES 6 "source" = "": "the cell is missing", "Fill the cell in"),
        cell!(Error STUDIES 3 "trd" = "": "the cell is missing"),
        cell!(Error ARMS 3 "arm_id" = "High dose": "expected an identifier of lower-case letters"),
        cell!(Error ARMS 3 "arm_id" = "-high": "starts with a letter or digit"),
    ]);
}

#[test]
fn words_outside_the_vocabularies_are_answered_with_the_vocabulary() {
    each(&[
        cell!(Error STUDIES 2 "design" = "rct": "found \"rct\", not a study design", "parallel_rct"),
        cell!(Error STUDIES 2 "trd" = "maybe": "found \"maybe\", not a", "yes, no, mixed"),
        cell!(Error STUDIES 2 "bipolar_included" = "n": "use one of: yes, no"),
        cell!(Error ARMS 2 "class" = "ketamin": "found \"ketamin\", not a treatment class", "ketamine,"),
        cell!(Error ARMS 2 "role" = "placebo": "use one of: experimental, control"),
        cell!(Error ARMS 2 "allocation" = "random": "randomised_parallel"),
        cell!(Error ARMS 2 "psychotherapy" = "some": "not_controlled"),
        cell!(Error ARMS 2 "verification" = "read": "seen, computed"),
        cell!(Error OUTCOMES 2 "outcome" = "responce": "found \"responce\", not an outcome",
            "use response"),
        cell!(Error OUTCOMES 2 "definition" = "mdrs<=10": "there is no instrument \"mdrs\"", "madrs"),
        cell!(Error OUTCOMES 2 "definition" = "half": "write madrs_decrease>=50pct"),
        cell!(Error OUTCOMES 2 "definition" = "madrs_decrease>=0pct": "not between 0 and 100"),
        cell!(Error OUTCOMES 6 "time_point" = "end": "end_of_course"),
        cell!(Error OUTCOMES 2 "main" = "true": "expected yes or no"),
        cell!(Error OUTCOMES 2 "analysis_set" = "itt": "found \"itt\", not a", "randomised, observed"),
        cell!(Error OUTCOMES 2 "provenance" = "paper": "full_text, registry"),
        cell!(Error OUTCOMES 2 "verification" = "sure": "use one of: seen"),
        cell!(Error TREATMENTS 2 "class" = "drug": "not a treatment class", "ketamine"),
        cell!(Error TREATMENTS 2 "report_group" = "iv": "not a report group", "ketamine_iv"),
        cell!(Error TREATMENTS 5 "control_kind" = "placebo": "not a kind of control", "sham"),
        cell!(Error CONTRASTS 2 "outcome" = "benefit": "not an outcome"),
    ]);
}

#[test]
fn keys_that_stand_twice_or_lead_nowhere() {
    each(&[
        cell!(Error STUDIES 3 "label" = "alpha": "another study has this label", "Forest plots"),
        case!(Error ARMS Some(8), Some("arm_id"), |f| f.repeat_row("arms.csv", 3),
            "found \"high\"", "already there", "one row per arm"),
        case!(Error TREATMENTS Some(6), Some("treatment"), |f| f.repeat_row("treatments.csv", 4),
            "found \"itbs\"", "already there", "another key"),
        case!(Error CLAIMS Some(3), Some("claim_id"), |f| f.repeat_row("claims.csv", 2),
            "found \"claim-1\"", "already there", "another key"),
        case!(Error STUDIES Some(4), Some("study_id"), |f| {
            f.repeat_row("studies.csv", 3);
            f.set_cell("studies.csv", 4, "label", "beta again");
        }, "found \"beta\"", "already there", "one row per study"),
        cell!(Error ARMS 7 "study_id" = "delta": "found \"delta\"", "there is no such study",
            "add the study there first"),
        cell!(Error ARMS 6 "treatment" = "ketamin": "no such treatment in treatments.csv", "Correct"),
        cell!(Error ARMS 6 "class" = "tms": "treatments.csv says ketamine for ketamine_iv",
            "Write the class"),
        cell!(Error ARMS 4 "combines_arms" = "low;middle": "found \"middle\"", "no such arm"),
        cell!(Error ARMS 4 "combines_arms" = "low;all": "not a part of itself", "Name the arms"),
        cell!(Error OUTCOMES 7 "arm_id" = "ketamine": "no arm \"ketamine\" of study \"beta\"",
            "Correct the study_id or the arm_id"),
        cell!(Error CONTRASTS 2 "arm_id" = "lo": "no arm \"lo\" of study \"alpha\""),
        cell!(Error CONTRASTS 2 "reference_arm_id" = "salin": "no arm \"salin\""),
        cell!(Error STUDIES 2 "source" = "nobody": "found \"nobody\"", "no such key in references.bib",
            "enter the source"),
        cell!(Error ARMS 3 "source" = "nobody": "no such key"),
        cell!(Error OUTCOMES 6 "source" = "nobody": "no such key"),
        cell!(Error CONTRASTS 2 "source" = "nobody": "no such key"),
        cell!(Error CLAIMS 2 "source" = "nobody": "no such key"),
    ]);
}

#[test]
fn overlaps_are_named_on_both_sides() {
    each(&[
        case!(Error STUDIES Some(2), Some("overlaps_with"),
            |f| f.set_cell("studies.csv", 3, "overlaps_with", ""),
            "found \"beta\"", "beta does not name this study in turn", "both sides"),
        cell!(Error STUDIES 2 "overlaps_with" = "beta;gamma": "found \"gamma\"", "no such study"),
        cell!(Error STUDIES 2 "overlaps_with" = "beta;alpha": "does not overlap with itself"),
    ]);
}

#[test]
fn counts_and_percentages() {
    each(&[
        cell!(Error OUTCOMES 7 "events" = "21": "found \"21\"", "more events than the 20 patients",
            "Compare both with the source"),
        cell!(Error OUTCOMES 7 "n" = "": "events without a number of patients", "Fill n in"),
        cell!(Error OUTCOMES 4 "n" = "0": "a number of patients of zero", "Leave the cell empty"),
        cell!(Warning OUTCOMES 4 "n" = "21": "more patients than the 20 randomised", "in the note"),
        cell!(Error OUTCOMES 2 "percent_reported" = "500": "found \"500\"", "from 0 to 100"),
        cell!(Error OUTCOMES 2 "percent_reported" = "-1": "from 0 to 100"),
        cell!(Warning OUTCOMES 2 "percent_reported" = "50.1": "found \"50.1\"",
            "not 10 of 20, which is 50.00 %", "Compare all three"),
        case!(Warning OUTCOMES Some(2), Some("percent_reported"), |f| {
            f.set_cell("outcomes.csv", 2, "percent_reported", "51");
            f.set_cell("outcomes.csv", 2, "note", "Printed so.");
        }, "See the row's note"),
        cell!(Error OUTCOMES 7 "events" = "": "neither events nor a printed percentage", "remove"),
        cell!(Error OUTCOMES 7 "mean" = "5": "a mean for an outcome that is counted"),
        cell!(Error OUTCOMES 4 "events" = "5": "events for an outcome on a scale", "Give a mean"),
        cell!(Error OUTCOMES 4 "percent_reported" = "5": "an outcome on a scale")
            .in_column("events"),
        cell!(Error OUTCOMES 4 "mean" = "": "no mean", "Fill it in"),
        cell!(Error OUTCOMES 7 "definition" = "": "need a definition", "trial_defined"),
    ]);
}

#[test]
fn measurements() {
    each(&[
        cell!(Error OUTCOMES 4 "sd" = "0": "found \"0\"", "above 0", "Leave the cell empty"),
        cell!(Error OUTCOMES 4 "se" = "-1": "found \"-1\"", "above 0"),
        cell!(Warning OUTCOMES 5 "se" = "3": "does not follow from sd 10 and n 20", "SE may stand"),
        cell!(Error OUTCOMES 4 "mean" = "61": "found \"61\"", "outside the range of the MADRS",
            "Compare it with the source"),
        cell!(Error OUTCOMES 4 "mean" = "-1": "outside the range of the MADRS"),
        cell!(Error OUTCOMES 5 "mean" = "-61": "a change larger than the range of the MADRS"),
        cell!(Error OUTCOMES 5 "ci_low" = "-5": "found \"-5\"", "above the upper limit -10",
            "Exchange the two"),
        cell!(Error OUTCOMES 5 "ci_level" = "": "without their confidence level", "Write 95"),
        cell!(Error OUTCOMES 5 "ci_level" = "100": "found \"100\"", "between 0 and 100"),
        cell!(Error OUTCOMES 5 "ci_level" = "0": "between 0 and 100"),
        cell!(Error OUTCOMES 4 "ci_low" = "10": "without their confidence level")
            .in_column("ci_level"),
        cell!(Error OUTCOMES 7 "instrument" = "mdrs": "found \"mdrs\"", "no such instrument",
            "The instruments are madrs"),
        cell!(Error CONTRASTS 2 "ci_low" = "3": "above the upper limit 2.5"),
        cell!(Error CONTRASTS 2 "ci_level" = "": "without their confidence level"),
        cell!(Error CONTRASTS 2 "instrument" = "mdrs": "no such instrument"),
        cell!(Error CLAIMS 2 "low" = "70": "found \"70\"", "above the upper limit 60"),
    ]);
}

#[test]
fn what_came_before_is_a_class_with_its_failure() {
    each(&[
        cell!(Error STUDIES 2 "after_treatment" = "tms": "go together", "Fill both")
            .in_column("after_failure"),
        cell!(Error STUDIES 2 "after_failure" = "yes": "go together", "or neither"),
        cell!(Error STUDIES 2 "after_failure" = "perhaps": "use one of"),
    ]);
}

/// Puts these rows into the file of appraisals.
fn appraised(folder: &mut Folder, rows: &str) {
    let head = "study_id,outcome,tool,domain,judgement,appraiser,source,note\n";
    folder.set("appraisals.csv", format!("{head}{rows}"));
}

#[test]
fn appraisals_are_of_studies_that_are_there_and_stand_once() {
    each(&[
        case!(Error APPRAISALS Some(2), Some("study_id"),
            |f| appraised(f, "nobody,,RoB 2,overall,low,A,,\n"), "no such study", "studies.csv"),
        case!(Error APPRAISALS Some(3), Some("domain"),
            |f| appraised(f, "alpha,,RoB 2,overall,low,A,,\nalpha,,RoB 2,overall,high,B,,\n"),
            "judged already", "agreed on"),
        case!(Error APPRAISALS Some(2), Some("source"),
            |f| appraised(f, "alpha,,RoB 2,overall,low,A,nowhere,\n"), "no such source", "references.bib"),
        case!(Error APPRAISALS Some(2), Some("judgement"),
            |f| appraised(f, "alpha,,RoB 2,overall,fair,A,,\n"), "some_concerns"),
    ]);
}

#[test]
fn short_names_and_kinds_of_control() {
    each(&[
        cell!(Error TREATMENTS 3 "short_name" = "ketamine_iv": "another treatment", "different"),
        cell!(Error TREATMENTS 3 "short_name" = "a name of twenty-five chars": "longer than 24"),
        cell!(Error TREATMENTS 5 "control_kind" = "": "of what kind", "fill the cell"),
        cell!(Error TREATMENTS 2 "control_kind" = "sham": "only a control has a kind", "empty it"),
    ]);
}

#[test]
fn amounts_of_arms() {
    each(&[
        cell!(Error ARMS 2 "mean_age" = "450": "found \"450\"", "years from 0 to 120"),
        cell!(Error ARMS 2 "pct_female" = "160": "found \"160\"", "0 to 100"),
        cell!(Error ARMS 2 "baseline_mean" = "61": "found \"61\"", "range of the MADRS"),
        cell!(Error ARMS 2 "baseline_sd" = "0": "found \"0\"", "above 0"),
        cell!(Error ARMS 2 "baseline_instrument" = "mdrs": "no such instrument"),
        cell!(Warning ARMS 2 "n_analysed" = "21": "found \"21\"", "more than the 20 randomised",
            "Compare it with the source"),
    ]);
}

/// The definition of the first study, and the numbers of failed trials entered for it.
fn criterion(folder: &mut Folder, definition: &str, min: &str, max: &str) {
    let cells = [
        ("trd_definition", definition),
        ("failed_trials_min", min),
        ("failed_trials_max", max),
    ];
    for (column, value) in cells.into_iter().filter(|(_, value)| !value.is_empty()) {
        folder.set_cell(STUDIES, 2, column, value);
    }
}

#[test]
fn numbers_of_failed_trials_are_those_of_the_definition() {
    const MIN: Option<&str> = Some("failed_trials_min");
    const MAX: Option<&str> = Some("failed_trials_max");
    each(&[
        case!(Error STUDIES Some(2), MIN, |f| criterion(f, ">=0 failed", "0", ""),
            "found \"0\"", "at least one failed trial", "Leave the cell empty"),
        case!(Error STUDIES Some(2), MIN, |f| criterion(f, "", "2", ""),
            "found \"2\"", "trd_definition does not state this number", "mend the definition"),
        case!(Error STUDIES Some(2), MIN, |f| criterion(f, ">=3 failed", "2", ""),
            "does not state this number"),
        case!(Error STUDIES Some(2), MIN, |f| criterion(f, "mean 2.5 failed", "2", ""),
            "does not state this number"),
        case!(Error STUDIES Some(2), MIN, |f| criterion(f, ">=12 failed", "2", ""),
            "does not state this number"),
        case!(Error STUDIES Some(2), MAX, |f| criterion(f, ">=2 failed", "2", "4"),
            "found \"4\"", "does not state this number"),
        case!(Error STUDIES Some(2), MAX, |f| criterion(f, "2-4 failed", "4", "2"),
            "found \"2\"", "below the smallest number", "Exchange the two"),
        case!(Error STUDIES Some(2), MAX, |f| criterion(f, "2-4 failed", "", "4"),
            "found \"4\"", "without the smallest", "Enter the smallest number too"),
        cell!(Error STUDIES 2 "failed_trials_min" = "two": "found \"two\""),
    ]);
    for (definition, min, max) in [
        ("2-4 failed", "2", "4"),
        ("2-4 failed", "2", ""),
        ("exactly 2 failed.", "2", "2"),
        (">=2 failed, mean 3.5", "", ""),
    ] {
        let mut folder = clean();
        criterion(&mut folder, definition, min, max);
        assert_eq!(folder.findings(), [], "{definition} {min} {max}");
    }
}

#[test]
fn one_main_row() {
    each(&[
        case!(Error OUTCOMES Some(8), Some("main"), |f| f.repeat_row("outcomes.csv", 7),
            "another main row", "Keep yes on the row that stands for the arm"),
    ]);
    let mut folder = clean();
    folder.repeat_row(OUTCOMES, 7);
    folder.set_cell(OUTCOMES, 8, "main", "no");
    assert_eq!(folder.findings(), []);
}

#[test]
fn remitters_among_responders() {
    each(&[
        cell!(Error OUTCOMES 3 "events" = "11": "found \"11\"",
            "more remitters than the 10 responders of row 2", "one of the counts is wrong"),
        case!(Note OUTCOMES Some(3), Some("events"), |f| {
            f.set_cell("outcomes.csv", 3, "definition", "madrs<=10");
            f.set_cell("outcomes.csv", 3, "events", "11");
        }, "found \"11\"", "more remitters", "the definitions do not nest"),
        case!(Note OUTCOMES Some(3), Some("events"), |f| {
            f.set_cell("outcomes.csv", 3, "definition", "trial_defined");
            f.set_cell("outcomes.csv", 3, "events", "11");
        }, "do not nest"),
    ]);
    // Rows of different days, scales, sets or denominators say nothing about each other.
    for (column, value) in [
        ("time_days", "14"),
        ("time_point", "end_of_course"),
        ("instrument", "hamd17"),
        ("analysis_set", "observed"),
        ("n", "19"),
    ] {
        let mut folder = clean();
        folder.set_cell(OUTCOMES, 3, "events", "11");
        folder.set_cell(OUTCOMES, 3, column, value);
        assert_eq!(folder.findings(), [], "{column}");
    }
}

#[test]
fn marks_and_places() {
    each(&[
        cell!(Error OUTCOMES 7 "provenance" = "unverified":
            "\"unverified\" does not go with the verification mark \"seen\"",
            "A recalled number is unverified"),
        cell!(Error OUTCOMES 7 "verification" = "recalled": "\"full_text\" does not go with")
            .in_column("provenance"),
        cell!(Error CONTRASTS 2 "provenance" = "unverified": "does not go with"),
        cell!(Warning OUTCOMES 7 "locator" = "": "has no place", "Name the table"),
        cell!(Warning CONTRASTS 2 "locator" = "": "has no place", "Name the table"),
    ]);
    let mut folder = clean();
    folder.set_cell(OUTCOMES, 7, "verification", "recalled");
    folder.set_cell(OUTCOMES, 7, "provenance", "unverified");
    folder.set_cell(OUTCOMES, 7, "locator", "");
    assert_eq!(folder.findings(), []);
}

#[test]
fn own_data_are_counted_and_of_no_published_study() {
    let own = |mark: &str, doi: &str| {
        let mut folder = clean();
        folder.set_cell(OUTCOMES, 7, "provenance", "own_data");
        // In the clean base the mark is seen and the study has a DOI.
        if mark != "seen" {
            folder.set_cell(OUTCOMES, 7, "verification", mark);
        }
        if doi.is_empty() {
            folder.set_cell(STUDIES, 3, "doi", "");
        }
        let findings = folder
            .findings()
            .into_iter()
            .filter(|found| found.severity == Error);
        findings.map(|found| found.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(own("computed", ""), [] as [&str; 0]);
    let published = own("computed", "10.1000/beta");
    assert!(
        matches!(published.as_slice(), [one] if one.contains("a study that is published")),
        "{published:?}"
    );
    let read = own("seen", "");
    assert!(
        matches!(read.as_slice(), [one] if one.contains("counted from rows")),
        "{read:?}"
    );
}

#[test]
fn identifiers_years_and_times() {
    each(&[
        cell!(Error STUDIES 2 "year" = "1937": "found \"1937\"", "a year from 1938 to 2100"),
        cell!(Error STUDIES 2 "year" = "20203": "a year from 1938 to 2100"),
        cell!(Warning STUDIES 2 "year" = "": "the year of publication is missing", "Look it up"),
        cell!(Error STUDIES 2 "doi" = "https://doi.org/10.1000/alpha": "expected a DOI such as 10."),
        cell!(Error STUDIES 2 "doi" = "10.1000": "found \"10.1000\"", "expected a DOI"),
        cell!(Error STUDIES 2 "doi" = "10.1000/": "expected a DOI"),
        cell!(Error STUDIES 2 "doi" = "10.100/x": "expected a DOI"),
        cell!(Error STUDIES 2 "doi" = "10.jad.2023/x": "expected a DOI"),
        cell!(Error STUDIES 2 "doi" = "10.1000/al pha": "expected a DOI"),
        cell!(Error STUDIES 2 "pmid" = "PMC1234": "found \"PMC1234\"", "digits only"),
        cell!(Error OUTCOMES 7 "time_days" = "3661": "found \"3661\"", "days from 0 to 3660",
            "from the start of treatment"),
        cell!(Error OUTCOMES 7 "time_days" = "-1": "days from 0 to 3660"),
        cell!(Error CONTRASTS 2 "time_days" = "4000": "days from 0 to 3660"),
        case!(Warning STUDIES Some(4), Some("doi"), |f| third_study(f, "doi", "10.1000/ALPHA"),
            "found \"10.1000/ALPHA\"", "study alpha carries the same identifier", "overlap"),
        case!(Warning STUDIES Some(4), Some("pmid"), |f| third_study(f, "pmid", "1234"),
            "study alpha carries the same identifier"),
        case!(Warning STUDIES Some(4), Some("registry_id"),
            |f| third_study(f, "registry_id", "NCT00000002; nct00000001"),
            "found \"nct00000001\"", "study alpha carries the same identifier"),
    ]);
}

fn third_study(folder: &mut Folder, column: &str, value: &str) {
    folder.repeat_row(STUDIES, 3);
    for (column, value) in [
        ("study_id", "gamma"),
        ("label", "gamma"),
        ("overlaps_with", ""),
        ("doi", ""),
    ] {
        folder.set_cell(STUDIES, 4, column, value);
    }
    folder.set_cell(STUDIES, 4, column, value);
}

#[test]
fn one_identifier_in_three_studies_is_reported_for_each_pair_without_an_overlap() {
    let mut folder = clean();
    third_study(&mut folder, "doi", "10.1000/alpha");
    folder.set_cell(STUDIES, 3, "doi", "10.1000/alpha");
    let found = folder.findings();
    let pairs: Vec<_> = found
        .iter()
        .map(|f| (f.row, f.message.split(' ').nth(1)))
        .collect();
    assert_eq!(pairs, [(Some(4), Some("alpha")), (Some(4), Some("beta"))]);
    // The same number twice in one study is no second study.
    let mut folder = clean();
    folder.set_cell(STUDIES, 2, "registry_id", "NCT00000001;NCT00000001");
    assert_eq!(folder.findings(), []);
}

#[test]
fn the_bibliography() {
    each(&[
        case!(Error BIBLIOGRAPHY Some(6), None,
            |f| f.replace("references.bib", "{Journal}\n}", "{Journal}\n"),
            "the bibliography cannot be read: expected", "Mend the entry"),
        case!(Error BIBLIOGRAPHY Some(6), None, |f| {
            let twice = f.text("references.bib").repeat(2);
            f.set("references.bib", twice);
        }, "duplicate key \"author2020\""),
        case!(Error BIBLIOGRAPHY Some(2), None, |f| {
            let latin1 = [b"@article{author2020,\n author = {M", &b"\xFCller}}\n"[..]].concat();
            f.set("references.bib", latin1);
        }, "not UTF-8", "Save the file as UTF-8"),
    ]);
    let mut folder = clean();
    folder.set(BIBLIOGRAPHY, "");
    let found = folder.findings();
    assert!(
        found
            .iter()
            .all(|f| f.message.contains("no such key in references.bib"))
    );
    assert_eq!(
        found.len(),
        2 + 6 + 6 + 1 + 1,
        "studies, arms, outcomes, contrast, claim"
    );
}

#[test]
fn byte_order_marks_and_line_ends_do_not_matter() {
    let plain = clean();
    let expected = plain.load().unwrap();
    let mut folder = plain.clone();
    for (name, bytes) in &plain.0 {
        let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
        folder.set(name, format!("\u{FEFF}{text}"));
    }
    assert_eq!(folder.findings(), []);
    let read = folder.load().unwrap();
    assert_eq!(
        format!("{:?}", read.studies),
        format!("{:?}", expected.studies)
    );
    assert_eq!(
        format!("{:?}", read.outcomes),
        format!("{:?}", expected.outcomes)
    );
    assert_eq!(read.references, expected.references);
}

#[test]
fn columns_may_stand_in_any_order() {
    let plain = clean();
    let mut folder = plain.clone();
    let mut records = crate::folder::records(&plain.0[OUTCOMES]);
    for record in &mut records {
        record.reverse();
    }
    folder.set(OUTCOMES, crate::folder::written(&records));
    let (read, expected) = (folder.load().unwrap(), plain.load().unwrap());
    assert_eq!(
        format!("{:?}", read.outcomes),
        format!("{:?}", expected.outcomes)
    );
}

#[test]
fn everything_is_reported_at_once() {
    let mut folder = clean();
    folder.set_cell(STUDIES, 2, "year", "soon");
    folder.set_cell(OUTCOMES, 2, "n", "many");
    folder.set_cell(OUTCOMES, 7, "n", "few");
    folder.set(BIBLIOGRAPHY, "@article{");
    let found = folder.findings();
    let places: Vec<_> = found.iter().map(|f| (file_name(f), f.row)).collect();
    assert_eq!(
        places[..3],
        [(STUDIES, Some(2)), (OUTCOMES, Some(2)), (OUTCOMES, Some(7))]
    );
    assert_eq!((places.len(), places[3].0), (4, BIBLIOGRAPHY));
}

#[test]
fn errors_come_first_then_warnings_then_notes() {
    let mut folder = clean();
    folder.set_cell(OUTCOMES, 3, "definition", "madrs<=10");
    folder.set_cell(OUTCOMES, 3, "events", "11");
    folder.set_cell(ARMS, 2, "n_analysed", "21");
    folder.set_cell(STUDIES, 2, "pmid", "x");
    let severities: Vec<_> = folder.findings().iter().map(|f| f.severity).collect();
    assert_eq!(severities, [Error, Warning, Note]);
}
