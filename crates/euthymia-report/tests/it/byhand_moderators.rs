//! Moderators and curves over doses whose numbers can be written down.

use crate::compared_cases::{assert_sound, cell, close, contrasts, number, options, row_of, whole};
use euthymia_report::compared::dosing::{
    DoseShape, Dosing, dose_effects_view, dosing_views, responses,
};
use euthymia_report::compared::moderation::{
    Moderation, ModerationError, ModeratorChoice, Sharing, moderated, moderated_effects_view,
    moderated_left_out_view, moderation_views, moderator_slopes_view,
};
use euthymia_report::compared::{
    CompareOptions, Compared, ContrastRow, NetworkMeasure, Rows, Treatment, TrialData, TrialFacts,
    Which, tables,
};

/// A against C is 1 and 3 at x = 0 and 1, B against C is 2 and 3; a fifth trial has no x.
fn lines(sharing: Sharing, at: &[f64]) -> Compared {
    let mut data = contrasts(&[
        ("1", "A", "C", 1.0),
        ("2", "A", "C", 3.0),
        ("3", "B", "C", 2.0),
        ("4", "B", "C", 3.0),
        ("5", "D", "C", 9.0),
    ]);
    for (study, x) in [("1", 0.0), ("2", 1.0), ("3", 0.0), ("4", 1.0)] {
        let facts: &mut TrialFacts = data.facts.entry(study.to_owned()).or_default();
        facts.covariates.insert("x".to_owned(), x);
    }
    if let Rows::Contrasts(rows) = &mut data.rows {
        for row in rows {
            row.treatment1.class = Some("active".to_owned());
        }
    }
    let options = CompareOptions {
        reference: Some("C".to_owned()),
        moderation: Moderation {
            moderators: vec![ModeratorChoice {
                name: "x".to_owned(),
                sharing,
            }],
            at: at.iter().map(|x| ("x".to_owned(), *x)).collect(),
        },
        ..options(NetworkMeasure::Generic)
    };
    whole(&data, &options)
}

#[test]
fn shared_and_by_one_class_are_the_mean_slope() {
    for sharing in [Sharing::Shared, Sharing::ByClass] {
        let compared = lines(sharing, &[0.0, 2.0]);
        let parts = moderated(&compared).expect("a model");
        let slopes = moderator_slopes_view(&compared, &parts);
        assert_sound(&slopes);
        // Slopes 2 and 1 with a variance of 2 each.
        close(number(&slopes, 0, "estimate"), 1.5);
        close(number(&slopes, 0, "standard_error"), 1.0);
        let effects = moderated_effects_view(&compared, &parts);
        assert_sound(&effects);
        // A is 2 and B is 2.5 at the mean of x, 1/2.
        for (row, expected) in [1.25, 1.75, 4.25, 4.75].into_iter().enumerate() {
            close(number(&effects, row, "estimate"), expected);
        }
        // Variance 1/2 of a mean of two, and 1·(3/2)² at a distance of 3/2.
        close(number(&effects, 2, "standard_error"), 2.75_f64.sqrt());
        assert!(
            effects
                .notes
                .iter()
                .any(|note| note.contains("extrapolation"))
        );
        let left = moderated_left_out_view(&compared, &parts);
        assert_eq!(cell(&left, 0, "trial").for_people(), "5");
        assert!(left.notes.iter().any(|note| note.contains("go: D")));
    }
}

#[test]
fn each_its_own_slope() {
    let compared = lines(Sharing::Independent, &[]);
    let slopes = moderator_slopes_view(&compared, &moderated(&compared).expect("a model"));
    for (of, slope) in [("A", 2.0), ("B", 1.0)] {
        let row = row_of(&slopes, &[("of", of)]);
        close(number(&slopes, row, "estimate"), slope);
        close(number(&slopes, row, "standard_error"), 2.0_f64.sqrt());
    }
    for view in moderation_views(&compared) {
        assert_sound(&view);
    }
}

