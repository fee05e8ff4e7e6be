//! Which columns of a file are the scores, and on which scale.

use euthymia_app::AppError;
use euthymia_app::cohort::{CohortRequest, run_bytes};
use euthymia_clinical::instrument;
use euthymia_report::cohort::Cohort;

fn read(content: &str, request: &CohortRequest) -> Result<Cohort, AppError> {
    run_bytes(content.as_bytes(), "patients.csv", request)
}

fn plain(content: &str) -> Result<Cohort, AppError> {
    read(content, &CohortRequest::default())
}

#[track_caller]
fn message(result: Result<Cohort, AppError>) -> String {
    let error = result.expect_err("refused");
    assert_eq!(error.exit_status(), 2);
    error.to_string()
}

#[test]
fn every_scale_is_told_from_its_columns() {
    for scale in instrument::all() {
        let high = f64::from(scale.maximum.unwrap_or(20).min(20));
        let low = f64::from(scale.minimum.max(1));
        for (before, after) in [
            ("baseline", "post"),
            ("before", "after"),
            ("pre", "endpoint"),
            ("t0", "t1"),
        ] {
            let content = format!(
                "patient_id,age,{id}_{before},{id}_{after}\nA,40,{high},{low}\nB,50,{high},{high}\n",
                id = scale.id
            );
            let cohort = plain(&content).unwrap_or_else(|error| panic!("{}: {error}", scale.id));
            assert_eq!(cohort.scores.instrument, scale.name, "{content}");
            assert_eq!(cohort.scores.before, [high, high], "{content}");
            assert_eq!(cohort.scores.after, [low, high], "{content}");
        }
    }
}

#[test]
fn capitals_spaces_and_hyphens_do_not_matter() {
    for header in [
        "Patient ID,MADRS Baseline,MADRS-Post",
        "PATIENT,madrs.baseline,Madrs_POST",
    ] {
        let cohort = plain(&format!("{header}\nA,30,20\n")).expect(header);
        assert_eq!(
            (cohort.scores.before[0], cohort.scores.after[0]),
            (30.0, 20.0)
        );
    }
}

#[test]
fn the_order_of_columns_does_not_matter() {
    let cohort = plain("madrs_post,x,madrs_baseline\n20,1,30\n").expect("read");
    assert_eq!(
        (cohort.scores.before[0], cohort.scores.after[0]),
        (30.0, 20.0)
    );
}

#[test]
fn bare_words_do_when_the_scale_is_named() {
    let request = CohortRequest {
        instrument: Some("MADRS".into()),
        ..CohortRequest::default()
    };
    let cohort = read("id,baseline,post\nA,30,20\n", &request).expect("read");
    assert_eq!(cohort.scores.instrument, "MADRS");
    let said = message(plain("id,baseline,post\nA,30,20\n"));
    assert!(said.contains("--instrument"), "{said}");
}

#[test]
fn named_columns_win() {
    let content = "id,madrs_baseline,madrs_post,madrs_week1\nA,30,20,25\n";
    let request = CohortRequest {
        after_column: Some("madrs_week1".into()),
        ..CohortRequest::default()
    };
    assert_eq!(read(content, &request).expect("read").scores.after, [25.0]);
}

#[test]
fn two_scales_are_not_mixed() {
    let content = "id,madrs_baseline,phq9_post\nA,30,20\n";
    let said = message(plain(content));
    assert!(
        said.contains("different scales") || said.contains("no column"),
        "{said}"
    );
    let request = CohortRequest {
        before_column: Some("madrs_baseline".into()),
        after_column: Some("phq9_post".into()),
        ..CohortRequest::default()
    };
    let said = message(read(content, &request));
    assert!(said.contains("different scales, MADRS and PHQ-9"), "{said}");
}

#[test]
fn several_that_fit_are_listed() {
    let said = message(plain(
        "id,madrs_baseline,madrs_post,qids_sr16_baseline,qids_sr16_post\nA,30,20,9,8\n",
    ));
    assert!(
        said.contains("madrs_baseline") && said.contains("qids_sr16_baseline"),
        "{said}"
    );
    let said = message(plain(
        "id,madrs_baseline,madrs_pre,madrs_post\nA,30,31,20\n",
    ));
    assert!(
        said.contains("madrs_baseline") && said.contains("madrs_pre"),
        "{said}"
    );
}

#[test]
fn missing_scores_are_left_out_and_counted() {
    let cohort =
        plain("id,madrs_baseline,madrs_post\nA,30,\nB,NA,20\nC,30,20\nD,.,.\n").expect("read");
    assert_eq!((cohort.scores.missing, cohort.scores.before.len()), (3, 1));
}

#[test]
fn the_limits_of_a_scale_are_inside() {
    assert!(plain("id,madrs_baseline,madrs_post\nA,60,0\n").is_ok());
    let said = message(plain("id,madrs_baseline,madrs_post\nA,60.5,0\n"));
    assert!(
        said.contains("row 2, column \"madrs_baseline\": found \"60.5\""),
        "{said}"
    );
    assert!(said.contains("from 0 to 60"), "{said}");
}

#[test]
fn a_file_without_identifiers_is_read() {
    let cohort = plain("madrs_baseline,madrs_post\n30,20\n30,20\n").expect("read");
    assert_eq!(cohort.scores.before.len(), 2);
}

#[test]
fn the_cohort_is_called_after_its_file_or_as_asked() {
    let content = "madrs_baseline,madrs_post\n30,20\n";
    assert_eq!(plain(content).expect("read").scores.name, "patients");
    let request = CohortRequest {
        name: Some("Ours".into()),
        ..CohortRequest::default()
    };
    assert_eq!(read(content, &request).expect("read").scores.name, "Ours");
}
