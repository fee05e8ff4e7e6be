//! Every model of `euthymia pool`, and what it says where it has no answer.

use crate::run::Folder;
use serde_json::Value;

const TRIALS: &str = "study,ai,n1i,ci,n2i\nA,14,47,6,25\nB,9,31,7,30\nC,3,18,1,19\nD,21,60,9,58\n\
    E,5,40,6,41\n";

const ESTIMATES: &str = "study,lab,yi,vi,w\nA1,A,0.2,0.05,1\nA2,A,0.4,0.06,2\nB1,B,0.1,0.04,1\n\
    C1,C,0.5,0.09,3\nC2,C,0.3,0.08,1\nD1,D,-0.1,0.05,2\nE1,E,0.35,0.02,1\n";

fn answer(content: &str, choices: &str) -> Value {
    let folder = Folder::with("t.csv", content);
    let mut arguments = vec!["pool", "t.csv", "--format", "json"];
    arguments.extend(choices.split_whitespace());
    folder.run(&arguments).fine().json()
}

fn at(json: &Value, pointer: &str) -> f64 {
    let value = json.pointer(pointer).and_then(Value::as_f64);
    value.unwrap_or_else(|| panic!("no {pointer} in {json:#}"))
}

#[test]
fn every_model_names_itself_and_agrees_on_the_direction() {
    for (choices, model) in [
        ("--model common", "common_effect"),
        ("--model random", "random_effects"),
        ("--model mh", "mantel_haenszel"),
        ("--model peto", "peto"),
        ("--model glmm", "glmm"),
        ("--model glmm-um-rs", "glmm"),
        ("--model glmm-cm-el", "glmm"),
        ("--model glmm-cm-al", "glmm"),
        ("--model beta-binomial", "beta_binomial"),
        ("--model bayes --tau-prior half-normal:0.5", "bayesian"),
    ] {
        let json = answer(TRIALS, &format!("--measure OR {choices}"));
        assert_eq!(json["model"], model, "{choices}");
        assert_eq!(json["k"], 5, "{choices}");
        assert_eq!(json["converged"], true, "{choices}");
        let odds_ratio = at(&json, "/pooled/estimate");
        assert!((1.2..2.2).contains(&odds_ratio), "{choices}: {odds_ratio}");
    }
}

#[test]
fn two_alike_studies_give_mantel_haenszel_their_common_odds_ratio() {
    let json = answer(
        "study,ai,n1i,ci,n2i\nA,8,10,2,10\nB,16,20,4,20\n",
        "--measure OR --model mh",
    );
    assert!((at(&json, "/pooled/estimate") - 16.0).abs() < 1e-12);
    assert!(at(&json, "/heterogeneity/q") < 1e-20);
    assert!(at(&json, "/tests_of_tables/breslow_day/statistic") < 1e-12);
}

#[test]
fn proportions_are_pooled_by_the_counts_unless_asked_otherwise() {
    let rates = "study,events,n\nA,14,47\nB,9,31\nC,0,18\nD,21,60\n";
    let json = answer(rates, "--measure PLO");
    assert_eq!(json["model"], "glmm");
    assert_eq!(json["pooled"]["df"], 3.0);
    assert_eq!(
        answer(rates, "--measure PLO --tau2 dl")["model"],
        "random_effects"
    );
    assert_eq!(
        answer(rates, "--measure PLO --test hk")["model"],
        "random_effects"
    );
    assert_eq!(
        answer(rates, "--measure PLO --model common")["model"],
        "common_effect"
    );
}

#[test]
fn no_event_anywhere_is_added_up_and_said() {
    let json = answer("study,events,n\nA,0,20\nB,0,15\nC,0,2\n", "--measure PLO");
    assert_eq!(json["model"], "added_up");
    assert_eq!(at(&json, "/pooled/estimate"), 0.0);
    // 1 − 0.025^(1/37).
    let upper = 1.0 - 0.025_f64.powf(1.0 / 37.0);
    assert!((at(&json, "/pooled/ci/upper") - upper).abs() < 1e-12);
    let warning = json["warnings"][0].as_str().expect("a warning");
    assert!(warning.contains("no patient had the event"), "{warning}");
}

