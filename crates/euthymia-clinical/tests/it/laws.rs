//! Laws of outcome definitions and vocabularies that hold for every definition and every score.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use euthymia_clinical::definition::{Comparison, Criterion, Definition};
use euthymia_clinical::instrument;
use euthymia_clinical::outcome::{Outcome, OutcomeKind};
use euthymia_clinical::treatment::{ReportGroup, TreatmentClass};
use proptest::prelude::*;

/// A criterion on one of few scales, with few cut-offs, so that two often meet or touch.
fn criterion() -> impl Strategy<Value = Criterion> {
    let instrument = || proptest::sample::select(vec!["madrs", "hamd17"]).prop_map(str::to_owned);
    let percent = prop_oneof![
        4 => proptest::sample::select(vec![25.0, 33.3, 50.0, 60.0, 100.0]),
        1 => (1_u32..1001).prop_map(|tenths| f64::from(tenths) / 10.0),
    ];
    let cutoff = prop_oneof![
        4 => proptest::sample::select(vec![0.0, 9.0, 9.5, 10.0, 11.0]),
        1 => (0_u32..200).prop_map(|tenths| f64::from(tenths) / 10.0),
    ];
    let decrease = (instrument(), percent).prop_map(|(instrument, percent)| Criterion::Decrease {
        instrument,
        percent,
    });
    let comparison = prop_oneof![Just(Comparison::Below), Just(Comparison::AtMost)];
    let score = (instrument(), comparison, cutoff).prop_map(|(instrument, comparison, cutoff)| {
        Criterion::Score {
            instrument,
            comparison,
            cutoff,
        }
    });
    prop_oneof![decrease, score]
}

fn definition() -> impl Strategy<Value = Definition> {
    prop_oneof![
        8 => proptest::collection::vec(criterion(), 1..4).prop_map(Definition::Criteria),
        1 => proptest::sample::select(Definition::NAMED.to_vec()).prop_map(Definition::Named),
    ]
}

/// Criteria on one scale only, which a pair of scores can answer for.
fn on_one_scale() -> impl Strategy<Value = Definition> {
    proptest::collection::vec(criterion(), 1..4).prop_map(|mut criteria| {
        for criterion in &mut criteria {
            let (Criterion::Decrease { instrument, .. } | Criterion::Score { instrument, .. }) =
                criterion;
            "madrs".clone_into(instrument);
        }
        Definition::Criteria(criteria)
    })
}

/// Scores at the cut-offs, whole ones, and ones with two decimals, as means of raters have them.
fn score() -> impl Strategy<Value = f64> {
    prop_oneof![
        proptest::sample::select(vec![0.0, 9.0, 9.5, 10.0, 11.0, 18.0, 19.0, 20.0, 22.0]),
        (0_u32..61).prop_map(f64::from),
        (0_u32..6001).prop_map(|hundredths| f64::from(hundredths) / 100.0),
    ]
}

