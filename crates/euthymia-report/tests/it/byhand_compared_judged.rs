//! Certainty and components by hand: three trials of variance 1 each.

use crate::compared_cases::{assert_sound, cell, close, contrasts, number, options, row_of, whole};
use euthymia_numerics::Probability;
use euthymia_report::compared::figures::{components_figure, risk_of_bias_figure};
use euthymia_report::compared::tables::{certainty_pairs_view, certainty_view, components_view};
use euthymia_report::compared::{
    CertaintyOptions, Choice, CompareError, CompareOptions, Compared, ComponentKind,
    ComponentOptions, Concern, Inactive, Judged, NetworkMeasure, NoComponents, ReportingOf,
    TrialData, TrialFacts, component_model, components_asked, judged_exist,
};
use euthymia_synthesis::network::certainty::{
    Concern as Grade, Confidence, Domain, Reporting, WeighingRule,
};
use euthymia_synthesis::network::component::Criterion;
use euthymia_table::{TableView, Value};

/// AB 1, BC 1, AC 3; trial 1 at low, trial 3 at high risk of bias, nobody appraised trial 2.
fn appraised() -> TrialData {
    let mut data = contrasts(&[
        ("1", "A", "B", 1.0),
        ("2", "B", "C", 1.0),
        ("3", "A", "C", 3.0),
    ]);
    for (trial, risk_of_bias) in [("1", Concern::Low), ("3", Concern::High)] {
        let facts = TrialFacts {
            risk_of_bias: Some(risk_of_bias),
            ..TrialFacts::default()
        };
        data.facts.insert(trial.to_owned(), facts);
    }
    data
}

fn with(important: f64, certainty: CertaintyOptions) -> Compared {
    let options = CompareOptions {
        important: Some(important),
        certainty,
        ..options(NetworkMeasure::Generic)
    };
    whole(&appraised(), &options)
}

fn text(view: &TableView, row: usize, key: &str) -> String {
    cell(view, row, key).for_people()
}

/// The row of one domain of a pair.
fn domain(view: &TableView, treatment: &str, name: &str) -> usize {
    row_of(
        view,
        &[("treatment", treatment), ("against", "A"), ("domain", name)],
    )
}

#[test]
fn levels_of_bias_are_weighed_by_contributions() {
    // C against A: 2/3 directly; 1/3 by way of B, through two comparisons.
    let view = certainty_pairs_view(&with(1.0, CertaintyOptions::default()));
    assert_sound(&view);
    assert_eq!(view.rows.len(), 3 * 7);
    let row = domain(&view, "C", "within-study bias");
    close(number(&view, row, "low"), 1.0 / 6.0);
    close(number(&view, row, "some"), 0.0);
    close(number(&view, row, "high"), 2.0 / 3.0);
    close(number(&view, row, "unknown"), 1.0 / 6.0);
    // The mean of 0, 1, 2 is 4/3 with trial 2 at low and 5/3 with it at high; the border is 3/2.
    assert_eq!(
        text(&view, row, "judgement"),
        "open: some concerns to major concerns"
    );
    let worst = CertaintyOptions {
        within_study_bias: WeighingRule::Worst,
        ..CertaintyOptions::default()
    };
    let view = certainty_pairs_view(&with(1.0, worst));
    let row = domain(&view, "C", "within-study bias");
    assert_eq!(text(&view, row, "judgement"), "major concerns");
}

#[test]
fn the_smallest_important_difference_is_the_range() {
    // B against A: −4/3 ± 1.96 √(2/3), which is −2.93 to 0.27.
    for (important, judged) in [(1.0, "some concerns"), (0.2, "major concerns")] {
        let view = certainty_view(&with(important, CertaintyOptions::default()));
        assert_sound(&view);
        let row = row_of(&view, &[("treatment", "B")]);
        assert_eq!(text(&view, row, "imprecision"), judged);
        // C against A: −8/3 ± 1.60 reaches neither border.
        let row = row_of(&view, &[("treatment", "C")]);
        assert_eq!(text(&view, row, "imprecision"), "no concerns");
    }
    let view = certainty_view(&whole(&appraised(), &options(NetworkMeasure::Generic)));
    let row = row_of(&view, &[("treatment", "B")]);
    assert_eq!(text(&view, row, "imprecision"), "not assessed");
    let concerns = text(&view, row, "concerns");
    assert!(
        concerns.contains("?: reporting, indirectness, imprecision, heterogeneity"),
        "{concerns}"
    );
    assert!(text(&view, row, "certainty").starts_with("at most"));
}

