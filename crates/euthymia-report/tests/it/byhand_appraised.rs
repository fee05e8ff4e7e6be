//! Analyses without studies at risk of bias, by judgement, and their certainty, with pencil and paper.

use crate::byhand_grade_of::{Z, estimates, near, row};
use euthymia_evidence::appraisal::Judgement::{self, High, Low, SomeConcerns};
use euthymia_report::appraised::{
    Appraised, AppraisedError, Kept, Respect, Wanted, difference, exclude, level_shares,
    sensitivity, sensitivity_view, subgroups, subgroups_view,
};
use euthymia_report::pooled::{Pooled, pool};

/// Three studies of variance 1 and one of variance ½: 1, 3, 8 and 2.
fn four() -> Pooled {
    estimates(&[
        ("A", 1.0, 1.0),
        ("B", 3.0, 1.0),
        ("C", 8.0, 1.0),
        ("D", 2.0, 0.5),
    ])
}

fn judged(rows: &[(&str, &str, Judgement)]) -> Appraised {
    let rows: Vec<_> = rows
        .iter()
        .map(|(study, domain, own)| row(study, domain, *own))
        .collect();
    Appraised::gather(&rows, None).expect("gathered")
}

#[test]
fn a_restricted_analysis_is_the_mean_of_what_is_left() {
    let main = four();
    // (1 + 3 + 8 + 2 · 2)/5.
    near(main.summary.estimate, 16.0 / 5.0);
    let all = judged(&[
        ("A", "overall", Low),
        ("B", "overall", SomeConcerns),
        ("C", "overall", High),
        ("A", "1", Low),
        ("B", "1", High),
        ("C", "1", Low),
    ]);
    let rows = sensitivity(&main, &all, &|studies| pool(studies, &main.options));
    let seen: Vec<_> = rows
        .iter()
        .map(|own| {
            let found = own.result.as_ref().expect("pooled");
            (
                (own.wanted.respect, own.wanted.kept),
                found.summary.k,
                found.summary.estimate,
                difference(&main, found),
                own.left_out.join(""),
                own.unappraised.join(""),
            )
        })
        .collect();
    let domain = Respect::Domain(0);
    let expected = [
        ((Respect::Overall, Kept::Appraised), 3, 4.0, "", "D"),
        ((Respect::Overall, Kept::WithoutHigh), 2, 2.0, "C", "D"),
        ((Respect::Overall, Kept::LowOnly), 1, 1.0, "BC", "D"),
        ((domain, Kept::WithoutHigh), 2, 4.5, "B", "D"),
        ((domain, Kept::LowOnly), 2, 4.5, "B", "D"),
    ];
    assert_eq!(seen.len(), expected.len());
    for (own, (wanted, k, estimate, left_out, unappraised)) in seen.iter().zip(expected) {
        assert_eq!((own.0, own.1), (wanted, k));
        near(own.2, estimate);
        near(own.3, estimate - 3.2);
        assert_eq!((own.4.as_str(), own.5.as_str()), (left_out, unappraised));
    }
    let view = sensitivity_view(&main, &all, &rows);
    assert_eq!(view.rows.len(), 6);
    assert!(
        view.notes[0].contains("nobody appraised 1 (D)"),
        "{:?}",
        view.notes
    );
}

#[test]
fn nobody_is_kept_by_nobodys_judgement() {
    let main = four();
    let none = Appraised::default();
    assert!(sensitivity(&main, &none, &|studies| pool(studies, &main.options)).is_empty());
    let candidates: Vec<_> = main.rows.iter().map(|row| row.candidate.clone()).collect();
    for kept in [Kept::Appraised, Kept::WithoutHigh, Kept::LowOnly] {
        let wanted = Wanted {
            respect: Respect::Overall,
            kept,
        };
        let (kept, out) = exclude(candidates.clone(), &none, wanted);
        assert_eq!((kept.len(), out.len()), (0, 4));
        assert!(
            out.iter()
                .all(|own| own.reason.contains("nobody appraised"))
        );
    }
}