#[test]
fn models_without_an_answer_say_what_to_do() {
    for (content, choices, says) in [
        (
            "study,events,n\nA,0,20\nB,15,15\n",
            "--measure PLO",
            "the between-study variance has no finite estimate",
        ),
        (
            "study,ai,n1i,ci,n2i\nA,0,20,3,20\nB,0,15,2,15\n",
            "--measure OR --model mh",
            "add a continuity correction",
        ),
        (
            "study,ai,n1i,ci,n2i\nA,0,20,3,20\nB,0,15,2,15\n",
            "--measure OR --model glmm",
            "the estimate runs to minus infinity",
        ),
        (
            "study,ai,n1i,ci,n2i\nA,0,20,0,20\nB,0,15,0,15\n",
            "--measure OR --model mh",
            "no study is left to pool",
        ),
        (
            "study,yi,vi\nA,0.1,0.2\nB,0.3,0.2\n",
            "--measure GEN --model bayes --tau-prior uniform",
            "does not integrate to one",
        ),
        (
            "study,lab,yi,vi\nA,X,0.1,0.2\nB,X,0.3,0.2\n",
            "--measure GEN --cluster lab",
            "clusters",
        ),
    ] {
        let folder = Folder::with("t.csv", content);
        let mut arguments = vec!["pool", "t.csv"];
        arguments.extend(choices.split_whitespace());
        folder.run(&arguments).refused(1, &[says]);
    }
}

#[test]
fn choices_that_do_not_go_together_are_refused() {
    for (choices, says) in [
        ("--measure SMD --model mh", "there is no column"),
        ("--measure PHI --model mh", "does not pool PHI"),
        (
            "--measure OR --model glmm --test hk",
            "not defined for the model GLMM",
        ),
        (
            "--measure OR --model mh --tau2 dl",
            "--tau2 does not go with this model",
        ),
        (
            "--measure OR --model glmm --weights equal",
            "--weights does not go with this model",
        ),
        ("--measure OR --model bayes", "needs a prior of τ"),
        (
            "--measure OR --model random --tau-prior uniform:2",
            "belongs to --model bayes",
        ),
        (
            "--measure OR --model bayes --tau-prior normal:1",
            "is not a prior of τ",
        ),
        (
            "--measure OR --model bayes --tau-prior half-normal:x",
            "are numbers",
        ),
        (
            "--measure OR --model bayes --tau-prior half-normal:-1",
            "the prior's scale is -1",
        ),
        (
            "--measure OR --model bayes --tau-prior published:0",
            "no published prior number 0",
        ),
        ("--measure OR --weights none", "there is no column \"none\""),
        ("--measure OR --cluster x", "there is no column \"x\""),
        (
            "--measure OR --robust cr9 --cluster study",
            "is not a robust variance",
        ),
        (
            "--measure OR --permute many",
            "neither exact nor a number of draws",
        ),
        (
            "--measure OR --permute 0",
            "neither exact nor a number of draws",
        ),
        (
            "--measure OR --model mh --permute exact",
            "tests the inverse-variance model",
        ),
        ("--measure OR --tau2 -1", "is no between-study variance"),
        ("--measure OR --tau2-ci exact", "is not an interval for τ²"),
    ] {
        let folder = Folder::with("t.csv", TRIALS);
        let mut arguments = vec!["pool", "t.csv"];
        arguments.extend(choices.split_whitespace());
        let run = folder.run(&arguments);
        assert!(
            matches!(run.status, Some(1 | 2)),
            "{choices}: {:?} {}",
            run.status,
            run.out
        );
        assert!(
            run.err.contains(says),
            "{choices}: no {says} in {}",
            run.err
        );
        assert_eq!(run.out, "", "{choices}");
    }
}

#[test]
fn clusters_widen_what_dependence_narrows() {
    let plain = answer(ESTIMATES, "--measure GEN --test z");
    let robust = answer(ESTIMATES, "--measure GEN --test z --cluster lab");
    assert_eq!(robust["robust"]["clusters"], 5);
    assert_eq!(robust["robust"]["kind"], "CR2");
    assert_eq!(
        at(&plain, "/pooled/estimate"),
        at(&robust, "/pooled/estimate")
    );
    let df = at(&robust, "/pooled/df");
    assert!(df > 1.0 && df < 4.0, "{df}");
    let warnings = robust["warnings"].to_string();
    assert!(warnings.contains("fewer than 4"), "{warnings}");
}

