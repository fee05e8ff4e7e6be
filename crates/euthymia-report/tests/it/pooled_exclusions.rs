//! Zero cells: corrected and marked, or left out and listed; and what an analysis warns of.

use euthymia_report::pooled::{Candidate, Inputs, PoolError, PoolOptions, Pooled, notes, pool};
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::effect::zero_cells::Scope;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::Interval;

const TABLES: [(&str, [u64; 4]); 5] = [
    ("plain", [8, 20, 4, 20]),
    ("other", [6, 22, 5, 21]),
    ("one zero", [0, 20, 4, 22]),
    ("no event in either", [0, 30, 0, 25]),
    ("nothing but events", [9, 9, 8, 8]),
];

fn tables() -> Vec<Candidate> {
    TABLES
        .iter()
        .map(|(label, [a, n1, c, n2])| {
            Candidate::new(
                *label,
                Inputs::TwoProportions(TwoByTwo::new(*a, *n1, *c, *n2).expect("a table")),
            )
        })
        .collect()
}

fn counts(counts: &[(u64, u64)]) -> Vec<Candidate> {
    let count = |(at, (events, n)): (usize, &(u64, u64))| {
        Candidate::new(
            format!("S{at}"),
            Inputs::OneProportion(Count::new(*events, *n).expect("a count")),
        )
    };
    counts.iter().enumerate().map(count).collect()
}

fn labels(pooled: &Pooled) -> Vec<&str> {
    pooled
        .rows
        .iter()
        .map(|row| row.candidate.label.as_str())
        .collect()
}

fn left_out(pooled: &Pooled) -> Vec<&str> {
    pooled
        .left_out
        .iter()
        .map(|left| left.label.as_str())
        .collect()
}

#[test]
fn ratios_leave_double_zeros_out_and_say_so() {
    for measure in [Measure::RiskRatio, Measure::OddsRatio] {
        let pooled = pool(tables(), &PoolOptions::of(measure)).expect("pooled");
        assert_eq!(labels(&pooled), ["plain", "other", "one zero"]);
        assert_eq!(
            left_out(&pooled),
            ["no event in either", "nothing but events"]
        );
        let said = notes(&pooled).join("\n");
        for left in &pooled.left_out {
            assert!(!left.reason.is_empty());
            assert!(
                said.contains(&format!("Left out, {}: ", left.reason))
                    && said.contains(&left.label),
                "{said}"
            );
        }
    }
}

#[test]
fn differences_leave_nothing_out() {
    let pooled = pool(tables(), &PoolOptions::of(Measure::RiskDifference)).expect("pooled");
    assert_eq!(labels(&pooled).len(), 5);
    assert!(pooled.left_out.is_empty());
    // Only the tables without a variance are corrected.
    let added: Vec<f64> = pooled.rows.iter().map(|row| row.added).collect();
    assert_eq!(added, [0.0, 0.0, 0.0, 0.5, 0.5]);
}

#[test]
fn a_correction_is_marked_at_its_study_and_counted_below() {
    let pooled = pool(tables(), &PoolOptions::of(Measure::RiskRatio)).expect("pooled");
    let added: Vec<f64> = pooled.rows.iter().map(|row| row.added).collect();
    assert_eq!(added, [0.0, 0.0, 0.5]);
    let said = notes(&pooled).join("\n");
    assert!(said.contains("added to each cell of 1 study"), "{said}");
    let table = euthymia_report::pooled::view(&pooled, "t");
    let texts: Vec<String> = table
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| value.for_people())
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect();
    let marked: Vec<bool> = texts.iter().map(|text| text.contains("½ added")).collect();
    assert_eq!(marked, [false, false, true, false], "{texts:#?}");
}

#[test]
fn without_a_correction_what_has_no_estimate_is_left_out() {
    let mut options = PoolOptions::of(Measure::OddsRatio);
    options.rules.zero_cells.scope = Scope::Never;
    let pooled = pool(tables(), &options).expect("pooled");
    assert_eq!(labels(&pooled), ["plain", "other"]);
    assert_eq!(left_out(&pooled).len(), 3);
}

