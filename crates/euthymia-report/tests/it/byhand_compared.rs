//! Tables of a network whose numbers can be written as fractions: AB 1, BC 1, AC 3, unit variances.

use crate::compared_cases::{
    arms, assert_sound, cell, close, contrasts, number, options, row_of, triangle, whole,
};
use euthymia_report::compared::tables::{
    NodeOrder, absolute_view, choices_view, comparisons_view, components_view, contributions_view,
    designs_view, funnel_view, heterogeneity_view, league_pairs_view, league_views,
    leave_one_out_effects_view, leave_one_out_view, left_out_view, net_heat_view, nodes_view,
    part_heats, ranks_view, splits_view, trial_contributions_view, trials_view,
};
use euthymia_report::compared::{
    BaselineFrom, CompareOptions, Names, NetworkMeasure, NodeChoice, Rows, compared,
};
use euthymia_report::pooled::LeftOut;

/// The standard error of every estimate of the triangle.
fn se() -> f64 {
    (2.0_f64 / 3.0).sqrt()
}

#[test]
fn the_league_has_four_thirds_and_eight_thirds() {
    let compared = triangle();
    let view = league_pairs_view(&compared, NodeOrder::ByScore);
    assert_sound(&view);
    for (one, other, exact) in [("A", "B", 4.0), ("B", "C", 4.0), ("A", "C", 8.0)] {
        let row = row_of(&view, &[("treatment", one), ("against", other)]);
        for model in ["random", "common"] {
            let of = |what: &str| number(&view, row, &format!("{model}_{what}"));
            close(of("estimate"), exact / 3.0);
            close(of("standard_error"), se());
        }
    }
    let square = &league_views(&compared, NodeOrder::AsNamed)[0];
    assert_sound(square);
    // 4/3 ± 1.96·√(2/3), the row against the column on either side.
    assert_eq!(cell(square, 0, "node_2").for_people(), "1.33 [−0.27, 2.93]");
    assert_eq!(
        cell(square, 1, "node_1").for_people(),
        "−1.33 [−2.93, 0.27]"
    );
    assert_eq!(cell(square, 0, "node_1").for_people(), "—");
}

#[test]
fn q_is_a_third_and_all_between_designs() {
    let view = heterogeneity_view(&triangle());
    assert_sound(&view);
    let row = |key: &str| row_of(&view, &[("quantity", key)]);
    close(number(&view, row("q_total"), "value"), 1.0 / 3.0);
    close(number(&view, row("q_between"), "value"), 1.0 / 3.0);
    // erfc(√(1/6)), 20 digits by mpmath.
    let p = 0.563_702_861_650_773;
    close(number(&view, row("q_between_random"), "p_value"), p);
    assert_eq!(number(&view, row("q_within"), "df"), 0.0);
    assert!(
        view.notes
            .iter()
            .any(|note| note.starts_with("No design has two trials"))
    );
    assert!(
        view.notes
            .iter()
            .any(|note| note.starts_with("No sign that designs disagree"))
    );
}

#[test]
fn direct_one_and_indirect_two_differ_by_one() {
    let view = splits_view(&triangle());
    assert_sound(&view);
    let row = row_of(&view, &[("treatment", "A"), ("against", "B")]);
    let of = |key: &str| number(&view, row, key);
    close(of("direct_estimate"), 1.0);
    close(of("indirect_estimate"), 2.0);
    close(of("indirect_standard_error"), 2.0_f64.sqrt());
    close(of("difference_estimate"), -1.0);
    close(of("difference_standard_error"), 3.0_f64.sqrt());
    close(of("share_direct"), 2.0 / 3.0);
    // 2Φ(−1/√3) by mpmath.
    close(of("p_value"), 0.563_702_861_650_773);
    assert_eq!(cell(&view, row, "evidence").for_people(), "both");
    assert!(view.notes[0].contains("0 of 3 differ"), "{:?}", view.notes);
}