#[test]
fn people_overrule_with_a_reason_that_is_shown() {
    let judged = |choice| Judged {
        treatment: "A".to_owned(),
        reference: "C".to_owned(),
        choice,
        reason: "the trials are old".to_owned(),
    };
    let options = CertaintyOptions {
        reporting_everywhere: Reporting::Undetected,
        reporting: vec![ReportingOf {
            treatment: "C".to_owned(),
            reference: "A".to_owned(),
            said: Reporting::Suspected,
        }],
        judged: vec![judged(Choice::Domain(Domain::Indirectness, Grade::Major))],
        ..CertaintyOptions::default()
    };
    let view = certainty_pairs_view(&with(1.0, options.clone()));
    let row = domain(&view, "C", "indirectness");
    assert_eq!(text(&view, row, "judgement"), "major concerns");
    assert_eq!(text(&view, row, "by_rule"), "not assessed");
    assert_eq!(text(&view, row, "reason"), "the trials are old");
    for (treatment, said) in [("C", "some concerns"), ("B", "no concerns")] {
        let row = domain(&view, treatment, "reporting bias");
        assert_eq!(text(&view, row, "judgement"), said);
    }
    let options = CertaintyOptions {
        judged: vec![judged(Choice::Overall(Confidence::VeryLow))],
        ..options
    };
    let view = certainty_view(&with(1.0, options));
    let row = row_of(&view, &[("treatment", "C")]);
    assert_eq!(text(&view, row, "certainty"), "very low*");
    let notes = view.notes.join(" ");
    assert!(notes.contains("* A – C: the trials are old"), "{notes}");
}

#[test]
fn a_judgement_of_what_is_not_there_is_refused() {
    let of = |treatment: &str, reference: &str| CertaintyOptions {
        judged: vec![Judged {
            treatment: treatment.to_owned(),
            reference: reference.to_owned(),
            choice: Choice::Overall(Confidence::Low),
            reason: "because".to_owned(),
        }],
        ..CertaintyOptions::default()
    };
    assert_eq!(judged_exist(&with(1.0, of("A", "B"))), Ok(()));
    assert!(matches!(
        judged_exist(&with(1.0, of("A", "D"))),
        Err(CompareError::NoSuchNode { .. })
    ));
    assert!(matches!(
        judged_exist(&with(1.0, of("A", "A"))),
        Err(CompareError::NoComparison { .. })
    ));
}

#[test]
fn bars_show_the_shares_by_level() {
    let compared = with(1.0, CertaintyOptions::default());
    let figure = risk_of_bias_figure(&compared, 0).expect("somebody appraised a trial");
    let words = figure.to_scene().text_alternative();
    assert!(
        words.contains(
            "C: Low 16.7 % (1 16.7 %); High 66.7 % (3 66.7 %); Not appraised 16.7 % (2 16.7 %)"
        ),
        "{words}"
    );
    let unknown = crate::compared_cases::triangle();
    assert_eq!(risk_of_bias_figure(&unknown, 0), None);
}

