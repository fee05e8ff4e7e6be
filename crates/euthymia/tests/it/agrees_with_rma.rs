//! The program beside a fresh fit in R, where R and metafor are installed.

use crate::run::Folder;
use crate::tools;
use serde_json::Value;
use std::process::Command;

const TRIALS: &str = "study,events_treatment,n_treatment,events_control,n_control\n\
    A,14,47,6,25\nB,9,31,7,30\nC,3,18,1,19\nD,21,60,9,58\nE,5,40,6,41\n";

/// What is fitted: measure, model here and there, interval here and there.
const FITS: [[&str; 5]; 3] = [
    ["RR", "reml", "REML", "hk", "knha"],
    ["OR", "pm", "PM", "z", "z"],
    ["RD", "dl", "DL", "hk-floor", "adhoc"],
];

/// Where the answer holds what R prints, in the same order.
const POINTERS: [&str; 5] = [
    "/pooled/analysis_estimate",
    "/pooled/analysis_ci/lower",
    "/pooled/analysis_ci/upper",
    "/tau2/value",
    "/heterogeneity/q",
];

/// Every fit in one run of R, which takes longer to start than to fit.
fn script() -> String {
    let mut script = "suppressPackageStartupMessages(library(metafor)); \
        d <- read.csv('trials.csv'); \
        fit <- function(measure, method, test) { \
          e <- escalc(measure = measure, ai = events_treatment, n1i = n_treatment, \
                      ci = events_control, n2i = n_control, data = d); \
          f <- rma(yi, vi, data = e, method = method, test = test, \
                   control = list(threshold = 1e-12, tol = 1e-12)); \
          cat(format(c(f$beta, f$ci.lb, f$ci.ub, f$tau2, f$QE), digits = 17), '\\n') };"
        .to_owned();
    for [measure, _, method, _, test] in FITS {
        script.push_str(&format!(" fit('{measure}', '{method}', '{test}');"));
    }
    script
}

#[test]
fn a_fresh_fit_in_r_gives_the_same() {
    let Some(rscript) = tools::find(&["Rscript"]) else {
        tools::skip("Rscript", 1);
        return;
    };
    let folder = Folder::with("trials.csv", TRIALS);
    let output = Command::new(&rscript)
        .args(["--vanilla", "-e", &script()])
        .current_dir(folder.path("."))
        .output()
        .expect("R runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // R says so in the user's language; the package's name stands in every one.
    if !output.status.success() && said.contains("library(metafor)") {
        tools::skip("metafor", 1);
        return;
    }
    assert!(output.status.success(), "{said}");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), FITS.len(), "{printed}");
    for ([measure, model, method, interval, test], line) in FITS.iter().zip(lines) {
        let theirs: Vec<f64> = line
            .split_whitespace()
            .map(|text| text.parse().expect("a number"))
            .collect();
        assert_eq!(theirs.len(), POINTERS.len(), "{line}");
        let ours = folder
            .run(&[
                "pool",
                "trials.csv",
                "--measure",
                measure,
                "--tau2",
                model,
                "--test",
                interval,
                "--format",
                "json",
            ])
            .fine()
            .json();
        for (pointer, expected) in POINTERS.iter().zip(theirs) {
            let found = ours
                .pointer(pointer)
                .and_then(Value::as_f64)
                .expect("a number");
            let allowed = 1e-6 * expected.abs().max(1.0);
            let what = format!("{measure} {method} {test} {pointer}");
            assert!(
                (found - expected).abs() <= allowed,
                "{what}: {found}, in R {expected}"
            );
        }
    }
}