#[test]
fn a_star_has_only_direct_and_only_indirect_evidence() {
    let data = contrasts(&[("1", "A", "P", 1.0), ("2", "B", "P", 2.0)]);
    let view = splits_view(&whole(&data, &options(NetworkMeasure::Generic)));
    assert_sound(&view);
    let words: Vec<String> = (0..3)
        .map(|row| cell(&view, row, "evidence").for_people())
        .collect();
    assert_eq!(words, ["only direct", "only direct", "only indirect"]);
    assert!(view.notes[0].starts_with("No comparison has both"));
}

#[test]
fn scores_are_those_of_the_normal_distribution() {
    let options = CompareOptions {
        important: Some(2.0),
        reference: Some("C".to_owned()),
        ..options(NetworkMeasure::Generic)
    };
    let data = contrasts(&[
        ("1", "A", "B", 1.0),
        ("2", "B", "C", 1.0),
        ("3", "A", "C", 3.0),
    ]);
    let view = ranks_view(&whole(&data, &options));
    assert_sound(&view);
    // ½(Φ(4/3/√(2/3)) + Φ(8/3/√(2/3))), and Φ((8/3 − 2)/√(2/3)), by mpmath.
    assert_eq!(cell(&view, 0, "treatment").for_people(), "A");
    close(number(&view, 0, "p_score"), 0.974_109_682_491_031_3);
    close(number(&view, 1, "p_score"), 0.5);
    let beyond = number(&view, 0, "p_better_important");
    close(beyond, 0.792_891_910_878_737_4);
    // Shares of ranks are those of draws: they sum to one in rows and in columns.
    for at in 1..=3 {
        let key = format!("p_rank_{at}");
        let column: f64 = (0..3).map(|row| number(&view, row, &key)).sum();
        close(column, 1.0);
    }
    let sucra: f64 = (0..3).map(|row| number(&view, row, "sucra")).sum();
    close(sucra, 1.5);
    assert!(view.notes[0].starts_with("Ranks mislead"));
}

#[test]
fn two_thirds_come_directly() {
    let compared = triangle();
    let view = contributions_view(&compared, 0.0);
    assert_sound(&view);
    let at = |comparison: &str| {
        let wanted = [
            ("treatment", "A"),
            ("against", "B"),
            ("comparison", comparison),
        ];
        number(&view, row_of(&view, &wanted), "share")
    };
    close(at("A : B"), 2.0 / 3.0);
    close(at("A : C"), 1.0 / 6.0);
    close(at("B : C"), 1.0 / 6.0);
    let few = contributions_view(&compared, 0.5);
    assert_eq!(few.rows.len(), 3, "one share of two thirds for each pair");
    let trials = trial_contributions_view(&compared, 0.0);
    assert_sound(&trials);
    let wanted = [("treatment", "C"), ("against", "A"), ("trial", "3")];
    close(
        number(&trials, row_of(&trials, &wanted), "share"),
        2.0 / 3.0,
    );
}

#[test]
fn a_trial_twice_as_precise_gives_two_thirds_of_its_comparison() {
    let mut data = contrasts(&[("1", "A", "B", 1.0), ("2", "A", "B", 1.0)]);
    if let Rows::Contrasts(rows) = &mut data.rows {
        rows[0].standard_error = 0.5_f64.sqrt();
    }
    let view = trial_contributions_view(&whole(&data, &options(NetworkMeasure::Generic)), 0.0);
    let share = |trial: &str| number(&view, row_of(&view, &[("trial", trial)]), "share");
    close(share("1"), 2.0 / 3.0);
    close(share("2"), 1.0 / 3.0);
}

#[test]
fn each_design_bears_a_ninth_and_takes_its_share_of_the_current() {
    let compared = triangle();
    let view = net_heat_view(&compared);
    assert_sound(&view);
    for row in 0..3 {
        close(number(&view, row, "contribution"), 1.0 / 9.0);
    }
    let heats = part_heats(&compared).expect("net heat");
    for (c, shares) in heats[0].shares.iter().enumerate() {
        for (d, share) in shares.iter().enumerate() {
            let exact = if c == d { 2.0 / 3.0 } else { 1.0 / 3.0 };
            close(*share, exact);
        }
    }
}

