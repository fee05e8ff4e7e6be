//! Networks written out as R scripts and run in R with metafor, where they are installed: the scripts
//! stop where R finds other numbers. The part for netmeta is parsed everywhere and run where it is
//! installed.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use crate::tools;
use euthymia_app::network_script::{
    Arms, CountsMethod, CountsModel, NetworkScript, NetworkScriptFiles, network_script,
};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::component::{Components, fit_components};
use euthymia_synthesis::network::{
    ADDS_UP_WITHIN, Arm, Better, Contrast, Draws, Evidence, Fit, Model, Network, Options,
    Tau2Method, TrialEstimates, fit,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::reference;
use std::process::{Command, Output};

/// A published network of `reference/expected/netmeta`.
fn published(name: &str) -> Network {
    let json = reference::json(&format!("expected/netmeta/{name}.json"));
    let texts = |key: &str| -> Vec<String> {
        let list = json.get(&format!("contrasts.{key}")).unwrap();
        let list = list.as_array().unwrap().iter();
        list.map(|v| v.as_str().unwrap().to_owned()).collect()
    };
    let numbers = |key: &str| -> Vec<f64> {
        let list = json.numbers(&format!("contrasts.{key}"));
        list.iter().map(|n| n.as_ref().unwrap().value).collect()
    };
    let (studies, ones, others) = (texts("studlab"), texts("treat1"), texts("treat2"));
    let (estimates, errors) = (numbers("TE"), numbers("seTE"));
    let contrasts: Vec<Contrast> = (0..studies.len())
        .map(|i| Contrast {
            study: studies[i].clone(),
            treatment1: ones[i].clone(),
            treatment2: others[i].clone(),
            estimate: estimates[i],
            standard_error: errors[i],
        })
        .collect();
    Network::from_contrasts(&contrasts, ADDS_UP_WITHIN).unwrap()
}

/// Labels that end strings, cells and comments where they are not escaped.
fn odd() -> Network {
    let trial = |study: &str, treatments: &[&str], estimates: &[f64]| TrialEstimates {
        study: study.to_owned(),
        treatments: treatments.iter().map(|t| (*t).to_owned()).collect(),
        estimates: estimates.to_vec(),
        covariance: Matrix::from_fn(estimates.len(), estimates.len(), |i, j| {
            if i == j { 0.5 + 0.25 * i as f64 } else { 0.25 }
        }),
    };
    Network::from_trials(vec![
        trial(
            "1 \"quoted\", 2001",
            &["NA", "=1+1", "Gr\u{f6}\u{df}e \u{1f600}"],
            &[1.0, 0.5],
        ),
        trial("2\\", &["NA", "line\nbreak; stop(\"no\")"], &[-0.3]),
        trial("4 '", &["=1+1", "line\nbreak; stop(\"no\")"], &[-0.6]),
        trial("5 #", &["=1+1", "Gr\u{f6}\u{df}e \u{1f600}"], &[0.9]),
    ])
    .unwrap()
}

fn fitted(network: &Network, model: Model) -> Fit {
    let options = Options {
        model,
        ..Options::default()
    };
    fit(network, &options).unwrap()
}

fn script<'a>(network: &'a Network, fit: Option<&'a Fit>) -> NetworkScript<'a> {
    NetworkScript {
        title: "A network\nstop(\"the title left its comment\")",
        network,
        measure: "OR",
        reference: 1,
        better: Better::Larger,
        fit,
        components: None,
        arms: None,
        counts: None,
        draws: Some(Draws {
            count: 1000,
            seed: 7,
            threads: 1,
        }),
    }
}

/// Writes files into an empty folder and runs all scripts in one R; `None` without R or metafor.
fn run(scripts: &[(String, NetworkScriptFiles)]) -> Option<Output> {
    let Some(rscript) = tools::find(&["Rscript"]) else {
        tools::skip("Rscript", 1);
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, files) in scripts {
        let write = |ending: &str, text: &str| {
            std::fs::write(folder.path().join(format!("{name}{ending}")), text).unwrap();
        };
        write(".R", &files.script);
        write(".csv", &files.contrasts);
        if let Some(arms) = &files.arms {
            write("_arms.csv", arms);
        }
    }
    let all = "for (file in sort(list.files(pattern = '[.]R$'))) { \
               cat('##', file, '\\n'); source(file, local = new.env(), encoding = 'UTF-8') }";
    let output = Command::new(rscript)
        .args(["--vanilla", "-e", all])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && said.contains("library(metafor)") {
        tools::skip("metafor", 1);
        return None;
    }
    Some(output)
}

fn files(name: &str, of: &NetworkScript<'_>) -> (String, NetworkScriptFiles) {
    let made = network_script(of, &format!("{name}.csv"), &format!("{name}_arms.csv"));
    (name.to_owned(), made)
}

fn models() -> [(&'static str, Model); 5] {
    let random = Model::RandomEffects;
    [
        ("common", Model::CommonEffect),
        ("dl", random(Tau2Method::DerSimonianLaird)),
        ("reml", random(Tau2Method::Reml)),
        ("ml", random(Tau2Method::MaximumLikelihood)),
        (
            "given",
            random(Tau2Method::Given(GivenTau2::new(0.125).unwrap())),
        ),
    ]
}

#[test]
fn every_script_runs_and_agrees() {
    let mut scripts = Vec::new();
    for (name, network) in [
        ("woods", published("woods2010_OR")),
        ("senn", published("senn2013")),
        ("odd", odd()),
    ] {
        for (kind, model) in models() {
            let fit = fitted(&network, model);
            let mut of = script(&network, Some(&fit));
            of.better = if kind == "ml" {
                Better::Smaller
            } else {
                Better::Larger
            };
            scripts.push(files(&format!("{name}_{kind}"), &of));
        }
    }
    let linde = published("linde2016_resp_lnOR");
    for (kind, model) in models() {
        let parts = Components::from_labels(&linde, "+", Some("Placebo")).unwrap();
        let components = fit_components(&linde, parts, model, Probability::NINETY_FIVE).unwrap();
        let fit = fitted(&linde, model);
        let of = NetworkScript {
            components: Some(&components),
            ..script(&linde, Some(&fit))
        };
        scripts.push(files(&format!("linde_{kind}"), &of));
    }
    let Some(output) = run(&scripts) else {
        return;
    };
    let (printed, said) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    assert!(output.status.success(), "{printed}\n{said}");
    let has = |text: &str| printed.matches(text).count();
    assert_eq!(has("##"), scripts.len(), "{printed}");
    assert!(
        has("component, se") > 20 && has("P-score") > 60 && has("tau^2") >= 16,
        "{printed}"
    );
}

#[test]
fn a_script_with_other_numbers_stops() {
    let network = published("woods2010_OR");
    let fit = fitted(&network, Model::RandomEffects(Tau2Method::DerSimonianLaird));
    let (name, mut made) = files("wrong", &script(&network, Some(&fit)));
    // The first trial with a standard error that is twice as large.
    let mut lines: Vec<String> = made.contrasts.lines().map(str::to_owned).collect();
    let (rest, error) = lines[1].rsplit_once(',').unwrap();
    lines[1] = format!("{rest},{}", 2.0 * error.parse::<f64>().unwrap());
    made.contrasts = lines.join("\n");
    let Some(output) = run(&[(name, made)]) else {
        return;
    };
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("not equal") || said.contains("difference"),
        "{said}"
    );
}

#[test]
fn arms_and_parts_are_written_for_netmeta() {
    let arm = |study: &str, treatment: &str, events, n| Arm {
        study: study.to_owned(),
        treatment: treatment.to_owned(),
        result: Count::new(events, n).unwrap(),
    };
    let arms = [
        arm("1", "A", 3, 20),
        arm("1", "B", 5, 20),
        arm("2", "C+B", 4, 20),
        arm("2", "C", 5, 22),
    ];
    let contrast = |study: &str, one: &str, other: &str, estimate| Contrast {
        study: study.into(),
        treatment1: one.into(),
        treatment2: other.into(),
        estimate,
        standard_error: 1.0,
    };
    let contrasts = [
        contrast("1", "B", "A", 0.5),
        contrast("2", "C+B", "C", 0.25),
    ];
    let network = Network::from_contrasts(&contrasts, ADDS_UP_WITHIN).unwrap();
    let parts = Components::from_labels(&network, "+", Some("A")).unwrap();
    let level = Probability::NINETY_FIVE;
    let components = fit_components(&network, parts, Model::CommonEffect, level).unwrap();
    let found = [(
        0,
        Evidence {
            estimate: 0.5,
            standard_error: 0.8,
        },
    )];
    let of = NetworkScript {
        components: Some(&components),
        arms: Some(Arms::Counts(&arms)),
        counts: Some(CountsModel {
            method: CountsMethod::MantelHaenszel,
            effects: &found,
        }),
        ..script(&network, None)
    };
    let (name, made) = files("parts", &of);
    assert_eq!(
        made.arms.as_deref(),
        Some(
            "studlab,treatment,event,n\n\"1\",\"A\",3,20\n\"1\",\"B\",5,20\n\"2\",\"C+B\",4,20\n\"2\",\"C\",5,22\n"
        )
    );
    for call in [
        "discomb(TE, seTE",
        "pairwise(treat = treatment, event = event, n = n",
        "netmetabin(pairs, method = \"MH\"",
    ] {
        assert!(made.script.contains(call), "{call}: {}", made.script);
    }
    assert!(!made.script.contains("netmeta(TE"));
    if let Some(output) = run(&[(name, made)]) {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
    }
}