#[test]
fn what_nobody_states_is_named() {
    let mut compared = lines(Sharing::Shared, &[]);
    compared.options.moderation.moderators[0].name = "y".to_owned();
    let error = moderated(&compared).expect_err("no y");
    let expected = ModerationError::NoCovariate {
        name: "y".to_owned(),
        known: "x".to_owned(),
    };
    assert_eq!(error, expected);
    let views = tables(&compared, &[Which::Moderators]);
    assert!(views[0].notes[0].contains("no trial states \"y\""));
}

/// Comparisons of doses: (trial, agent, dose, other dose, estimate); a dose of 0 is the control.
fn doses(rows: &[(&str, &str, f64, f64, f64)], shape: DoseShape) -> Compared {
    let of = |agent: &str, dose: f64| match dose {
        0.0 => Treatment {
            id: "none".to_owned(),
            control: Some("inert placebo".to_owned()),
            ..Treatment::default()
        },
        dose => Treatment {
            id: agent.to_owned(),
            amount: Some(dose),
            dose: Some(format!("{dose} mg")),
            unit: Some("mg".to_owned()),
            ..Treatment::default()
        },
    };
    let row = |(study, agent, dose, other, estimate): &(&str, &str, f64, f64, f64)| ContrastRow {
        study: (*study).to_owned(),
        treatment1: of(agent, *dose),
        treatment2: of(agent, *other),
        estimate: *estimate,
        standard_error: 1.0,
        source: None,
    };
    let data = TrialData {
        rows: Rows::Contrasts(rows.iter().map(row).collect()),
        facts: std::collections::BTreeMap::new(),
        left_out: Vec::new(),
    };
    let choice = euthymia_report::compared::NodeChoice {
        doses: euthymia_report::compared::Doses::Apart,
        ..euthymia_report::compared::NodeChoice::named("doses apart")
    };
    let options = CompareOptions {
        dosing: Some(Dosing {
            shape: Some(shape),
            ..Dosing::default()
        }),
        ..options(NetworkMeasure::Generic)
    };
    euthymia_report::compared::compared(&data, &choice, &options).expect("a network")
}

#[test]
fn a_line_counts_trials_without_dose_nought() {
    // 1·b = 1, 2·b = 3, and (3 − 1)·b = 4 between two doses: b = (1 + 6 + 8)/(1 + 4 + 4) = 5/3.
    let compared = doses(
        &[
            ("1", "A", 1.0, 0.0, 1.0),
            ("2", "A", 2.0, 0.0, 3.0),
            ("3", "A", 3.0, 1.0, 4.0),
        ],
        DoseShape::Linear,
    );
    let found = responses(&compared).expect("a line");
    let effects = dose_effects_view(&compared, &found);
    assert_sound(&effects);
    for (row, dose) in [1.0, 2.0, 3.0].into_iter().enumerate() {
        close(number(&effects, row, "estimate"), dose * 5.0 / 3.0);
        close(number(&effects, row, "standard_error"), dose / 3.0);
    }
    // Each dose apart: 1, 3, and 1 + 4 with a variance of 2.
    close(number(&effects, 2, "own_estimate"), 5.0);
    close(number(&effects, 2, "own_standard_error"), 2.0_f64.sqrt());
    for view in dosing_views(&compared) {
        assert_sound(&view);
    }
}

#[test]
fn one_dose_has_an_effect_of_its_own() {
    let compared = doses(
        &[
            ("1", "A", 1.0, 0.0, 3.0),
            ("2", "A", 2.0, 0.0, 4.0),
            ("3", "B", 5.0, 0.0, 1.0),
        ],
        DoseShape::Emax,
    );
    let found = responses(&compared).expect("curves");
    assert_eq!(found.too_few, ["B"]);
    let effects = dose_effects_view(&compared, &found);
    // 6·d/(1 + d) for A, and what B's one trial found.
    for (row, expected) in [3.0, 4.0, 1.0].into_iter().enumerate() {
        assert!((number(&effects, row, "estimate") - expected).abs() < 1e-5);
    }
}