#[test]
fn weights_of_the_file_are_used() {
    let equal = answer(ESTIMATES, "--measure GEN --weights equal --model common");
    // (0.2 + 0.4 + 0.1 + 0.5 + 0.3 − 0.1 + 0.35)/7.
    assert!((at(&equal, "/pooled/estimate") - 0.25).abs() < 1e-14);
    let given = answer(ESTIMATES, "--measure GEN --weights w --model common");
    // (0.2 + 0.8 + 0.1 + 1.5 + 0.3 − 0.2 + 0.35)/11.
    assert!((at(&given, "/pooled/estimate") - 3.05 / 11.0).abs() < 1e-14);
    assert!((at(&given, "/studies/3/weight") - 3.0 / 11.0).abs() < 1e-14);
}

#[test]
fn an_exact_permutation_test_is_a_share_of_all_signs() {
    let json = answer(
        "study,yi,vi\nA,1,1\nB,1,1\nC,1,1\nD,1,1\nE,1,1\n",
        "--measure GEN --model common --permute exact",
    );
    // Only all plus and all minus are as extreme as the data: 2 of 32.
    assert_eq!(at(&json, "/permutation/p"), 2.0 / 32.0);
    assert_eq!(at(&json, "/permutation/arrangements"), 32.0);
}

#[test]
fn a_sampled_permutation_test_repeats_with_its_seed() {
    let rows: String = (0..40)
        .map(|i| format!("s{i},{},{}\n", 0.1 + f64::from(i % 7) / 10.0 - 0.3, 0.1))
        .collect();
    let content = format!("study,yi,vi\n{rows}");
    let choices = "--measure GEN --tau2 dl --test z --permute 500 --seed 7";
    let (first, second) = (answer(&content, choices), answer(&content, choices));
    assert_eq!(first["permutation"], second["permutation"]);
    assert_eq!(first["permutation"]["exact"], false);
    let other = answer(
        &content,
        "--measure GEN --tau2 dl --test z --permute 500 --seed 8",
    );
    assert_ne!(first["permutation"]["p"], other["permutation"]["p"]);
}

#[test]
fn standard_errors_given_as_variances_are_suspected() {
    let rows: String = [20.0, 40.0, 80.0, 160.0, 320.0, 640.0]
        .iter()
        .enumerate()
        .map(|(i, n): (usize, &f64)| {
            let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
            format!("s{i},{},{},{n}\n", 0.3 + sign / n.sqrt(), 2.0 / n.sqrt())
        })
        .collect();
    let json = answer(&format!("study,yi,vi,n\n{rows}"), "--measure GEN");
    let warnings = json["warnings"].to_string();
    assert!(warnings.contains("standard error"), "{warnings}");
}

#[test]
fn a_published_prior_is_used_with_its_doubt() {
    let json = answer(TRIALS, "--measure OR --model bayes --tau-prior published:1");
    let warnings = json["warnings"].to_string();
    assert!(warnings.contains("unverified"), "{warnings}");
    let folder = Folder::new();
    let list = folder
        .run(&["pool", "--list-priors", "--format", "json"])
        .fine()
        .json();
    let rows = list["rows"].as_array().expect("rows");
    assert!(rows.len() > 100);
    assert!(
        rows.iter()
            .all(|row| row["verified"].to_string().contains("unverified"))
    );
}

#[test]
fn intervals_for_tau2_differ_by_name() {
    let upper = |kind: &str| {
        let json = answer(TRIALS, &format!("--measure OR --tau2-ci {kind}"));
        at(&json, "/tau2/ci/upper")
    };
    let all: Vec<f64> = ["q-profile", "gen-q", "gen-q-se", "pl", "pl-reml"]
        .map(upper)
        .to_vec();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            assert!((a - b).abs() > 1e-6, "{all:?}");
        }
    }
}

