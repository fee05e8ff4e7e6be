//! Benefit against risk of networks whose numbers can be written as fractions.

use crate::compared_cases::{arms, assert_sound, cell, close, number, row_of, whole};
use euthymia_report::compared::benefit_risk::{
    AskedWeights, Decision, DecisionError, DecisionOptions, Side, balance_view, decision,
    decision_figures, decision_tables, decisions, dominance_view, joint_view, net_benefit_view,
    values_views,
};
use euthymia_report::compared::tables::absolute_view;
use euthymia_report::compared::{BaselineFrom, CompareOptions, Compared, NetworkMeasure};
use euthymia_synthesis::network::Better;

/// Options with the reference arms added up, as known.
fn options(measure: NetworkMeasure) -> CompareOptions {
    CompareOptions {
        baseline: BaselineFrom::ReferenceArms,
        ..crate::compared_cases::options(measure)
    }
}

/// One trial of each outcome, odds ratios at the reference's own risk: 1/4 to 6/10 of the benefit.
fn benefit() -> Compared {
    let data = arms(&[
        ("one", "a", 120, 200),
        ("one", "b", 50, 200),
        ("one", "placebo", 50, 200),
    ]);
    whole(&data, &options(NetworkMeasure::OddsRatio))
}

/// 1/10 to 3/10 of the harm with a; nothing is known of b.
fn harm() -> Compared {
    let data = arms(&[("two", "a", 30, 100), ("two", "placebo", 10, 100)]);
    let options = CompareOptions {
        better: Better::Smaller,
        reference: Some("placebo".to_owned()),
        ..options(NetworkMeasure::OddsRatio)
    };
    whole(&data, &options)
}

fn asked(options: &DecisionOptions) -> Result<Decision, DecisionError> {
    let side = |name: &str, compared| Side {
        name: name.to_owned(),
        compared,
    };
    let sides = vec![side("benefit", benefit()), side("harm", harm())];
    decision(sides, options)
}

fn usual() -> Decision {
    asked(&DecisionOptions::default()).expect("a decision")
}

#[test]
fn seven_twentieths_are_gained_and_a_fifth_is_lost() {
    let view = balance_view(&usual()).expect("a table");
    assert_sound(&view);
    for (outcome, gain, level) in [("benefit", 0.35, 0.6), ("harm", -0.2, 0.3)] {
        let row = row_of(&view, &[("treatment", "a"), ("outcome", outcome)]);
        close(number(&view, row, "gain"), gain);
        close(number(&view, row, "level"), level);
    }
    let row = row_of(&view, &[("treatment", "a"), ("outcome", "harm")]);
    let shown = cell(&view, row, "gain_shown").for_people();
    assert!(shown.starts_with("−200 ["), "{shown}");
    let notes = view.notes.join(" ");
    assert!(notes.contains("reports harm: b."), "{notes}");
    assert!(notes.contains("independent"), "{notes}");
}

#[test]
fn the_net_benefit_turns_at_seven_quarters() {
    // 350 − λ·200 of 1,000.
    let view = net_benefit_view(&usual(), 1).expect("a table");
    assert_sound(&view);
    for (lambda, net) in [("0", 350.0), ("0.5", 250.0), ("1", 150.0), ("2", -50.0)] {
        let found = number(&view, 0, &format!("net_{lambda}"));
        assert!((found - net).abs() < 1e-9, "{found} {net}");
    }
    assert_eq!(cell(&view, 0, "turn").for_people(), "below 1.75");
}

#[test]
fn enough_is_what_was_asked_for() {
    let with = |benefit: f64, harm: f64| {
        let options = DecisionOptions {
            least: vec![("benefit".to_owned(), benefit), ("harm".to_owned(), harm)],
            ..DecisionOptions::default()
        };
        let view = joint_view(&asked(&options).expect("a decision")).expect("a table");
        assert_sound(&view);
        (number(&view, 0, "joint"), view.notes.join(" "))
    };
    // Nearly everything is enough, then nearly nothing.
    let (sure, said) = with(0.01, -0.9);
    assert!(sure > 0.99, "{sure}");
    assert!(
        said.contains("benefit better by at least 10 per 1,000"),
        "{said}"
    );
    assert!(
        said.contains("harm worse by at most 900 per 1,000"),
        "{said}"
    );
    assert!(with(0.01, 0.1).0 < 0.01);
}