/// The text of a data file that stands for a definition.
fn grammar(definition: &Definition) -> String {
    let text = |criterion: &Criterion| match criterion {
        Criterion::Decrease {
            instrument,
            percent,
        } => format!("{instrument}_decrease>={percent}pct"),
        Criterion::Score {
            instrument,
            comparison: Comparison::Below,
            cutoff,
        } => {
            format!("{instrument}<{cutoff}")
        }
        Criterion::Score {
            instrument,
            comparison: Comparison::AtMost,
            cutoff,
        } => {
            format!("{instrument}<={cutoff}")
        }
    };
    match definition {
        Definition::Named(name) => (*name).to_owned(),
        Definition::Criteria(criteria) => criteria.iter().map(text).collect::<Vec<_>>().join("&"),
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases: 1000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_written_is_read_back(definition in definition()) {
        let read = Definition::parse(&grammar(&definition)).unwrap();
        prop_assert_eq!(&read, &definition);
        prop_assert_eq!(read.to_string(), definition.to_string());
        let spaced = grammar(&definition).replace('&', " & ");
        prop_assert_eq!(Definition::parse(&spaced).unwrap(), definition);
    }

    #[test]
    fn different_rules_are_printed_differently(a in definition(), b in definition()) {
        prop_assert_eq!(a == b, a.to_string() == b.to_string());
    }

    #[test]
    fn no_text_panics(text in "(madrs|hamd17|_decrease|<|<=|>=|pct|&|[0-9.]{1,3}|\\PC){0,8}") {
        if let Err(error) = Definition::parse(&text) {
            prop_assert_eq!(error.found, text);
            prop_assert!(!error.why.is_empty());
        }
    }

    #[test]
    fn a_lower_score_meets_what_a_higher_one_meets(
        definition in definition(), baseline in score(), one in score(), other in score(),
    ) {
        let (lower, higher) = (one.min(other), one.max(other));
        if definition.met(baseline, higher) == Some(true) {
            prop_assert_eq!(definition.met(baseline, lower), Some(true));
        }
    }

    #[test]
    fn whether_it_can_be_said_does_not_depend_on_the_later_score(
        definition in definition(), baseline in score(), one in score(), other in score(),
    ) {
        let said = |later| definition.met(baseline, later).is_some();
        prop_assert_eq!(said(one), said(other));
    }

    #[test]
    fn all_criteria_must_hold(definition in on_one_scale(), baseline in score(), later in score()) {
        let Definition::Criteria(criteria) = &definition else { unreachable!() };
        let each = criteria.iter().map(|c| Definition::Criteria(vec![c.clone()]).met(baseline, later));
        let all: Option<Vec<bool>> = each.collect();
        let expected = all.map(|verdicts| verdicts.into_iter().all(|met| met));
        prop_assert_eq!(definition.met(baseline, later), expected);
    }

    #[test]
    fn every_definition_by_criteria_implies_itself(definition in definition()) {
        let by_criteria = matches!(definition, Definition::Criteria(_));
        prop_assert_eq!(definition.implies(&definition), by_criteria);
    }

    #[test]
    fn implication_is_transitive(a in on_one_scale(), b in on_one_scale(), c in on_one_scale()) {
        if a.implies(&b) && b.implies(&c) {
            prop_assert!(a.implies(&c), "{a} → {b} → {c}");
        }
    }

    #[test]
    fn who_meets_a_definition_meets_what_it_implies(
        a in on_one_scale(), b in on_one_scale(), baseline in score(), later in score(),
    ) {
        if a.implies(&b) && a.met(baseline, later) == Some(true) {
            prop_assert_eq!(b.met(baseline, later), Some(true), "{} → {}", a, b);
        }
    }

    #[test]
    fn a_definition_with_more_criteria_implies_one_with_fewer(
        a in on_one_scale(), b in on_one_scale(), baseline in score(), later in score(),
    ) {
        let (Definition::Criteria(one), Definition::Criteria(other)) = (&a, &b) else { unreachable!() };
        let both = Definition::Criteria([one.clone(), other.clone()].concat());
        prop_assert!(both.implies(&a) && both.implies(&b));
        if both.met(baseline, later) == Some(true) {
            prop_assert_eq!((a.met(baseline, later), b.met(baseline, later)), (Some(true), Some(true)));
        }
    }

    #[test]
    fn decreases_are_compared_as_written(
        tenths in 1_i64..2000, after in 0_i64..2000, thousandths in 1_i64..100_000,
    ) {
        let (baseline, later) = (tenths as f64 / 10.0, after as f64 / 10.0);
        let percent = thousandths as f64 / 1000.0;
        let rule = Definition::parse(&format!("madrs_decrease>={percent}pct")).unwrap();
        let expected = 100_000 * (tenths - after) >= thousandths * tenths;
        prop_assert_eq!(rule.met(baseline, later), Some(expected));
    }

    #[test]
    fn no_numbers_panic(
        definition in definition(),
        baseline in proptest::num::f64::ANY, later in proptest::num::f64::ANY,
    ) {
        let _ = definition.met(baseline, later);
        prop_assert_eq!(definition.met(baseline, f64::NAN), None);
    }

    #[test]
    fn an_outcome_is_read_as_it_is_written(id in "(ae_)?[a-z_]{1,12}|response|score|dropout") {
        if let Ok(outcome) = Outcome::parse(&id) {
            prop_assert_eq!(outcome.id(), &id);
            prop_assert!(!outcome.to_string().is_empty());
            prop_assert_eq!(outcome.is_adverse_event(), id.starts_with("ae_") || id == "serious_ae");
        }
    }
}

#[test]
fn halving_is_decided_exactly_for_every_whole_score() {
    let response = Definition::parse("madrs_decrease>=50pct").unwrap();
    for baseline in 1..=120_u32 {
        for later in 0..=130 {
            let met = response.met(baseline.into(), later.into());
            assert_eq!(met, Some(2 * later <= baseline), "{baseline} {later}");
        }
    }
}

#[test]
fn quarters_of_tenths_are_decided_exactly() {
    // From 1.2 to 0.9 and its kin: binary arithmetic gets some of them wrong, this none.
    let quarter = Definition::parse("madrs_decrease>=25pct").unwrap();
    let mut binary_errs = 0;
    for tenths in (4..=600_u32).step_by(4) {
        let (baseline, later) = (f64::from(tenths) / 10.0, f64::from(tenths / 4 * 3) / 10.0);
        assert_eq!(
            quarter.met(baseline, later),
            Some(true),
            "{baseline} {later}"
        );
        binary_errs += u32::from(100.0 * (baseline - later) < 25.0 * baseline);
    }
    assert!(binary_errs > 0, "the exact comparison would not be needed");
}

#[test]
fn response_and_remission_imply_neither_each_other() {
    let response = Definition::parse("madrs_decrease>=50pct").unwrap();
    let remission = Definition::parse("madrs<=10").unwrap();
    assert!(!response.implies(&remission) && !remission.implies(&response));
    // From 15 to 9 is remission without response, from 40 to 20 the other way round.
    assert_eq!(
        (remission.met(15.0, 9.0), response.met(15.0, 9.0)),
        (Some(true), Some(false))
    );
    assert_eq!(
        (remission.met(40.0, 20.0), response.met(40.0, 20.0)),
        (Some(false), Some(true))
    );
}

#[test]
fn a_scale_implies_nothing_about_another_and_a_name_nothing_at_all() {
    let parse = |text| Definition::parse(text).unwrap();
    assert!(!parse("madrs<=5").implies(&parse("hamd17<=10")));
    assert!(!parse("madrs_decrease>=60pct").implies(&parse("hamd17_decrease>=50pct")));
    for name in Definition::NAMED {
        assert!(!parse(name).implies(&parse(name)), "{name}");
        assert_eq!(parse(name).met(30.0, 0.0), None, "{name}");
    }
}

#[test]
fn every_word_of_a_vocabulary_is_read_back_and_no_two_are_alike() {
    let mut ids = Vec::new();
    for class in TreatmentClass::ALL.iter().copied() {
        assert_eq!(TreatmentClass::parse(class.id()), Ok(class));
        assert!(!class.to_string().is_empty());
        ids.push(class.id());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), TreatmentClass::ALL.len());
    let mut names = Vec::new();
    for group in ReportGroup::ALL.iter().copied() {
        assert_eq!(ReportGroup::parse(group.id()), Ok(group));
        names.push((group.id(), group.to_string()));
    }
    names.sort();
    assert!(
        names
            .windows(2)
            .all(|pair| pair[0].0 != pair[1].0 && pair[0].1 != pair[1].1)
    );
}