#[test]
fn without_a_trial_the_other_two_decide() {
    let compared = triangle();
    let view = leave_one_out_view(&compared);
    assert_sound(&view);
    // The reference is A. Without AC, C is −2 instead of −8/3, and B −1 instead of −4/3.
    let row = row_of(&view, &[("trial", "3")]);
    assert_eq!(cell(&view, row, "treatment").for_people(), "C");
    close(number(&view, row, "change"), 2.0 / 3.0);
    // Without AB, B is 1 − 3 and C is −3.
    let row = row_of(&view, &[("trial", "1")]);
    assert_eq!(cell(&view, row, "treatment").for_people(), "B");
    close(number(&view, row, "change"), -2.0 / 3.0);
    let effects = leave_one_out_effects_view(&compared);
    assert_sound(&effects);
    let row = row_of(&effects, &[("trial", "3"), ("treatment", "C")]);
    close(number(&effects, row, "estimate"), -2.0);
}

#[test]
fn a_trial_without_which_nothing_is_joined_cuts_off() {
    let data = contrasts(&[("1", "A", "P", 1.0), ("2", "B", "P", 2.0)]);
    let compared = whole(
        &data,
        &CompareOptions {
            reference: Some("P".to_owned()),
            ..options(NetworkMeasure::Generic)
        },
    );
    let view = leave_one_out_view(&compared);
    assert_sound(&view);
    assert_eq!(number(&view, 0, "cut_off"), 1.0);
}

#[test]
fn trials_and_patients_are_counted_by_node_and_comparison() {
    let compared = counted();
    let nodes = nodes_view(&compared);
    assert_sound(&nodes);
    let row = row_of(&nodes, &[("node", "placebo")]);
    assert_eq!(number(&nodes, row, "trials"), 2.0);
    assert_eq!(number(&nodes, row, "patients"), 50.0);
    let pairs = comparisons_view(&compared);
    assert_sound(&pairs);
    let wanted = [("node1", "drug_a"), ("node2", "placebo")];
    assert_eq!(number(&pairs, row_of(&pairs, &wanted), "patients"), 100.0);
    let designs = designs_view(&compared);
    assert_sound(&designs);
    assert_eq!(designs.rows.len(), 2);
    let trials = trials_view(&compared);
    assert_sound(&trials);
    let row = row_of(&trials, &[("trial", "two"), ("node", "drug_b")]);
    assert_eq!(cell(&trials, row, "result").for_people(), "9/30");
    assert_eq!(cell(&trials, row, "source").for_people(), "two, table 2");
}

#[test]
fn what_was_left_out_is_named_where_it_is_little_and_counted_where_it_is_much() {
    let with = |n: usize| {
        let mut data = contrasts(&[("1", "A", "B", 1.0)]);
        let left = (0..n).map(|at| LeftOut {
            label: format!("arm {at}"),
            reason: if at == 0 { "crossover" } else { "no day" }.to_owned(),
        });
        data.left_out = left.collect();
        whole(&data, &options(NetworkMeasure::Generic))
    };
    let notes = nodes_view(&with(2)).notes.join(" ");
    assert!(
        notes.contains("Left out, crossover: arm 0. Left out, no day: arm 1."),
        "{notes}"
    );
    let many = with(12);
    let notes = nodes_view(&many).notes.join(" ");
    assert!(notes.contains("12 arms or trials were left out"), "{notes}");
    assert!(notes.contains("11: no day; 1: crossover."), "{notes}");
    let view = left_out_view(&many);
    assert_sound(&view);
    assert_eq!(view.rows.len(), 12);
}

#[test]
fn where_everything_was_left_out_the_reasons_are_the_error() {
    let mut data = arms(&[]);
    data.left_out = [("a", "crossover"), ("b", "no day"), ("c", "no day")]
        .map(|(label, reason)| LeftOut {
            label: label.to_owned(),
            reason: reason.to_owned(),
        })
        .to_vec();
    let found = compared(
        &data,
        &NodeChoice::default(),
        &options(NetworkMeasure::OddsRatio),
    );
    assert_eq!(
        found.unwrap_err().to_string(),
        "there is nothing left to compare; left out were 2: no day; 1: crossover"
    );
}