#[test]
fn swing_weights_add_up_and_unknown_ones_name_whom_it_suits() {
    // Three of benefit to one of harm: ¾·0.6 + ¼·0.7 = 0.625 against ¾·0.25 + ¼·0.9 = 0.4125.
    let weights = vec![("harm".to_owned(), 1.0), ("benefit".to_owned(), 3.0)];
    let options = DecisionOptions {
        weights: AskedWeights::Swing(weights),
        ..DecisionOptions::default()
    };
    let views = values_views(&asked(&options).expect("a decision")).expect("tables");
    assert_eq!(views.len(), 2);
    for view in &views {
        assert_sound(view);
    }
    for (treatment, exact) in [("a", 0.625), ("placebo", 0.4125)] {
        let row = row_of(&views[0], &[("treatment", treatment)]);
        // A mean over 2,000 draws.
        let value = number(&views[0], row, "value");
        assert!((value - exact).abs() < 0.01, "{value} {exact}");
    }
    // a is best where w·0.35 > (1 − w)·0.2: for w above 4/11, the share 7/11, mean weight 15/22.
    let row = row_of(&views[1], &[("treatment", "a")]);
    let (best, central) = (
        number(&views[1], row, "best"),
        number(&views[1], row, "central_benefit"),
    );
    assert!((best - 7.0 / 11.0).abs() < 0.05, "{best}");
    assert!((central - 15.0 / 22.0).abs() < 0.05, "{central}");
}

#[test]
fn weights_and_gains_of_other_names_are_refused() {
    let weights = |weights| DecisionOptions {
        weights,
        ..DecisionOptions::default()
    };
    let pair = |name: &str| vec![("benefit".to_owned(), 1.0), (name.to_owned(), 1.0)];
    for wrong in [
        weights(AskedWeights::Swing(pair("hram"))),
        weights(AskedWeights::Swing(pair("benefit"))),
        weights(AskedWeights::Swing(vec![("benefit".to_owned(), 1.0)])),
        weights(AskedWeights::Ordered(vec!["harm".to_owned()])),
        DecisionOptions {
            least: pair("hram"),
            ..DecisionOptions::default()
        },
    ] {
        let error = asked(&wrong).expect_err("refused");
        assert!(error.to_string().contains("benefit, harm"), "{error}");
    }
    let alone = vec![Side {
        name: "benefit".to_owned(),
        compared: benefit(),
    }];
    assert!(decision(alone, &DecisionOptions::default()).is_err());
}

#[test]
fn what_is_better_in_one_and_worse_in_the_other_dominates_nothing() {
    let view = dominance_view(&usual()).expect("a table");
    assert_sound(&view);
    assert!(view.rows.is_empty() && view.notes[0].starts_with("No treatment"));
}

#[test]
fn outcomes_that_no_treatment_shares_are_set_against_the_benefit_one_by_one() {
    let side = |name: &str, compared| Side {
        name: name.to_owned(),
        compared,
    };
    let data = arms(&[("three", "b", 30, 100), ("three", "placebo", 10, 100)]);
    let other = CompareOptions {
        better: Better::Smaller,
        reference: Some("placebo".to_owned()),
        ..options(NetworkMeasure::OddsRatio)
    };
    let sides = vec![
        side("benefit", benefit()),
        side("harm", harm()),
        side("other", whole(&data, &other)),
    ];
    let weights = ["benefit", "harm", "other"].map(|name| (name.to_owned(), 1.0));
    let options = DecisionOptions {
        weights: AskedWeights::Swing(weights.to_vec()),
        ..DecisionOptions::default()
    };
    assert!(decision(sides.clone(), &options).is_err());
    let found = decisions(sides, &options).expect("two decisions");
    let treatments = |at: usize| found[at].set.treatments().to_vec();
    assert_eq!(found.len(), 2);
    assert!(found[0].apart[0].contains("by itself") && found[1].apart.is_empty());
    assert_eq!(treatments(0), ["placebo", "a"]);
    assert_eq!(treatments(1), ["placebo", "b"]);
}

