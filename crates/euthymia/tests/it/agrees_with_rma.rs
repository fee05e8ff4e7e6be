//! The program beside R: every analysis is written out as a script with its data, and the script is
//! run where R and metafor are installed.

use crate::run::Folder;
use crate::tools;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

const TRIALS: &str = "study,events_treatment,n_treatment,events_control,n_control\n\
    A,14,47,6,25\nB,9,31,7,30\nC,3,18,1,19\nD,21,60,9,58\nE,5,40,6,41\nF,0,22,4,21\n";

const RATES: &str = "study,events,n\nA,14,47\nB,9,31\nC,3,18\nD,21,60\nE,0,40\n";

const MEANS: &str = "study,mean_treatment,sd_treatment,n_treatment,mean_control,sd_control,n_control\n\
    A,12.5,6.1,40,16.2,7.3,38\nB,14.1,8.0,22,15.0,7.1,25\nC,9.8,5.5,61,14.9,6.2,60\n\
    \"D \"\"quoted\"\", 2001\",11.0,7.2,18,18.5,8.8,17\n";

const NO_EVENT: &str = "study,events,n\nA,0,20\nB,0,15\n";

const PERSON_TIME: &str = "study,x1i,t1i,x2i,t2i\nA,7,1344,11,1988\nB,8,1600,8,1461\n\
    C,3,12012,14,10962\nD,6,1536,10,1503\nE,2,900,0,870\n";

const CHANGES: &str = "study,mean_before,sd_before,mean_after,sd_after,n,r\nA,33,5,18,9,21,0.4\n\
    B,30,6,20,8,35,0.5\nC,28,5.5,19,9.5,14,0.3\n";

const ESTIMATES: &str = "study,site,yi,vi,w\nA1,A,0.2,0.05,1\nA2,A,0.4,0.06,2\nB1,B,0.1,0.04,1\n\
    C1,C,0.5,0.09,3\nC2,C,0.3,0.08,1\nD1,D,-0.1,0.05,2\nE1,E,0.35,0.02,1\n";

/// The scripts that are written: file, choices, and how far R may be, which depends on how finely R
/// itself searches and integrates.
const SCRIPTS: [(&str, &str, f64); 42] = [
    ("trials.csv", "--measure RR --test hk", 1e-6),
    ("trials.csv", "--measure OR --tau2 pm --test z", 1e-6),
    ("trials.csv", "--measure RD --tau2 dl", 1e-6),
    (
        "trials.csv",
        "--measure OR --model common --zero-cells all:0.25",
        1e-6,
    ),
    (
        "trials.csv",
        "--measure RR --zero-cells none --level 90",
        1e-6,
    ),
    ("trials.csv", "--measure AS --tau2 ml --test t", 1e-6),
    ("trials.csv", "--measure PHI --tau2 he", 1e-6),
    ("trials.csv", "--measure YUQ --tau2 hs", 1e-6),
    ("trials.csv", "--measure YUY --tau2 sj", 1e-6),
    ("trials.csv", "--measure OR --tau2 eb", 1e-6),
    ("trials.csv", "--measure OR --tau2 hsk --test t", 1e-6),
    ("trials.csv", "--measure OR --tau2 genq", 1e-6),
    ("trials.csv", "--measure OR --tau2 dl2", 1e-6),
    ("trials.csv", "--measure OR --tau2 0.04 --test z", 1e-6),
    ("trials.csv", "--measure OR --permute exact", 1e-6),
    ("trials.csv", "--measure OR --model mh", 1e-9),
    ("trials.csv", "--measure RR --model mh", 1e-9),
    ("trials.csv", "--measure RD --model mh --level 99", 1e-9),
    ("trials.csv", "--measure OR --model peto", 1e-9),
    (
        "trials.csv",
        "--measure OR --model mh --zero-cells all",
        1e-9,
    ),
    ("trials.csv", "--measure OR --model glmm", 1e-6),
    // metafor's standard error of this model is from differences, good to four digits.
    ("trials.csv", "--measure OR --model glmm-cm-el", 1e-3),
    (
        "trials.csv",
        "--measure OR --model glmm-cm-al --test z",
        1e-3,
    ),
    (
        "trials.csv",
        "--measure OR --model bayes --tau-prior half-normal:0.5",
        1e-6,
    ),
    (
        "trials.csv",
        "--measure OR --model bayes --tau-prior half-cauchy:0.5 --mean-prior normal:0:2",
        1e-6,
    ),
    ("person_time.csv", "--measure IRR", 1e-6),
    ("person_time.csv", "--measure IRD --model mh", 1e-9),
    ("person_time.csv", "--measure IRR --model mh", 1e-9),
    ("person_time.csv", "--measure IRSD --test z", 1e-6),
    (
        "rates.csv",
        "--measure PLO --model random --zero-cells if0all",
        1e-6,
    ),
    ("rates.csv", "--measure PFT", 1e-6),
    ("rates.csv", "--measure PLO", 1e-6),
    ("rates.csv", "--measure PLO --model beta-binomial", 1e-4),
    ("no_event.csv", "--measure PLO", 1e-9),
    ("means.csv", "--measure SMD", 1e-6),
    (
        "means.csv",
        "--measure MD --tau2 dl --test hk --level 99",
        1e-6,
    ),
    ("changes.csv", "--measure MC --test z", 1e-6),
    (
        "estimates.csv",
        "--measure GEN --cluster site --robust cr0",
        1e-6,
    ),
    (
        "estimates.csv",
        "--measure GEN --cluster site --robust cr1p --test z",
        1e-6,
    ),
    ("estimates.csv", "--measure GEN --weights w --test z", 1e-6),
    (
        "estimates.csv",
        "--measure GEN --weights w --tau2 genq --test z",
        1e-6,
    ),
    (
        "estimates.csv",
        "--measure GEN --weights equal --test hk",
        1e-6,
    ),
];