#[test]
fn every_study_is_in_or_out_under_every_rule() {
    let scopes = [
        Scope::AnyZero,
        Scope::Undefined,
        Scope::AllIfAny,
        Scope::All,
        Scope::Never,
    ];
    for measure in [
        Measure::RiskRatio,
        Measure::OddsRatio,
        Measure::RiskDifference,
    ] {
        for scope in scopes {
            for keep in [false, true] {
                let mut options = PoolOptions::of(measure);
                options.rules.zero_cells.scope = scope;
                options.rules.zero_cells.keep_uninformative = keep;
                let pooled = pool(tables(), &options).expect("pooled");
                let mut all = [labels(&pooled), left_out(&pooled)].concat();
                all.sort_unstable();
                let mut expected: Vec<&str> = TABLES.iter().map(|(label, _)| *label).collect();
                expected.sort_unstable();
                assert_eq!(all, expected, "{measure:?}, {scope:?}, {keep}");
            }
        }
    }
}

#[test]
fn proportions_of_none_and_all_are_corrected_on_the_logit_only() {
    let data = || counts(&[(0, 12), (9, 9), (4, 21)]);
    let added = |measure: Measure| -> Vec<f64> {
        let pooled = pool(data(), &PoolOptions::of(measure)).expect("pooled");
        pooled.rows.iter().map(|row| row.added).collect()
    };
    assert_eq!(added(Measure::Logit), [0.5, 0.5, 0.0]);
    assert_eq!(added(Measure::DoubleArcsine), [0.0, 0.0, 0.0]);
    // What is printed for a study is its count as it is.
    let pooled = pool(data(), &PoolOptions::of(Measure::Logit)).expect("pooled");
    assert_eq!(pooled.rows[0].shown.estimate, 0.0);
    assert_eq!(pooled.rows[1].shown.estimate, 1.0);
}

#[test]
fn nothing_left_lists_the_reasons() {
    let only = vec![tables().swap_remove(3)];
    let error = pool(only, &PoolOptions::of(Measure::RiskRatio)).expect_err("nothing");
    assert!(
        matches!(&error, PoolError::Nothing(left) if left.len() == 1),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .contains("no event in either: no events in either group"),
        "{error}"
    );
    let error = pool(Vec::new(), &PoolOptions::of(Measure::Logit)).expect_err("nothing");
    assert_eq!(error.to_string(), "no study is left to pool");
}

#[test]
fn data_of_another_kind_are_refused_by_name() {
    let error = pool(tables(), &PoolOptions::of(Measure::Logit)).expect_err("mismatch");
    assert!(
        error.to_string().contains("\"plain\"") && error.to_string().contains("PLO"),
        "{error}"
    );
    let error = pool(counts(&[(1, 2)]), &PoolOptions::of(Measure::HedgesG)).expect_err("mismatch");
    assert!(error.to_string().contains("SMD"), "{error}");
}

#[test]
fn a_label_that_stands_twice_is_refused() {
    let twice = vec![counts(&[(1, 9)]).remove(0), counts(&[(2, 9)]).remove(0)];
    let error = pool(twice, &PoolOptions::of(Measure::Logit)).expect_err("twice");
    assert!(error.to_string().contains("S0"), "{error}");
}

fn warnings(measure: Measure, data: &[(u64, u64)]) -> String {
    pool(counts(data), &PoolOptions::of(measure))
        .expect("pooled")
        .warnings
        .join("\n")
}

#[test]
fn the_arcsine_warns_where_its_ways_back_differ() {
    let differing = [(0, 3), (400, 4000)];
    let text = warnings(Measure::DoubleArcsine, &differing);
    assert!(
        text.contains("no single way back") && text.contains("Prefer the logit"),
        "{text}"
    );
    let alike = [(20, 50), (22, 50), (18, 50)];
    assert!(!warnings(Measure::DoubleArcsine, &alike).contains("way back"));
    assert!(!warnings(Measure::Logit, &differing).contains("way back"));
    // A single study has one size, and one way back.
    assert!(!warnings(Measure::DoubleArcsine, &[(0, 3)]).contains("way back"));
}

#[test]
fn few_studies_are_warned_of() {
    assert!(warnings(Measure::Logit, &[(4, 21)]).contains("One study"));
    assert!(warnings(Measure::Logit, &[(4, 21), (5, 20)]).contains("Two studies"));
    assert_eq!(warnings(Measure::Logit, &[(4, 21), (5, 20), (6, 25)]), "");
}

#[test]
fn a_raw_proportion_beyond_its_scale_is_warned_of() {
    let text = warnings(Measure::RawProportion, &[(1, 20), (3, 20)]);
    assert!(text.contains("outside 0 to 100 %"), "{text}");
    let mut options = PoolOptions::of(Measure::RawProportion);
    options.fit.interval = Interval::Wald;
    let pooled = pool(counts(&[(10, 20), (11, 20)]), &options).expect("pooled");
    assert!(pooled.warnings.is_empty(), "{:?}", pooled.warnings);
}