/// Two trials with arms, one of three arms.
fn counted() -> euthymia_report::compared::Compared {
    let data = arms(&[
        ("one", "drug_a", 10, 20),
        ("one", "placebo", 5, 20),
        ("two", "drug_a", 12, 30),
        ("two", "drug_b", 9, 30),
        ("two", "placebo", 6, 30),
    ]);
    whole(&data, &options(NetworkMeasure::OddsRatio))
}

#[test]
fn odds_of_a_third_times_four_and_a_half_are_a_risk_of_six_tenths() {
    // 12/20 against 5/20: odds ratio 9/2, odds 3/2, risk 6/10: 7/20 more, 20/7 needed.
    let data = arms(&[("one", "a", 12, 20), ("one", "placebo", 5, 20)]);
    let view = absolute_view(&whole(&data, &options(NetworkMeasure::OddsRatio)));
    assert_sound(&view);
    assert_eq!(view.rows.len(), 1);
    near(number(&view, 0, "baseline"), 0.25);
    near(number(&view, 0, "risk"), 0.6);
    near(number(&view, 0, "rd"), 0.35);
    // The log odds of 5/20 and the log odds ratio: variances 1/5 + 1/15 and that + 1/12 + 1/8, taken as
    // independent, on the log odds of 6/10.
    let half = 1.959_963_984_540_054
        * (2.0_f64 * (1.0 / 5.0 + 1.0 / 15.0) + 1.0 / 12.0 + 1.0 / 8.0).sqrt();
    let risk = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    near(number(&view, 0, "risk_low"), risk(1.5_f64.ln() - half));
    near(number(&view, 0, "risk_high"), risk(1.5_f64.ln() + half));
    let needed = cell(&view, 0, "number_needed").for_people();
    assert!(needed.starts_with("NNTB 2.86 → 3 ["), "{needed}");
    let said = view.notes.join(" ");
    assert!(
        said.contains("1 arm of placebo") && said.contains("5 of 20 patients"),
        "{said}"
    );
    assert!(said.contains("Limits: delta method"), "{said}");
}

/// Checks a number that rests on the maximum of a likelihood.
#[track_caller]
fn near(found: f64, exact: f64) {
    euthymia_testkit::assert_close!(found, exact, "estimate", "by hand");
}

#[test]
fn a_stated_baseline_is_used_and_said() {
    let data = arms(&[("one", "a", 10, 20), ("one", "placebo", 5, 20)]);
    let stated = |measure, baseline| CompareOptions {
        baseline: BaselineFrom::Stated(baseline),
        ..options(measure)
    };
    // Risk ratio 2 of 10 %; of 60 % it would be no risk.
    let view = absolute_view(&whole(&data, &stated(NetworkMeasure::RiskRatio, 0.1)));
    close(number(&view, 0, "risk"), 0.2);
    let said = view.notes.join(" ");
    assert!(
        said.contains("as stated") && said.contains("limits of the relative effect"),
        "{said}"
    );
    let view = absolute_view(&whole(&data, &stated(NetworkMeasure::RiskRatio, 0.6)));
    assert_sound(&view);
    assert!(
        cell(&view, 0, "shown")
            .for_people()
            .starts_with("no risk [")
    );
    let view = absolute_view(&whole(&data, &stated(NetworkMeasure::OddsRatio, 1.5)));
    assert!(view.rows.is_empty() && view.notes[0].contains("above 0"));
}

#[test]
fn the_odds_ratio_of_a_mean_difference_has_no_risk() {
    let view = absolute_view(&triangle());
    assert!(view.rows.is_empty());
    assert_sound(&view);
}

#[test]
fn a_funnel_point_of_a_single_trial_is_at_its_comparison() {
    let view = funnel_view(&triangle());
    assert_sound(&view);
    assert_eq!(view.rows.len(), 3);
    for row in 0..3 {
        close(number(&view, row, "centred"), 0.0);
    }
    // The reference stands last: B less A is −1.
    let row = row_of(&view, &[("trial", "1")]);
    assert_eq!(cell(&view, row, "treatment").for_people(), "B");
    close(number(&view, row, "estimate"), -1.0);
}

