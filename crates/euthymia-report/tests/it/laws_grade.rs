//! What holds of certainty and of restricted analyses for any numbers.

use crate::byhand_grade_of::{estimates, row};
use euthymia_evidence::appraisal::Judgement;
use euthymia_report::appraised::{Appraised, Kept, Respect, Wanted, exclude, sensitivity};
use euthymia_report::grade::rules::{
    Scatter, Shifted, Size, imprecision, inconsistency, risk_of_bias,
};
use euthymia_report::grade::{
    GradeJudged, GradeOptions, Start, Thresholds, certainty_view, grade, optimal_size,
};
use euthymia_report::pooled::pool;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::network::certainty::LevelShares;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{Format, render};
use proptest::prelude::*;

fn judgement() -> impl Strategy<Value = Option<Judgement>> {
    prop::option::of(prop::sample::select(Judgement::ALL))
}

fn studies() -> impl Strategy<Value = Vec<(f64, f64, Option<Judgement>)>> {
    prop::collection::vec((-3.0..3.0_f64, 0.01..2.0_f64, judgement()), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_row_is_the_analysis_of_what_exclusion_leaves(of in studies()) {
        let labels: Vec<String> = (0..of.len()).map(|at| format!("S{at}")).collect();
        let data = of.iter().zip(&labels).map(|(own, label)| (label.as_str(), own.0, own.1));
        let main = estimates(&data.collect::<Vec<_>>());
        let rows: Vec<_> = of
            .iter()
            .zip(&labels)
            .filter_map(|(own, label)| Some(row(label, "overall", own.2?)))
            .collect();
        let appraised = Appraised::gather(&rows, None).expect("gathered");
        let again = |studies| pool(studies, &main.options);
        for own in sensitivity(&main, &appraised, &again) {
            let all: Vec<_> = main.rows.iter().map(|row| row.candidate.clone()).collect();
            let (kept, out) = exclude(all, &appraised, own.wanted);
            prop_assert_eq!(kept.len() + out.len(), of.len());
            prop_assert_eq!(own.left_out.len() + own.unappraised.len(), out.len());
            match own.result {
                Ok(found) => prop_assert_eq!(
                    found.summary.estimate,
                    again(kept).expect("pooled").summary.estimate
                ),
                Err(_) => prop_assert!(kept.is_empty()),
            }
        }
        let low = Wanted { respect: Respect::Overall, kept: Kept::LowOnly };
        let all: Vec<_> = main.rows.iter().map(|row| row.candidate.clone()).collect();
        let (kept, _) = exclude(all, &appraised, low);
        let lows = of.iter().filter(|own| own.2 == Some(Judgement::Low)).count();
        prop_assert_eq!(kept.len(), lows);
    }

    #[test]
    fn certainty_is_never_above_its_best_and_every_view_can_be_written(
        of in studies(),
        thresholds in prop::option::of(prop::collection::vec(-2.0..2.0_f64, 1..5)),
    ) {
        let labels: Vec<String> = (0..of.len()).map(|at| format!("S{at}")).collect();
        let data = of.iter().zip(&labels).map(|(own, label)| (label.as_str(), own.0, own.1));
        let main = estimates(&data.collect::<Vec<_>>());
        let rows: Vec<_> = of
            .iter()
            .zip(&labels)
            .filter_map(|(own, label)| Some(row(label, "overall", own.2?)))
            .collect();
        let options = GradeOptions {
            appraised: Appraised::gather(&rows, None).expect("gathered"),
            thresholds: thresholds
                .map(|own| Thresholds::new(&own, Measure::Generic).expect("thresholds")),
            ..GradeOptions::of(Start::Randomised)
        };
        let found = grade(&main, &options, &|studies| pool(studies, &main.options));
        prop_assert!(found.overall.at_worst <= found.overall.at_best);
        let view = certainty_view(&found, Measure::Generic);
        for format in [Format::Csv, Format::Json, Format::Markdown] {
            prop_assert!(render(&view, format).is_ok());
        }
    }

    #[test]
    fn more_known_shares_lie_within_the_bounds(
        parts in [0.0..1.0_f64, 0.0..1.0, 0.0..1.0, 0.0..1.0],
        moved in 0..3_usize,
    ) {
        let sum: f64 = parts.iter().sum();
        prop_assume!(sum > 0.01);
        let [low, moderate, high, unknown] = parts.map(|own| own / sum);
        prop_assume!(low + moderate + high > 0.0);
        let shares = LevelShares { low, moderate, high, unknown };
        let mut known = LevelShares { unknown: 0.0, ..shares };
        match moved {
            0 => known.low += unknown,
            1 => known.moderate += unknown,
            _ => known.high += unknown,
        }
        let (least, most) = risk_of_bias(shares, Shifted::No).steps.bounds().expect("bounds");
        let (own, same) = risk_of_bias(known, Shifted::No).steps.bounds().expect("bounds");
        prop_assert!(own == same && least <= own && own <= most);
    }

    #[test]
    fn a_wider_interval_never_costs_less(
        lower in -2.0..2.0_f64, width in 0.0..3.0_f64, more in 0.0..2.0_f64,
        values in prop::collection::vec(-3.0..3.0_f64, 1..6),
    ) {
        let thresholds = Thresholds::new(&values, Measure::Generic).expect("thresholds");
        let narrow = Bounds { lower, upper: lower + width };
        let wide = Bounds { lower: lower - more, upper: lower + width + more };
        let size = Size { patients: None, optimal: None, risk_ratio: None };
        let steps = |bounds| imprecision(bounds, Some(&thresholds), &size).steps.bounds();
        prop_assert!(steps(narrow) <= steps(wide));
        let scatter = Scatter { k: 3, bounds: narrow, prediction: Some(wide), tau2: None, i2: None };
        let found = inconsistency(&scatter, Some(&thresholds)).steps.bounds().expect("settled");
        prop_assert!(found.0 <= 2);
    }

    #[test]
    fn any_input_is_a_judgement_or_an_error(domain in ".{0,20}", level in ".{0,20}", reason in ".{0,20}") {
        if let Ok(found) = GradeJudged::read(&domain, &level, &reason) {
            prop_assert!(!found.reason.is_empty());
        }
    }

    #[test]
    fn any_input_is_a_size_or_none(risk in any::<f64>(), reduction in any::<f64>()) {
        if let Some(size) = optimal_size(risk, reduction) {
            prop_assert!(size >= 2);
        }
    }

    #[test]
    fn any_input_is_thresholds_or_an_error(values in prop::collection::vec(any::<f64>(), 0..5)) {
        for measure in [Measure::RiskRatio, Measure::Logit, Measure::RiskDifference, Measure::HedgesG] {
            if let Ok(found) = Thresholds::new(&values, measure) {
                prop_assert!(found.values().windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(!found.values().is_empty());
            }
        }
    }
}