#[test]
fn a_set_without_a_study_is_a_row_that_says_so() {
    let main = four();
    let high = judged(&[("A", "overall", High), ("B", "overall", High)]);
    let rows = sensitivity(&main, &high, &|studies| pool(studies, &main.options));
    let empty = rows.iter().filter(|own| own.result.is_err()).count();
    assert_eq!((rows.len(), empty), (3, 2));
    let view = sensitivity_view(&main, &high, &rows);
    assert_eq!(view.rows[2][2].for_people(), "0");
}

#[test]
fn shares_are_those_of_the_weight() {
    let main = four();
    let all = judged(&[
        ("A", "overall", Low),
        ("B", "overall", SomeConcerns),
        ("D", "overall", High),
    ]);
    let found = level_shares(&main, &all, Respect::Overall);
    // Weights 1, 1, 1, 2 of 5.
    for (own, exact) in [
        (found.levels.low, 0.2),
        (found.levels.moderate, 0.2),
        (found.levels.high, 0.4),
        (found.levels.unknown, 0.2),
    ] {
        near(own, exact);
    }
    assert_eq!(
        (found.unappraised, found.borrowed),
        (vec!["C".to_owned()], false)
    );
}

#[test]
fn groups_are_tested_against_each_other() {
    let main = four();
    let all = judged(&[
        ("A", "overall", Low),
        ("B", "overall", Low),
        ("C", "overall", High),
        ("D", "overall", High),
    ]);
    let again = |studies| pool(studies, &main.options);
    let found = subgroups(&main, &all, Respect::Overall, &again);
    // Low: mean 2, variance ½. High: (8 + 4)/3 = 4, variance ⅓. The difference 2 has the variance ⅚.
    let test = found.test.expect("a test");
    near(test.q, 4.0 / (5.0 / 6.0));
    near(test.df, 1.0);
    // The square of a normal variable: p = 2 Φ(−√4.8) = 0.0285.
    assert!((test.p_value - 0.028_46).abs() < 1e-5, "{}", test.p_value);
    let view = subgroups_view(&main, &all, &found);
    assert!(view.notes[0].contains("χ²(1) = 4.80"), "{:?}", view.notes);
    let one = judged(&[("A", "overall", Low), ("B", "overall", Low)]);
    let found = subgroups(&main, &one, Respect::Overall, &again);
    assert!(found.test.is_none());
    assert_eq!(found.unappraised, ["C", "D"]);
    let low = found.groups[0].1.as_ref().expect("pooled");
    near(low.summary.bounds.upper, 2.0 + Z * 0.5_f64.sqrt());
}

#[test]
fn a_judgement_of_the_outcome_goes_before_one_of_every_outcome() {
    let mut own = row("A", "overall", High);
    own.of_outcome = true;
    let rows = [
        own.clone(),
        row("A", "Overall", Low),
        row("A", "indirectness", SomeConcerns),
    ];
    let found = Appraised::gather(&rows, None).expect("gathered");
    assert_eq!(found.of("A", Respect::Overall), Some(High));
    assert_eq!(found.of("A", Respect::Indirectness), Some(SomeConcerns));
    let twice = [row("A", "1", Low), row("A", "1", High)];
    assert!(matches!(
        Appraised::gather(&twice, None),
        Err(AppraisedError::Differs { .. })
    ));
}

#[test]
fn domains_of_two_tools_are_not_one() {
    let tool = |study, tool: &str, own| {
        let mut row = row(study, "1", own);
        row.tool = Some(tool.to_owned());
        row
    };
    let rows = [tool("A", "RoB 2", Low), tool("A", "ROBINS-I", High)];
    let found = Appraised::gather(&rows, None).expect("gathered");
    assert_eq!(found.domains.len(), 2);
    assert_eq!(found.of("A", Respect::Domain(1)), Some(High));
    let found = Appraised::gather(&rows, Some("rob 2")).expect("gathered");
    assert_eq!(
        (found.domains.len(), found.of("A", Respect::Domain(0))),
        (1, Some(Low))
    );
    assert!(matches!(
        Appraised::gather(&rows, Some("AMSTAR")),
        Err(AppraisedError::NoSuchTool { .. })
    ));
}