#[test]
fn components_join_parts_and_predict_what_nobody_tried() {
    // A against nil 1; B + D against D 0.5: A + B is 1.5, D is in both arms.
    let data = contrasts(&[("1", "A", "nil", 1.0), ("2", "B+D", "D", 0.5)]);
    let compared = whole(&data, &options(NetworkMeasure::Generic));
    assert_eq!(compared.parts.len(), 2);
    let view = components_view(&compared);
    assert_sound(&view);
    let row = row_of(&view, &[("component", "A+B")]);
    assert_eq!(
        cell(&view, row, "kind").for_people(),
        "never tried together"
    );
    close(number(&view, row, "estimate"), 1.5);
    close(number(&view, row, "standard_error"), 2.0_f64.sqrt());
    let row = row_of(&view, &[("component", "D")]);
    assert_eq!(cell(&view, row, "shown").for_people(), "not determined");
    let said = view.notes.join(" ");
    assert!(said.contains("against nil"), "{said}");
    assert!(said.contains("no trial shows what D adds"), "{said}");
    assert!(said.contains("in 2 parts"), "{said}");
}

#[test]
fn without_combinations_there_is_no_component_model() {
    let view = components_view(&triangle());
    assert!(view.rows.is_empty());
    assert!(view.notes[0].contains("no node is a combination"));
}

#[test]
fn choices_stand_side_by_side_with_their_errors() {
    let data = contrasts(&[
        ("1", "A", "B", 1.0),
        ("2", "B", "C", 1.0),
        ("3", "A", "C", 3.0),
    ]);
    let options = options(NetworkMeasure::Generic);
    let drop = |name: &str, dropped: &[&str]| NodeChoice {
        drop: dropped.iter().map(|d| (*d).to_owned()).collect(),
        ..NodeChoice::named(name)
    };
    let choices = [
        drop("all", &[]),
        drop("two", &["C"]),
        drop("none", &["A", "B"]),
    ];
    let outcomes: Vec<_> = choices
        .iter()
        .map(|choice| (choice.clone(), compared(&data, choice, &options)))
        .collect();
    let view = choices_view(&outcomes);
    assert_sound(&view);
    let row = row_of(&view, &[("quantity", "B")]);
    // B less A is −4/3 of three trials and −1 of one.
    assert!(
        cell(&view, row, "choice_1")
            .for_people()
            .starts_with("−1.33 [")
    );
    assert!(
        cell(&view, row, "choice_2")
            .for_people()
            .starts_with("−1.00 [")
    );
    assert_eq!(cell(&view, row, "choice_3").for_people(), "—");
    let row = row_of(&view, &[("quantity", "trials")]);
    assert_eq!(cell(&view, row, "choice_2").for_people(), "1");
    assert!(
        view.notes
            .iter()
            .any(|note| note.starts_with("none has no result:"))
    );
}

#[test]
fn nodes_have_the_names_that_their_treatments_have() {
    let mut data = arms(&[("one", "drug_a", 10, 20), ("one", "drug_b", 5, 20)]);
    let Rows::Arms(rows) = &mut data.rows else {
        panic!("arms")
    };
    rows[0].treatment.name = "drug A, by mouth".to_owned();
    let compared = whole(&data, &options(NetworkMeasure::OddsRatio));
    let names = Names::of(&compared);
    assert_eq!(names.name("drug_a"), "drug A, by mouth");
    assert_eq!(names.name("drug_b"), "drug b");
    assert_eq!(names.name("drug_a+drug_b"), "drug A, by mouth + drug b");
    let nodes = nodes_view(&compared);
    let row = row_of(&nodes, &[("node", "drug_a")]);
    assert_eq!(
        cell(&nodes, row, "node_name").for_people(),
        "drug A, by mouth"
    );
    // Where nothing is named, labels stay as they are.
    assert_eq!(Names::of(&triangle()).name("x_y"), "x_y");
}