/// A 1, B 1 and A + B 5, each against nil.
fn together(components: ComponentOptions) -> Compared {
    let options = CompareOptions {
        components,
        reference: Some("nil".to_owned()),
        ..options(NetworkMeasure::Generic)
    };
    let data = contrasts(&[
        ("1", "A", "nil", 1.0),
        ("2", "B", "nil", 1.0),
        ("3", "A+B", "nil", 5.0),
    ]);
    whole(&data, &options)
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn an_interaction_takes_what_the_sum_leaves() {
    // Least squares of a = 1, b = 1, a + b = 5: 2 and 2, with 1 + 1 + 1 = 3 left.
    let view = components_view(&together(ComponentOptions::default()));
    assert_sound(&view);
    for (name, effect, trials) in [("A", 2.0, 2.0), ("B", 2.0, 2.0), ("A+B", 4.0, 1.0)] {
        let row = row_of(&view, &[("component", name)]);
        close(number(&view, row, "estimate"), effect);
        close(number(&view, row, "trials"), trials);
    }
    let row = row_of(&view, &[("component", "A+B")]);
    close(number(&view, row, "network_estimate"), 5.0);
    close(number(&view, row, "network_standard_error"), 1.0);
    let asked = ComponentOptions {
        interactions: vec![pair("A", "B")],
        combinations: vec![vec!["B".to_owned(), "A".to_owned(), "nil".to_owned()]],
        ..ComponentOptions::default()
    };
    let view = components_view(&together(asked));
    assert!(view.title.contains("with interactions"));
    let row = row_of(&view, &[("component", "A*B")]);
    close(number(&view, row, "estimate"), 3.0);
    close(number(&view, row, "standard_error"), 3.0_f64.sqrt());
    let row = row_of(&view, &[("kind", "asked for")]);
    close(number(&view, row, "estimate"), 5.0);
}

#[test]
fn interactions_are_selected_by_the_rule_that_was_asked_for() {
    // The fall is 3 for one degree of freedom: more than 2, and p = 0.083.
    let p = |value| Criterion::BelowP(Probability::new(value).expect("a probability"));
    for (rule, taken) in [(Criterion::Akaike, 1), (p(0.157), 1), (p(0.05), 0)] {
        let compared = together(ComponentOptions {
            select: Some(rule),
            ..ComponentOptions::default()
        });
        let model = component_model(&compared).expect("a model");
        assert_eq!(model.interactions.len(), taken, "{rule:?}");
        close(model.additivity.q, 3.0);
        assert_eq!(model.additivity.df, 1);
        let notes = components_view(&compared).notes.join(" ");
        let said = if taken == 1 {
            "Interactions taken"
        } else {
            "No interaction was taken"
        };
        assert!(notes.contains(said), "{notes}");
        assert!(notes.contains("A × B (Q(1) = 3.00, p = 0.083)"), "{notes}");
    }
}

#[test]
fn a_combination_is_answered_as_far_as_trials_determine_it() {
    // A against nil 1; B + D against D 0.5: what D adds is in no trial.
    let data = contrasts(&[("1", "A", "nil", 1.0), ("2", "B+D", "D", 0.5)]);
    let asked = |names: &[&str]| {
        names
            .iter()
            .map(|n| (*n).to_owned())
            .collect::<Vec<String>>()
    };
    let options = CompareOptions {
        components: ComponentOptions {
            combinations: vec![asked(&["A", "B"]), asked(&["A", "D"])],
            ..ComponentOptions::default()
        },
        ..options(NetworkMeasure::Generic)
    };
    let compared = whole(&data, &options);
    let model = component_model(&compared).expect("a model");
    let row = |name: &str| {
        let mut rows = model.rows.iter();
        rows.find(|row| row.kind == ComponentKind::Asked && row.name() == name)
            .expect("a row")
    };
    close(row("A+B").estimate.expect("determined").estimate, 1.5);
    assert_eq!(row("A+B").trials, 0);
    assert_eq!(row("A+D").estimate, None);
    assert_eq!(row("A+D").undetermined, [["D"]]);
    let notes = components_view(&compared).notes.join(" ");
    assert!(
        notes.contains("Not determined: A+D, because no trial shows what D adds."),
        "{notes}"
    );
    let figure = components_figure(&compared).expect("a figure");
    let words = figure.to_scene().text_alternative();
    assert!(words.contains("A+B") && !words.contains("A+D:"), "{words}");
}

#[test]
fn plain_treatments_can_be_put_together_too() {
    // The triangle against A: B −4/3, C −8/3.
    let options = CompareOptions {
        components: ComponentOptions {
            combinations: vec![vec!["B".to_owned(), "C".to_owned()]],
            ..ComponentOptions::default()
        },
        ..options(NetworkMeasure::Generic)
    };
    let view = components_view(&whole(&appraised(), &options));
    let row = row_of(&view, &[("component", "B+C")]);
    close(number(&view, row, "estimate"), -4.0);
    assert_eq!(cell(&view, row, "network_estimate"), &Value::Missing);
}

#[test]
fn the_inactive_component_is_a_choice() {
    let of = |inactive| {
        together(ComponentOptions {
            inactive,
            ..ComponentOptions::default()
        })
    };
    let model = component_model(&of(Inactive::Nothing)).expect("a model");
    // Nil has an effect of its own: a − n = 1, b − n = 1 and a + b − n = 5 leave nothing.
    assert_eq!(model.inactive, None);
    let nil = model.rows.iter().find(|row| row.name() == "nil");
    close(
        nil.and_then(|row| row.estimate)
            .expect("an effect")
            .estimate,
        3.0,
    );
    let wrong = of(Inactive::Named("nill".to_owned()));
    let Err(CompareError::Components(NoComponents::NoSuchComponent { nearest, .. })) =
        components_asked(&wrong)
    else {
        panic!("refused");
    };
    assert_eq!(nearest.as_deref(), Some("nil"));
}