#[test]
fn all_tables_and_figures_are_sound() {
    let all = decision_tables(&usual()).expect("tables");
    assert_eq!(all.len(), 5);
    all.iter().for_each(assert_sound);
    let figures = decision_figures(&[usual()]).expect("figures");
    let ids: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids, ["benefit-risk-harm", "net-benefit-harm"]);
    let words = figures[0].scene.text_alternative();
    assert!(words.contains("a: Harm: risk difference 0.2"), "{words}");
}

#[test]
fn a_pooled_baseline_widens_the_limits_and_says_so() {
    // One reference arm of 50 of 200: the pooled log odds are its own, with variance 1/50 + 1/150.
    let data = arms(&[("one", "a", 120, 200), ("one", "placebo", 50, 200)]);
    let pooled = CompareOptions {
        baseline: BaselineFrom::Pooled,
        ..options(NetworkMeasure::OddsRatio)
    };
    let known = absolute_view(&whole(&data, &options(NetworkMeasure::OddsRatio)));
    let view = absolute_view(&whole(&data, &pooled));
    assert_sound(&view);
    assert!((number(&view, 0, "baseline") - 0.25).abs() < 1e-6);
    assert!((number(&view, 0, "risk") - 0.6).abs() < 1e-6);
    let width = |view| number(view, 0, "risk_high") - number(view, 0, "risk_low");
    assert!(width(&view) > 1.1 * width(&known));
    let said = &view.notes[0];
    assert!(
        said.contains("1 arm of placebo") && said.contains("50 of 200"),
        "{said}"
    );
}

#[test]
fn a_standardised_difference_is_stated_on_a_scale() {
    use euthymia_report::compared::tables::absolute_means;
    use euthymia_report::compared::{ArmResult, Rows};
    use euthymia_synthesis::effect::means::Group;
    let mut data = arms(&[("one", "a", 1, 9), ("one", "placebo", 1, 9)]);
    if let Rows::Arms(rows) = &mut data.rows {
        for (row, mean) in rows.iter_mut().zip([14.0, 20.0]) {
            row.result = ArmResult::Mean(Group::new(mean, 6.0, 50).expect("a group"));
        }
    }
    // In points: 6 fewer, with variance 2·36/50.
    let points = absolute_means(&whole(&data, &options(NetworkMeasure::MeanDifference)), 0);
    let found = &points.expect("means")[0].found;
    close(found.mean, 14.0);
    close(found.difference, -6.0);
    // z times √1.44.
    close(
        found.difference_bounds.upper + 6.0,
        1.959_963_984_540_054 * 1.2,
    );
    // One standard deviation of 8, less the small-sample bias 1 − 3/(4·98 − 1).
    let stated = CompareOptions {
        baseline: BaselineFrom::Stated(30.0),
        baseline_sd: Some(8.0),
        ..options(NetworkMeasure::StandardisedMeanDifference)
    };
    let found = absolute_means(&whole(&data, &stated), 0).expect("means");
    let factor = 1.0 - 3.0 / (4.0 * 98.0 - 1.0);
    assert!((found[0].found.mean - (30.0 - 8.0 * factor)).abs() < 1e-3);
    let without = CompareOptions {
        baseline_sd: None,
        ..stated
    };
    let view = absolute_view(&whole(&data, &without));
    assert!(view.rows.is_empty() && view.notes[0].contains("standard deviation"));
}
