//! `euthymia compare`: networks by hand, choices of nodes, saved analyses, and what is refused.

use crate::run::{Folder, Run};

const TRIANGLE: &str = "study,treatment1,treatment2,estimate,se\n\
                        1,A,B,1,1\n2,B,C,1,1\n3,A,C,3,1\n";

fn compared(file: &str, text: &str, more: &[&str]) -> Run {
    let folder = Folder::with(file, text);
    let mut all = vec!["compare", file];
    all.extend(more);
    folder.run(&all)
}

/// One number of the table against the reference.
#[track_caller]
fn number(run: &Run, treatment: &str, key: &str) -> f64 {
    let json = run.json();
    let table = json.get(0).unwrap_or(&json);
    let rows = table["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["treatment"] == treatment);
    let value = &row.unwrap_or_else(|| panic!("no {treatment} in {table}"))[key];
    value.as_f64().unwrap_or_else(|| panic!("{key}: {value}"))
}

#[test]
fn the_triangle_is_four_thirds_four_thirds_eight_thirds() {
    // The loop misses by 1, which three equal variances share.
    let run = compared(
        "triangle.csv",
        TRIANGLE,
        &[
            "--measure",
            "GEN",
            "--tau2",
            "0",
            "--reference",
            "C",
            "--show",
            "reference",
            "--format",
            "json",
        ],
    )
    .fine();
    for (treatment, estimate) in [("A", 8.0 / 3.0), ("B", 4.0 / 3.0)] {
        assert!((number(&run, treatment, "common_estimate") - estimate).abs() < 1e-12);
        // Two paths of variances 1 and 2 side by side: 2/3.
        let se = number(&run, treatment, "common_standard_error");
        assert!((se - (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }
}

#[test]
fn two_treatments_are_the_pairwise_model() {
    let arms = "study,treatment,events,n\n1,new,12,40\n1,old,6,40\n2,new,9,30\n2,old,8,30\n\
                3,new,20,50\n3,old,10,50\n";
    let network = compared(
        "arms.csv",
        arms,
        &[
            "--measure",
            "OR",
            "--reference",
            "old",
            "--show",
            "reference",
            "--format",
            "json",
        ],
    )
    .fine();
    let pairs = "study,events_treatment,n_treatment,events_control,n_control\n\
                 1,12,40,6,40\n2,9,30,8,30\n3,20,50,10,50\n";
    let pairwise = Folder::with("pairs.csv", pairs).run(&[
        "pool",
        "pairs.csv",
        "--measure",
        "OR",
        "--test",
        "z",
        "--format",
        "json",
    ]);
    let pooled = pairwise.fine().json();
    let pooled = &pooled["pooled"];
    let expected = pooled["estimate"].as_f64().expect("an odds ratio");
    assert!((number(&network, "new", "estimate") - expected).abs() < 1e-6);
}

#[test]
fn choices_of_nodes_decide_what_is_one_network() {
    let arms = "study,treatment,control,dose,dose_unit,events,n\n\
                1,drug,,10,mg,10,30\n1,pill,placebo,,,5,30\n\
                2,coil,,,,12,30\n2,sham coil,sham,,,6,30\n";
    let merged = compared("arms.csv", arms, &["--measure", "RR"]).fine();
    assert!(merged.out.contains("control"), "{}", merged.out);
    assert!(!merged.out.contains("falls into"), "{}", merged.out);
    let apart = compared(
        "arms.csv",
        arms,
        &["--measure", "RR", "--controls", "by-kind"],
    )
    .fine();
    let text = apart.out.replace('\n', " ");
    assert!(text.contains("falls into 2 parts"), "{text}");
    assert!(text.contains("placebo") && text.contains("sham"), "{text}");
    let doses = compared("arms.csv", arms, &["--measure", "RR", "--doses", "apart"]).fine();
    assert!(doses.out.contains("drug 10 mg"), "{}", doses.out);
    let made = compared(
        "arms.csv",
        arms,
        &["--measure", "RR", "--merge", "active=drug+coil"],
    )
    .fine();
    assert!(made.out.contains("active"), "{}", made.out);
}

#[test]
fn a_saved_analysis_runs_again_to_the_same_numbers_and_says_when_it_does_not() {
    let folder = Folder::with("triangle.csv", TRIANGLE);
    let saved = [
        "compare",
        "triangle.csv",
        "--measure",
        "GEN",
        "--tau2",
        "dl",
        "--save",
        "again.toml",
    ];
    folder.run(&saved).fine();
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(0));
    assert!(again.err.contains("those that were saved"), "{}", again.err);
    folder.write("triangle.csv", TRIANGLE.replace("3,A,C,3,1", "3,A,C,4,1"));
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(1));
    assert!(
        again.err.contains("Changed since it was saved"),
        "{}",
        again.err
    );
}

#[test]
fn the_evidence_base_is_one_network_of_randomised_trials() {
    let run = Folder::new()
        .run(&[
            "compare",
            "--outcome",
            "response",
            "--show",
            "reference",
            "--format",
            "json",
        ])
        .fine();
    let ratio = number(&run, "esketamine_in", "estimate");
    let low = number(&run, "esketamine_in", "ci_low");
    assert!(low > 1.0 && ratio > low && ratio < 3.0, "{low} {ratio}");
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_row() {
    let cases: [(&str, &[&str], &[&str]); 10] = [
        (
            "study,treatment,events,n\n1,A,3,20\n1,B,5,20\n2,A,1,10\n",
            &["OR"],
            &["row 4", "single arm"],
        ),
        (
            "study,treatment,events,n\n1,A,3,20\n1,A,5,20\n",
            &["OR"],
            &["row 3", "in row 2 already"],
        ),
        (
            "study,treatment,events,n\n1,A,30,20\n1,B,5,20\n",
            &["OR"],
            &["row 2", "30"],
        ),
        (
            "study,treatment,events,n\n1,A,x,20\n1,B,5,20\n",
            &["OR"],
            &["row 2", "found \"x\""],
        ),
        (
            "study,treatment,events,n\n1,Sham,3,20\n1,B,5,20\n2,sham,1,9\n2,B,1,9\n",
            &["OR"],
            &["row 4", "also spelt \"Sham\""],
        ),
        (
            "study,treatment1,treatment2,estimate,se\n1,A,B,1,1\n1,B,C,1,1\n1,A,C,5,1\n",
            &["GEN"],
            &["row 2", "do not add up"],
        ),
        (
            "study,treatment1,treatment2,estimate,se\n1,A,B,1,1\n1,B,C,1,1\n",
            &["GEN"],
            &["row 2", "no contrast of"],
        ),
        (
            "study,treatment1,treatment2,estimate,se\n1,A,B,1,0\n",
            &["GEN"],
            &["row 2", "standard error of 0"],
        ),
        (
            "study,treatment1,treatment2,estimate,se\n1,A,A,1,1\n",
            &["GEN"],
            &["row 2", "with itself"],
        ),
        (
            "study,drug,events,n\n1,A,3,20\n",
            &["OR"],
            &["no column \"treatment\""],
        ),
    ];
    for (text, measure, words) in cases {
        let run = compared("broken.csv", text, &["--measure", measure[0]]);
        assert_eq!(run.status, Some(2), "{text}: {}", run.err);
        for word in words {
            assert!(run.err.contains(word), "{word} in {}", run.err);
        }
        assert!(run.out.is_empty(), "{}", run.out);
    }
}

#[test]
fn words_that_are_no_choice_are_refused_with_those_that_are() {
    let cases: [(&[&str], &str); 9] = [
        (&["--measure", "XX"], "OR, RR, RD"),
        (&[], "--measure is needed"),
        (&["--measure", "GEN", "--better", "more"], "neither larger"),
        (&["--measure", "GEN", "--tau2", "pm"], "reml, dl, ml"),
        (
            &["--measure", "GEN", "--controls", "some"],
            "merged, by-kind, apart",
        ),
        (&["--measure", "GEN", "--reference", "D"], "A, B, C"),
        (&["--measure", "GEN", "--important", "-1"], "above 0"),
        (&["--measure", "GEN", "--draws", "3"], "1,000"),
        (&["--measure", "GEN", "--merge", "A"], "NAME=A+B"),
    ];
    for (more, word) in cases {
        let run = compared("triangle.csv", TRIANGLE, more);
        assert_eq!(run.status, Some(2), "{more:?}: {}", run.err);
        assert!(run.err.contains(word), "{word} in {}", run.err);
    }
}

#[test]
fn a_doubtful_spelling_is_a_warning_and_a_node_without_events_is_said() {
    let text = "study,treatment,events,n\n1,ketamine,3,20\n1,placebo,0,20\n2,ketamine,4,20\n\
                2,placebo,0,20\n3,ketamin,4,20\n3,placebo,0,20\n";
    let run = compared("arms.csv", text, &["--measure", "OR"]);
    assert_eq!(run.status, Some(0));
    assert!(
        run.err.contains("one letter away from \"ketamine\""),
        "{}",
        run.err
    );
    let out = run.out.replace('\n', " ");
    assert!(out.contains("No event in any arm of placebo"), "{out}");
}
