//! `euthymia compare --model`: other models, what is refused, and what is saved.

use crate::run::{Folder, Run};

/// Odds ratios of 4 and 9 in two trials that share B.
const CHAIN: &str = "study,treatment,events,n\n1,A,8,16\n1,B,2,10\n2,B,9,12\n2,C,3,12\n";

/// A treatment without events.
const RARE: &str = "study,treatment,events,n\n1,new,0,40\n1,old,4,40\n2,other,3,40\n2,old,4,40\n";

fn compared(text: &str, more: &[&str]) -> Run {
    let mut all = vec!["compare", "arms.csv", "--reference"];
    all.extend(more);
    Folder::with("arms.csv", text).run(&all)
}

#[track_caller]
fn estimate(run: &Run, model: &str, treatment: &str) -> f64 {
    let json = run.json();
    let table = json.get(0).unwrap_or(&json);
    let rows = table["rows"].as_array().expect("rows");
    let is = |row: &&serde_json::Value| row["model"] == model && row["treatment"] == treatment;
    let row = rows.iter().find(is);
    let value = &row.unwrap_or_else(|| panic!("no {model}, {treatment} in {table}"))["estimate"];
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn models_multiply_the_odds_ratios_of_a_chain() {
    let run = compared(
        CHAIN,
        &[
            "C",
            "--measure",
            "OR",
            "--model",
            "mh,nch",
            "--model",
            "binomial",
            "--show",
            "model-effects",
            "--format",
            "json",
        ],
    )
    .fine();
    assert!((estimate(&run, "mh", "A") - 36.0).abs() < 1e-7);
    assert!((estimate(&run, "binomial", "A") - 36.0).abs() < 1e-7);
    assert!((estimate(&run, "nch", "A") - 7.5).abs() < 1e-7);
    let shown = compared(CHAIN, &["C", "--measure", "OR", "--model", "mh"]).fine();
    assert!(shown.out.contains("Mantel–Haenszel"), "{}", shown.out);
    assert!(shown.out.contains("under every model"), "{}", shown.out);
}

#[test]
fn a_model_without_a_result_says_so_and_ends_with_one() {
    let run = compared(
        RARE,
        &["old", "--measure", "OR", "--model", "binomial,firth"],
    );
    assert_eq!(run.status, Some(1), "{}", run.out);
    let text = run.out.replace('\n', " ");
    assert!(
        text.contains("NO RESULT of Binomial: no event in any arm of \"new\""),
        "{text}"
    );
    let fine = compared(RARE, &["old", "--measure", "OR", "--model", "firth"]).fine();
    assert!(!fine.out.contains("NO RESULT"), "{}", fine.out);
}

#[test]
fn draws_that_did_not_settle_end_with_one() {
    let few = [
        "B",
        "--measure",
        "OR",
        "--model",
        "bayes-binomial",
        "--tau-prior",
        "half-normal:0.5",
        "--chains",
        "2",
        "--warm-up",
        "100",
        "--chain-draws",
        "100",
    ];
    let run = compared(CHAIN, &few);
    assert_eq!(run.status, Some(1), "{}", run.out);
    assert!(run.out.contains("NOT SETTLED"), "{}", run.out);
}

#[test]
fn a_saved_analysis_has_its_models_and_runs_again_to_the_same_numbers() {
    let folder = Folder::with("arms.csv", RARE);
    let asked = [
        "compare",
        "arms.csv",
        "--measure",
        "OR",
        "--reference",
        "old",
        "--model",
        "firth,bayes,bayes-binomial",
        "--tau-prior",
        "log-normal:-2.5:1.7",
        "--mean-prior",
        "normal:0:2",
        "--seed",
        "5",
        "--chain-draws",
        "1200",
        "--acceptance",
        "0.97",
        "--save",
        "again.toml",
    ];
    folder.run(&asked).fine();
    let saved = std::fs::read_to_string(folder.path("again.toml")).expect("a saved analysis");
    for part in [
        "model = \"bayes-binomial\"",
        "chain_draws = 1200",
        "acceptance = 0.97",
    ] {
        assert!(saved.contains(part), "{part} in {saved}");
    }
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert!(
        again.err.contains("are those that were saved"),
        "{}",
        again.err
    );
    assert!(again.out.contains("Bayes, binomial"), "{}", again.out);
    let other = saved.replace("log-normal:-2.5:1.7", "log-normal:-1.5:1.7");
    std::fs::write(folder.path("other.toml"), other).expect("written");
    let other = folder.run(&["compare", "other.toml"]);
    assert_eq!(other.status, Some(1));
    assert!(
        other.err.contains("main, bayes: new against old was"),
        "{}",
        other.err
    );
}

#[test]
fn what_does_not_go_together_is_refused_with_the_words_there_are() {
    let refused = |more: &[&str], said: &str| {
        let mut all = vec!["old"];
        all.extend(more);
        let run = compared(RARE, &all);
        assert_eq!(run.status, Some(2), "{more:?}: {}", run.err);
        assert!(run.err.contains(said), "{more:?}: {}", run.err);
    };
    let or = |more: &[&'static str]| -> Vec<&'static str> {
        let mut all = vec!["--measure", "OR"];
        all.extend(more);
        all
    };
    refused(
        &or(&["--model", "peto"]),
        "use mh, nch, nch-exact, binomial, firth",
    );
    refused(
        &["--measure", "RR", "--model", "mh"],
        "goes with --measure OR, not RR",
    );
    refused(&or(&["--model", "bayes"]), "needs a prior of τ");
    refused(
        &or(&["--model", "mh", "--chains", "4"]),
        "--chains is for --model bayes-binomial",
    );
    refused(
        &or(&["--tau-prior", "uniform:2"]),
        "--tau-prior is for --model bayes",
    );
    let bayes = |more: &[&'static str]| -> Vec<&'static str> {
        let mut all = or(&["--model", "bayes-binomial", "--tau-prior", "half-normal:1"]);
        all.extend(more);
        all
    };
    refused(&bayes(&["--mean-prior", "flat"]), "integrates to one");
    refused(&bayes(&["--mean-prior", "normal:1:2"]), "about 0");
    refused(&bayes(&["--chains", "1"]), "choose from 2 to 64");
    refused(&bayes(&["--acceptance", "1"]), "less than 1");
}