#[test]
fn a_common_effect_of_counts_has_no_tau2() {
    let json = answer(TRIALS, "--measure OR --model glmm --tau2 0");
    assert_eq!(json["tau2"], Value::Null);
    assert!(json["model_in_words"].to_string().contains("common effect"));
    let refused = [
        ("--measure OR --model glmm --tau2 0.1", "--tau2 does not go"),
        (
            "--measure OR --model common --tau2 dl",
            "--tau2 does not go",
        ),
        (
            "--measure OR --model mh --prediction t1",
            "--prediction does not go",
        ),
        (
            "--measure OR --robust cr1",
            "name the clusters with --cluster",
        ),
    ];
    for (choices, says) in refused {
        let folder = Folder::with("t.csv", TRIALS);
        let mut arguments = vec!["pool", "t.csv"];
        arguments.extend(choices.split_whitespace());
        folder.run(&arguments).refused(2, &[says]);
    }
}

#[test]
fn what_a_first_user_met_stays_mended() {
    // A data set as metafor has it: a trial number beside an author with several trials.
    let bcg = "trial,author,year,tpos,tneg,cpos,cneg\n1,Aronson,1948,4,119,11,128\n\
        2,Ferguson,1949,6,300,29,274\n3,Comstock,1960,3,228,11,209\n4,Comstock,1977,62,13536,248,12619\n";
    assert_eq!(answer(bcg, "--measure RR")["k"], 4);
    // A cluster that is the study itself, in several rows.
    let repeated = ESTIMATES.replace("study,lab", "row,study");
    let json = answer(&repeated, "--measure GEN --cluster study");
    assert_eq!(json["k"], 7);
    assert_eq!(json["robust"]["clusters"], 5);
    assert_eq!(json["studies"][1]["study"], "A (2)");
    // Usage, not analysis.
    for (content, choices, says) in [
        (TRIALS, "--measure RR --model glmm", "does not pool RR"),
        (
            TRIALS,
            "--measure OR --model mh --test t",
            "--test does not go",
        ),
        (
            ESTIMATES,
            "--measure GEN --cluster lab --test hk",
            "has a test of its own",
        ),
        (
            ESTIMATES,
            "--measure GEN --nested lab/study --permute 100",
            "leave it out",
        ),
        (
            "study,yi,vi\nA,1,1\n",
            "--measure GEN --permute exact",
            "one study has no other",
        ),
        (
            "study,hr,ci_low,ci_high\nA,1.62,0.44,0.88\n",
            "--measure HR",
            "lies outside its own interval",
        ),
    ] {
        let folder = Folder::with("t.csv", content);
        let mut arguments = vec!["pool", "t.csv"];
        arguments.extend(choices.split_whitespace());
        folder.run(&arguments).refused(2, &[says]);
    }
    // The correction of a row is not said of a model that makes none.
    let folder = Folder::with("t.csv", TRIALS);
    let out = folder
        .run(&[
            "pool",
            "t.csv",
            "--measure",
            "OR",
            "--model",
            "glmm",
            "--zero-cells",
            "all:5",
        ])
        .fine()
        .out;
    assert!(out.contains("the model adds nothing"), "{out}");
}

/// lme4 1.1-31, `glmer(cbind(xi, ni - xi) ~ 1 + (1 | study), nAGQ = 7)`, tolPwrss 1e-13, bobyqa with
/// rhoend 1e-12: −1.534534084300; with nAGQ = 100: −1.534485970148.
#[test]
fn seven_points_of_quadrature_are_those_of_lme4() {
    let rates = "study,events,n\nA,14,47\nB,9,31\nC,3,18\nD,21,60\nE,0,40\n";
    let mean = |choices: &str| at(&answer(rates, choices), "/pooled/analysis_estimate");
    let seven = mean("--measure PLO --quadrature 7");
    assert!((seven + 1.534_534_084_3).abs() < 1e-6, "{seven}");
    let settled = mean("--measure PLO");
    assert!((settled + 1.534_485_970_148).abs() < 1e-6, "{settled}");
    let folder = Folder::with("t.csv", rates);
    for (choices, says) in [
        (
            "--measure PLO --quadrature 0",
            "choose from 1 (Laplace) to 200",
        ),
        (
            "--measure PLO --tau2 dl --quadrature 7",
            "--quadrature does not go",
        ),
    ] {
        let mut arguments = vec!["pool", "t.csv"];
        arguments.extend(choices.split_whitespace());
        folder.run(&arguments).refused(2, &[says]);
    }
}