/// Where the answer holds what a script compares.
fn pointer(name: &str) -> &'static str {
    match name {
        "estimate" => "/pooled/analysis_estimate",
        "standard_error" => "/pooled/analysis_standard_error",
        "ci_lower" => "/pooled/analysis_ci/lower",
        "ci_upper" => "/pooled/analysis_ci/upper",
        "p" => "/pooled/p",
        "tau2" => "/tau2/value",
        "q" => "/heterogeneity/q",
        "i2" => "/heterogeneity/i2",
        "pi_lower" => "/pooled/analysis_prediction/lower",
        "pi_upper" => "/pooled/analysis_prediction/upper",
        "p_permutation" => "/permutation/p",
        "rho" => "/beta_binomial/correlation/value",
        "proportion" => "/pooled/estimate",
        "exact_lower" => "/pooled/ci/lower",
        "exact_upper" => "/pooled/ci/upper",
        "mu_mean" => "/bayes/mu/mean",
        "mu_sd" => "/bayes/mu/sd",
        "mu_below_zero" => "/bayes/mu_below_zero",
        other => panic!("a script compares \"{other}\", which this test does not know"),
    }
}

/// Runs every script in one R, which takes longer to start than to fit; `None` without metafor.
fn run_in_r(folder: &Folder) -> Option<String> {
    let Some(rscript) = tools::find(&["Rscript"]) else {
        tools::skip("Rscript", 1);
        return None;
    };
    let all = "for (file in sort(list.files(pattern = '[.]R$'))) { \
               cat('##', file, '\\n'); source(file, local = new.env()) }";
    let output = Command::new(rscript)
        .args(["--vanilla", "-e", all])
        .current_dir(folder.path("."))
        .output()
        .expect("R runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // R says so in the user's language; the package's name stands in every one.
    if !output.status.success() && said.contains("library(metafor)") {
        tools::skip("metafor", 1);
        return None;
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}\n{said}");
    Some(printed)
}

/// The numbers a script printed: by script and name, Euthymia's and R's.
fn numbers(printed: &str) -> BTreeMap<(String, String), (f64, f64)> {
    let mut script = String::new();
    let mut found = BTreeMap::new();
    for line in printed.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["##", file] => script = file.trim_end_matches(".R").to_owned(),
            [name, ours, theirs] if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                if let (Ok(ours), Ok(theirs)) = (ours.parse(), theirs.parse()) {
                    found.insert((script.clone(), (*name).to_owned()), (ours, theirs));
                }
            }
            _ => {}
        }
    }
    found
}

