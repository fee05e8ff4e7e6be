//! Whatever stands in a file, the answer is a result or a message that says where.

use euthymia_app::AppError;
use euthymia_app::cohort::{CohortRequest, run_bytes};
use euthymia_app::pool::{PoolRequest, Source, explanation, figure, json, run};
use euthymia_report::cohort::{figure as figure_of_cohort, rates_view};
use euthymia_report::pooled::{PoolOptions, csv_view, view};
use euthymia_synthesis::measure::Measure;
use euthymia_table::{Format, ReadOptions, render};
use proptest::prelude::*;
use std::path::PathBuf;

/// A cell: dull, extreme or no number at all.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..60_u32).prop_map(|n| n.to_string()),
        2 => any::<f64>().prop_map(|x| x.to_string()),
        1 => Just("9007199254740992".to_owned()),
        1 => Just(String::new()),
        1 => "[ -~äöü°\u{202e}]{0,6}".prop_map(|text| format!("\"{}\"", text.replace('"', ""))),
    ]
}

/// A file with a header and rows of its length, distinct labels first.
fn file(header: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let columns = header.split(',').count();
    let row = proptest::collection::vec(cell(), columns - 1);
    proptest::collection::vec(row, 0..6).prop_map(move |rows| {
        let mut text = format!("{header}\n");
        for (at, cells) in rows.iter().enumerate() {
            text.push_str(&format!("S{at},{}\n", cells.join(",")));
        }
        text.into_bytes()
    })
}

/// A message that a person can act on: not empty, printable, about the input.
fn sensible(error: &AppError) -> Result<(), TestCaseError> {
    let text = error.to_string();
    prop_assert!(!text.is_empty());
    prop_assert!(
        !text.chars().any(|c| c.is_control() && c != '\n'),
        "{:?}",
        text
    );
    prop_assert!([1, 2].contains(&error.exit_status()));
    if let AppError::Input(findings) = error {
        prop_assert!(!findings.is_empty());
    }
    Ok(())
}

fn cohort_of(bytes: &[u8]) -> Result<(), TestCaseError> {
    match run_bytes(bytes, "f.csv", &CohortRequest::default()) {
        Err(error) => sensible(&error),
        Ok(cohort) => {
            prop_assert!(render(&rates_view(&cohort), Format::Json).is_ok());
            let drawn = figure_of_cohort(&cohort).to_scene();
            let drawn = drawn.to_svg(&euthymia_plot::SvgOptions::default());
            prop_assert!(
                !drawn.contains("NaN") && !drawn.contains("=\"inf"),
                "{}",
                drawn
            );
            for rate in &cohort.rates {
                prop_assert!(rate.exact.lower <= rate.exact.upper);
                prop_assert!((0.0..=1.0).contains(&rate.wilson.lower));
            }
            Ok(())
        }
    }
}

fn pooled_of(bytes: &[u8], measure: Measure) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir()?;
    let path: PathBuf = folder.path().join("f.csv");
    std::fs::write(&path, bytes)?;
    let request = PoolRequest {
        source: Source::File {
            path,
            read: ReadOptions::default(),
        },
        options: PoolOptions::of(measure),
        assumed_correlation: None,
        weight_column: None,
        cluster_column: None,
        cautions: Vec::new(),
        interval_chosen: false,
        risk: None,
    };
    match run(&request) {
        Err(error) => sensible(&error),
        Ok(answer) => {
            let text = json(&answer).to_string();
            prop_assert!(!text.contains("NaN"));
            prop_assert!(render(&csv_view(&answer.pooled), Format::Csv).is_ok());
            prop_assert!(render(&view(&answer.pooled, "title"), Format::Markdown).is_ok());
            prop_assert!(!explanation(&answer).is_empty());
            let drawn = figure(&answer).to_svg(&euthymia_plot::SvgOptions::default());
            prop_assert!(
                !drawn.contains("NaN") && !drawn.contains("=\"inf"),
                "{}",
                drawn
            );
            let weights: f64 = answer.pooled.rows.iter().filter_map(|row| row.weight).sum();
            prop_assert!(
                (weights - 1.0).abs() < 1e-9,
                "weights add up to {}",
                weights
            );
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        cohort_of(&bytes)?;
        pooled_of(&bytes, Measure::Logit)?;
    }

    #[test]
    fn cohorts(bytes in file("patient_id,madrs_baseline,madrs_post")) {
        cohort_of(&bytes)?;
    }

    #[test]
    fn single_groups(
        bytes in file("study,events,n"),
        measure in proptest::sample::select(vec![Measure::RawProportion, Measure::Logit, Measure::DoubleArcsine]),
    ) {
        pooled_of(&bytes, measure)?;
    }

    #[test]
    fn two_groups(
        bytes in file("study,events_treatment,n_treatment,events_control,n_control"),
        measure in proptest::sample::select(vec![Measure::RiskRatio, Measure::OddsRatio, Measure::RiskDifference]),
    ) {
        pooled_of(&bytes, measure)?;
    }

    #[test]
    fn means(
        bytes in file("study,mean_treatment,sd_treatment,n_treatment,mean_control,sd_control,n_control"),
        measure in proptest::sample::select(vec![Measure::MeanDifference, Measure::HedgesG]),
    ) {
        pooled_of(&bytes, measure)?;
    }
}
