//! Response and remission under the definition that is asked for.

use euthymia_app::AppError;
use euthymia_app::cohort::{CohortRequest, run_bytes};
use euthymia_report::cohort::Cohort;

/// Four patients: 8 %, 50 %, 60 % and 75 % of the baseline gained, ends at 24, 15, 12 and 6.
const PATIENTS: &str = "id,madrs_baseline,madrs_post\nA,26,24\nB,30,15\nC,30,12\nD,24,6\n";

fn cohort(response: Option<&str>, remission: Option<&str>) -> Result<Cohort, AppError> {
    let request = CohortRequest {
        response: response.map(str::to_owned),
        remission: remission.map(str::to_owned),
        ..CohortRequest::default()
    };
    run_bytes(PATIENTS.as_bytes(), "patients.csv", &request)
}

#[track_caller]
fn events(cohort: &Cohort, outcome: &str) -> (u64, u64) {
    let rate = cohort.chosen(outcome).expect(outcome);
    (rate.proportion.events(), rate.proportion.n())
}

#[test]
fn responses() {
    for (rule, expected) in [
        (None, 3),
        (Some(">=50pct"), 3),
        (Some("≥ 50 %"), 3),
        (Some(">=50%"), 3),
        (Some(">=60pct"), 2),
        (Some(">= 75"), 1),
        (Some("madrs_decrease>=25pct"), 3),
        (Some("madrs_decrease>=50pct & madrs<=12"), 2),
    ] {
        let cohort = cohort(rule, None).unwrap_or_else(|error| panic!("{rule:?}: {error}"));
        assert_eq!(events(&cohort, "response"), (expected, 4), "{rule:?}");
    }
}

#[test]
fn remissions() {
    for (rule, expected) in [
        (None, 1),
        (Some("<10"), 1),
        (Some("≤ 12"), 2),
        (Some("<=12"), 2),
        (Some("<12"), 1),
        (Some("<= 15"), 3),
        (Some("madrs<6"), 0),
        (Some("madrs<=6"), 1),
    ] {
        let cohort = cohort(None, rule).unwrap_or_else(|error| panic!("{rule:?}: {error}"));
        assert_eq!(events(&cohort, "remission"), (expected, 4), "{rule:?}");
    }
}

#[test]
fn one_definition_of_each_outcome_is_chosen() {
    for rule in [None, Some("<10"), Some("<=12"), Some("<=20")] {
        let cohort = cohort(None, rule).expect("read");
        for outcome in ["response", "remission"] {
            let chosen = cohort
                .rates
                .iter()
                .filter(|r| r.chosen && r.outcome == outcome)
                .count();
            assert_eq!(chosen, 1, "{rule:?}, {outcome}");
        }
        // The five rules of the literature stand beside the one that is asked for.
        let others = cohort
            .rates
            .iter()
            .filter(|r| r.outcome == "remission")
            .count();
        assert_eq!(others, if rule == Some("<=20") { 6 } else { 5 }, "{rule:?}");
    }
}

#[test]
fn rules_that_are_none_say_what_to_write() {
    for (response, remission, says) in [
        (
            None,
            Some("hamd17<=7"),
            "is a rule for hamd17, but the scores are on the MADRS",
        ),
        (
            Some("qids_sr16_decrease>=50pct"),
            None,
            "is a rule for qids_sr16",
        ),
        (None, Some("<"), "is not an outcome definition"),
        (None, Some("<=ten"), "\"ten\" is not a number"),
        (None, Some(""), "is not an outcome definition"),
        (Some(">=fifty"), None, "is not an outcome definition"),
        (
            Some("trial_defined"),
            None,
            "is a name, not a rule that scores can be held against",
        ),
    ] {
        let error = cohort(response, remission).expect_err(says);
        assert!(matches!(error, AppError::Usage(_)), "{error:?}");
        let message = error.to_string();
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn the_phq9_has_a_rule_of_its_own() {
    let content = "id,phq9_baseline,phq9_post\nA,20,5\nB,20,4\n";
    let cohort = run_bytes(content.as_bytes(), "p.csv", &CohortRequest::default()).expect("read");
    assert_eq!(events(&cohort, "remission"), (1, 2));
}

#[test]
fn a_bare_number_is_no_rule() {
    let error = cohort(None, Some("12")).expect_err("ambiguous");
    assert!(error.to_string().contains("'<=12'"), "{error}");
}

#[test]
fn a_scale_without_a_sourced_rule_has_response_alone() {
    let content = "id,gad7_baseline,gad7_post\nA,20,10\nB,20,4\n";
    let cohort = run_bytes(content.as_bytes(), "p.csv", &CohortRequest::default()).expect("read");
    assert_eq!(events(&cohort, "response"), (2, 2));
    assert!(cohort.chosen("remission").is_none());
    let request = CohortRequest {
        remission: Some("<5".into()),
        ..CohortRequest::default()
    };
    let cohort = run_bytes(content.as_bytes(), "p.csv", &request).expect("read");
    assert_eq!(events(&cohort, "remission"), (1, 2));
}