/// The name of a script, in the order of the list.
fn script_name(i: usize) -> String {
    format!("s{i:02}")
}

#[test]
fn every_script_gives_the_same_in_r() {
    let folder = Folder::with("trials.csv", TRIALS);
    folder.write("rates.csv", RATES);
    folder.write("no_event.csv", NO_EVENT);
    folder.write("person_time.csv", PERSON_TIME);
    folder.write("means.csv", MEANS);
    folder.write("changes.csv", CHANGES);
    folder.write("estimates.csv", ESTIMATES);
    let mut answers = Vec::new();
    for (i, (file, choices, _)) in SCRIPTS.iter().enumerate() {
        let script = format!("{}.R", script_name(i));
        let mut arguments = vec!["pool", file, "--format", "json", "--r-script", &script];
        arguments.extend(choices.split_whitespace());
        answers.push(folder.run(&arguments).fine().json());
    }
    let Some(printed) = run_in_r(&folder) else {
        return;
    };
    let found = numbers(&printed);
    for (i, ((file, choices, tolerance), answer)) in SCRIPTS.iter().zip(&answers).enumerate() {
        let name = script_name(i);
        let of_script: Vec<_> = found.iter().filter(|((s, _), _)| *s == name).collect();
        assert!(of_script.len() >= 2, "{file} {choices}: {printed}");
        for ((_, what), (ours, theirs)) in of_script {
            let said = answer.pointer(pointer(what)).and_then(Value::as_f64);
            let said = said.unwrap_or_else(|| panic!("{file} {choices}: no {what}"));
            let far = |a: f64, b: f64| (a - b).abs() > tolerance * b.abs().max(1.0);
            assert!(
                !far(*ours, *theirs) && !far(said, *theirs),
                "{file} {choices}: {what} is {said}, in R {theirs}"
            );
        }
    }
}

/// Konstantopoulos's schools, Berkey's two outcomes with their covariances, Ishak's times, a made-up
/// data set with crossed factors and coordinates, and Bangert-Drowns's studies for scale models.
const LEVELS: [(&str, &str, &str); 17] = [
    ("a", "schools.csv", "--nested district/school"),
    (
        "b",
        "schools.csv",
        "--nested district/school --likelihood ml --test t --level 90",
    ),
    (
        "c",
        "schools.csv",
        "--nested district/school --test contained",
    ),
    (
        "d",
        "schools.csv",
        "--nested district --cluster district --robust cr1p",
    ),
    (
        "e",
        "schools.csv",
        "--nested district/school --cluster district --correlation 0.4:district",
    ),
    ("f", "schools.csv", "--structure CS:school|district"),
    (
        "g",
        "outcomes.csv",
        "--structure UN:outcome|trial --by outcome --covariances v1,v2:trial",
    ),
    (
        "h",
        "outcomes.csv",
        "--structure HCS:outcome|trial --by outcome --correlation 0.5:trial --cluster trial",
    ),
    (
        "i",
        "outcomes.csv",
        "--structure DIAG:outcome|trial --by outcome --likelihood ml",
    ),
    ("j", "times.csv", "--structure HAR:time|study --by time"),
    ("k", "times.csv", "--structure CAR:time|study --by time"),
    ("l", "made.csv", "--nested study --crossed lab"),
    ("m", "made.csv", "--structure SPEXP:east,north|lab"),
    ("n", "scale.csv", "--scale imagination"),
    ("o", "scale.csv", "--scale n --test hk"),
    ("p", "scale.csv", "--scale grade --likelihood ml --test t"),
    ("q", "scale.csv", "--scale letters"),
];