#[test]
fn an_unknown_word_is_answered_with_the_words_there_are() {
    let error = TreatmentClass::parse("Ketamine").unwrap_err();
    assert_eq!(error.found, "Ketamine");
    let text = error.to_string();
    assert!(
        text.starts_with("\"Ketamine\" is not a treatment class; use one of: "),
        "{text}"
    );
    for class in TreatmentClass::ALL {
        assert!(text.contains(class.id()), "{text}");
    }
    let error = Outcome::parse("responce").unwrap_err().to_string();
    assert!(error.contains("use response"), "{error}");
    for wrong in [
        "",
        "ae_",
        "ae_Headache",
        "ae headache",
        "Response",
        "response ",
    ] {
        assert!(Outcome::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn outcomes_are_counted_or_measured_and_harms_are_known() {
    let outcome = |id| Outcome::parse(id).unwrap();
    for id in [
        "response",
        "partial_response",
        "remission",
        "relapse",
        "serious_ae",
        "dropout",
    ] {
        assert_eq!(outcome(id).kind(), OutcomeKind::Event, "{id}");
    }
    for id in ["score", "change", "percent_change"] {
        assert_eq!(outcome(id).kind(), OutcomeKind::Measurement, "{id}");
        assert!(!outcome(id).is_harm(), "{id}");
    }
    for id in ["relapse", "serious_ae", "dropout", "ae_headache"] {
        assert!(outcome(id).is_harm(), "{id}");
    }
    assert!(!outcome("response").is_harm() && !outcome("remission").is_harm());
    assert_eq!(outcome("response"), Outcome::response());
    assert_eq!(outcome("remission"), Outcome::remission());
}

#[test]
fn every_instrument_is_found_by_its_identifier_and_allows_its_own_ends() {
    for scale in instrument::all() {
        assert_eq!(instrument::find(scale.id), Some(scale));
        assert!(scale.allows(f64::from(scale.minimum)), "{}", scale.id);
        assert!(
            !scale.allows(f64::from(scale.minimum) - 0.1),
            "{}",
            scale.id
        );
        if let Some(maximum) = scale.maximum {
            assert!(scale.minimum < maximum, "{}", scale.id);
            assert!(scale.allows(f64::from(maximum)), "{}", scale.id);
            assert!(!scale.allows(f64::from(maximum) + 0.1), "{}", scale.id);
        }
    }
    assert_eq!(instrument::find("MADRS"), None);
}

#[test]
fn one_criterion_implies_another_exactly_when_every_score_says_so() {
    let cutoffs = ["9", "9.5", "10"];
    let mut rules: Vec<Definition> = cutoffs
        .iter()
        .flat_map(|cutoff| [format!("madrs<{cutoff}"), format!("madrs<={cutoff}")])
        .map(|text| Definition::parse(&text).unwrap())
        .collect();
    rules.extend(
        ["25", "50", "60"]
            .map(|percent| Definition::parse(&format!("madrs_decrease>={percent}pct")).unwrap()),
    );
    let mut scores = Vec::new();
    for baseline in [8, 15, 18, 20, 40, 60] {
        scores.extend((0..=240).map(|quarters| (f64::from(baseline), f64::from(quarters) / 4.0)));
    }
    for a in &rules {
        for b in &rules {
            let holds = |(baseline, later): &(f64, f64)| {
                a.met(*baseline, *later) != Some(true) || b.met(*baseline, *later) == Some(true)
            };
            assert_eq!(a.implies(b), scores.iter().all(holds), "{a} → {b}");
        }
    }
}

#[test]
fn below_ten_is_not_at_most_ten() {
    let met = |text, later| Definition::parse(text).unwrap().met(30.0, later);
    assert_eq!(
        (met("madrs<10", 10.0), met("madrs<=10", 10.0)),
        (Some(false), Some(true))
    );
    assert_eq!(
        (met("madrs<10", 9.5), met("madrs<=10", 10.5)),
        (Some(true), Some(false))
    );
    assert_eq!(met("madrs<=10&cgi_s<=2", 1.0), None);
}