/// Files for `LEVELS`, with the columns that the choices name.
fn level_files(folder: &Folder) {
    let set = |name: &str| {
        let path = crate::run::repository(&format!("reference/datasets/{name}.csv"));
        std::fs::read_to_string(path).expect("a data set")
    };
    folder.write("schools.csv", set("konstantopoulos2011"));
    folder.write("times.csv", set("ishak2007"));
    folder.write(
        "made.csv",
        set("synthetic_multilevel").replacen(",effect,", ",within,", 1),
    );
    // One covariance per trial, as the matrix of its two outcomes.
    let mut outcomes = String::from("trial,outcome,estimate,variance,v1,v2\n");
    for row in crate::run::csv_rows(&set("berkey1998")).iter().skip(1) {
        let [trial, _, _, outcome, estimate, variance, covariance] = row.as_slice() else {
            panic!("{row:?}");
        };
        let (v1, v2) = match outcome.as_str() {
            "PD" => (variance, covariance),
            _ => (covariance, variance),
        };
        outcomes.push_str(&format!(
            "{trial},{outcome},{estimate},{variance},{v1},{v2}\n"
        ));
    }
    folder.write("outcomes.csv", outcomes);
    let mut scale = String::from("study,estimate,variance,n,grade,imagination,letters\n");
    for row in crate::run::csv_rows(&set("bangertdrowns2004"))
        .iter()
        .skip(1)
    {
        if row[6].is_empty() {
            continue;
        }
        let letter = if row[6] == "1" { "yes" } else { "No" };
        let (head, z) = (row[..5].join(","), &row[6]);
        scale.push_str(&format!("{head},{z},{letter}\n"));
    }
    folder.write("scale.csv", scale);
}

/// What our answer holds under a name of a script.
fn of_levels(answer: &Value, name: &str) -> Option<f64> {
    let (what, place) = name.rsplit_once('_').unwrap_or((name, ""));
    let at = |text: String| answer.pointer(&text).and_then(Value::as_f64);
    let Some(i) = place
        .parse::<usize>()
        .ok()
        .and_then(|place| place.checked_sub(1))
    else {
        return at(match name {
            "q" => "/heterogeneity/q".to_owned(),
            _ => format!("/fit/{name}"),
        });
    };
    let of_test = |what: &str| match what {
        "ci_lower" => "ci/lower".to_owned(),
        "ci_upper" => "ci/upper".to_owned(),
        other => other.to_owned(),
    };
    at(match what {
        "component" => format!("/components/{i}/value"),
        "mean" => "/mean/analysis_estimate".to_owned(),
        "scale" => format!("/scale/{i}/estimate"),
        "p" => format!("/means/{i}/p"),
        _ => match (what.strip_prefix("mean_"), what.strip_prefix("scale_")) {
            (Some(test), _) => format!("/mean/analysis/{}", of_test(test)),
            (_, Some(test)) => format!("/scale/{i}/test/{}", of_test(test)),
            _ => format!("/means/{i}/analysis_{}", of_test(what)),
        },
    })
}

#[test]
fn every_multilevel_and_scale_script_gives_the_same_in_r() {
    let folder = Folder::new();
    level_files(&folder);
    let mut answers = BTreeMap::new();
    for (name, file, choices) in LEVELS {
        let script = format!("{name}.R");
        let mut arguments = vec!["pool", file, "--measure", "GEN", "--format", "json"];
        arguments.extend(["--r-script", &script]);
        arguments.extend(choices.split_whitespace());
        let run = folder.run(&arguments);
        assert!(run.out.starts_with('{'), "{choices}: {}", run.err);
        answers.insert(name, run.json());
    }
    let Some(printed) = run_in_r(&folder) else {
        return;
    };
    let found = numbers(&printed);
    for (name, _, choices) in LEVELS {
        let of_script: Vec<_> = found.iter().filter(|((s, _), _)| s == name).collect();
        assert!(of_script.len() >= 8, "{name} {choices}: {printed}");
        for ((_, what), (ours, theirs)) in of_script {
            let printed = of_levels(&answers[name], what);
            let printed = printed.unwrap_or_else(|| panic!("{name}: no {what}"));
            // Two optimisers each stop where their own likelihood is level.
            let far = |a: f64, b: f64| (a - b).abs() > 1e-5 * b.abs().max(0.1);
            assert!(
                !far(*ours, *theirs) && !far(printed, *theirs),
                "{choices}: {what} is {printed}, in R {theirs}"
            );
        }
    }
}
