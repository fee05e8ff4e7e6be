//! `euthymia pk` and `pk models`.

use crate::run::{Folder, Run};

/// The value of a column in the row that contains all of some words, from CSV.
fn cell(csv: &str, row: &[&str], column: &str) -> f64 {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let place = header.iter().position(|own| *own == column).expect(column);
    let found = lines.find(|line| row.iter().all(|word| line.contains(word)));
    let cells: Vec<&str> = found.expect("a row").split(',').collect();
    cells[place].parse().expect("a number")
}

/// The clinical reading: a longer infusion has a lower peak and the same area.
#[test]
fn forty_against_sixty_minutes() {
    let run = Folder::new()
        .run(&[
            "pk",
            "--dose",
            "0.5mg/kg",
            "--weight",
            "70",
            "--compare",
            "40min,60min",
            "--format",
            "csv",
        ])
        .fine();
    assert_eq!(
        format!("{:.2}", cell(&run.out, &["over 40 min"], "cmax_ng_ml")),
        "253.05"
    );
    assert_eq!(
        format!("{:.2}", cell(&run.out, &["over 60 min"], "cmax_ng_ml")),
        "196.09"
    );
    assert_eq!(
        format!("{:.3}", cell(&run.out, &["over 60 min"], "cmax_change")),
        "-0.225"
    );
    assert!(cell(&run.out, &["over 60 min"], "auc_infinity_change").abs() < 1e-9);
    let tmax = cell(&run.out, &["over 40 min"], "tmax_min");
    assert!((tmax - 40.0).abs() < 1e-9, "{tmax}");
}

#[test]
fn every_output_says_what_it_is_not_for() {
    let folder = Folder::new();
    let label = "not for dosing a patient";
    let ask = [
        "pk",
        "--all",
        "--dose",
        "35mg",
        "--substance",
        "racemate",
        "--infuse",
        "40min",
        "--above",
        "100",
        "--at",
        "40min,1,5h",
        "--figure",
        "all.svg",
    ];
    let run = folder.run(&ask).fine();
    assert!(run.out.matches(label).count() >= 2, "{}", run.out);
    for words in [
        "Kamp 2020",
        "Domino 1982",
        "Fanta 2015",
        "both mirror forms",
        "50 % of it",
        "253.05",
        "79.02",
        "177.31",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let svg = folder.text("all.svg");
    assert!(svg.contains(label) && svg.contains("Clements 1981"));
    for format in ["json", "md"] {
        let run = folder
            .run(&[
                "pk", "--dose", "35mg", "--infuse", "40min", "--format", format,
            ])
            .fine();
        assert!(run.out.contains(label), "{format}: {}", run.out);
    }
    assert!(folder.run(&["pk", "models"]).fine().out.contains(label));
}

/// Two bands, named apart: what is in people and what would be measured.
#[test]
fn measurements_spread_wider_than_people() {
    let folder = Folder::new();
    let ask = |more: &[&str]| {
        let mut words = vec!["pk", "--model", "fanta", "--dose", "17.5mg"];
        words.extend(["--infuse", "40min", "--at", "40min,2h"]);
        words.extend(["--population", "2000", "--format", "json"]);
        words.extend(more);
        folder.run(&words).fine()
    };
    let of = |run: &Run| {
        let tables = run.json();
        let tables = tables.as_array().expect("tables").clone();
        let mut own = tables.into_iter();
        own.find(|table| table["schema"] == "euthymia.pk_bands.v1")
            .expect("bands")
    };
    let (plain, measured) = (of(&ask(&[])), of(&ask(&["--measured"])));
    assert!(!plain.to_string().contains("measured_ng_ml"));
    assert!(measured.to_string().contains("What would be measured"));
    let rows = measured["rows"].as_array().expect("rows");
    // Two outputs at two times.
    assert_eq!(rows.len(), 4);
    for (row, before) in rows.iter().zip(plain["rows"].as_array().expect("rows")) {
        let number = |key: &str| row[key].as_f64().expect("a number");
        assert!(number("measured_ng_ml_p5") < number("people_ng_ml_p5"));
        assert!(number("people_ng_ml_p95") < number("measured_ng_ml_p95"));
        assert_eq!(row["people_ng_ml_p95"], before["people_ng_ml_p95"]);
    }
    let figure = |more: &[&str]| {
        ask(&[&["--figure", "bands.svg"], more].concat());
        folder.text("bands.svg")
    };
    assert!(figure(&["--measured"]).contains("90 of 100 measurements"));
    assert!(figure(&[]).contains("90 of 100 people"));
    let alone = ["pk", "--dose", "35mg", "--infuse", "40min", "--measured"];
    folder.run(&alone).refused(2, &["--population"]);
}

#[test]
fn devices_age_and_a_population() {
    let ask = [
        "pk",
        "--model",
        "perez_ruixo",
        "--dose",
        "56mg",
        "--population",
        "200",
        "--format",
        "json",
    ];
    let run = Folder::new().run(&ask).fine();
    assert!(run.out.contains("euthymia.pk_population.v1") && run.out.contains("cmax_ng_ml_p95"));
    assert_eq!(
        Folder::new().run(&ask).fine().out,
        run.out,
        "the same seed gives the same numbers"
    );
    let old = Folder::new()
        .run(&[
            "pk",
            "--model",
            "perez_ruixo",
            "--dose",
            "56mg",
            "--age",
            "75",
            "--format",
            "csv",
        ])
        .fine();
    assert_eq!(
        format!(
            "{:.2}",
            cell(&old.out, &["esketamine in plasma"], "cmax_ng_ml")
        ),
        "75.00"
    );
}

#[test]
fn models_tell_their_sources_errata_and_limits() {
    let folder = Folder::new();
    let list = folder.run(&["pk", "models", "--format", "json"]).fine().out;
    for words in [
        "kamp",
        "domino",
        "clements",
        "fanta",
        "perez_ruixo",
        "Simons 2022",
        "10.1097/ALN.0000000000003577",
    ] {
        assert!(list.contains(words), "{words}");
    }
    let one = folder
        .run(&["pk", "models", "kamp", "--format", "json"])
        .fine()
        .out;
    for words in ["erratum", "not covered", "unverified", "a181499"] {
        assert!(one.contains(words), "{words}");
    }
}

#[test]
fn an_effect_site_is_shown_only_when_asked_for() {
    let ask = ["pk", "--dose", "35mg", "--infuse", "40min"];
    let plain = Folder::new().run(&ask).fine().out;
    assert!(!plain.contains("effect site [unverified]") && plain.contains("--effect-site"));
    let shown = Folder::new()
        .run(&[&ask[..], &["--effect-site"]].concat())
        .fine()
        .out;
    assert!(shown.contains("[unverified]"), "{shown}");
}

#[test]
fn what_cannot_be_right_is_refused() {
    let folder = Folder::new();
    let refused = |ask: &str, words: &[&str]| {
        let ask: Vec<&str> = std::iter::once("pk").chain(ask.split('|')).collect();
        folder.run(&ask).refused(2, words);
    };
    refused(
        "--dose|0.5mg/kg|--weight|-70|--infuse|40min",
        &["--weight", "25 to 350 kg"],
    );
    refused(
        "--dose|0.5mg/kg|--weight|700|--infuse|40min",
        &["700 kg is not", "25 to 350 kg"],
    );
    refused("--dose|35|--infuse|40min", &["--dose", "has no unit"]);
    refused("--dose|35ml|--infuse|40min", &["no unit of a dose"]);
    refused("--dose|1,500mg/kg|--infuse|40min", &["--dose", "two ways"]);
    refused(
        "--all|--dose|35mg|--infuse|40min",
        &["--substance", "racemate or s"],
    );
    refused("--dose|112mg|--model|perez_ruixo", &["4 devices", "1 to 3"]);
    refused("--dose|35mg|--compare|40min,-5min", &["--compare", "-5min"]);
    refused(
        "--dose|500mg/kg|--infuse|40min",
        &["plausible are 0.001 to 20 mg/kg"],
    );
    refused("--dose|0mg|--infuse|40min", &["cannot be right"]);
    refused("--dose|35mg|--infuse|0min", &["bolus"]);
    refused("--dose|35mg|--infuse|-5min", &["cannot be right"]);
    refused("--dose|35mg|--infuse|40", &["has no unit", "40min"]);
    refused("--dose|35mg", &["--infuse"]);
    refused("--infuse|40min", &["--dose"]);
    refused("--dose|35mg|--infuse|40min|--until|0h", &["--until"]);
    refused("--dose|35mg|--infuse|40min|--age|450", &["18 to 110"]);
    refused(
        "--dose|35mg|--infuse|40min|--above|100mg",
        &["no unit of a concentration"],
    );
    refused(
        "--dose|35mg|--infuse|40min|--model|klamp",
        &["no model \"klamp\"", "kamp"],
    );
    refused("--dose|35mg|--infuse|40min|--group|tall", &["--group"]);
    refused(
        "--dose|35mg|--infuse|40min|--route|rectal",
        &["rectal", "nasal"],
    );
    refused(
        "--dose|35mg|--infuse|40min|--substance|s",
        &["--substance", "Kamp 2020"],
    );
    refused(
        "--dose|50mg|--model|perez_ruixo",
        &["no whole number of devices"],
    );
    refused(
        "--dose|28mg|--model|perez_ruixo|--route|nasal|--infuse|40min",
        &["nasal dose is not infused"],
    );
    refused(
        "--schedule|48h 35mg for 40min",
        &["--schedule", "48h 35mg over 40min"],
    );
    refused("--schedule|-2h 35mg over 40min", &["--schedule"]);
    refused("--dose|35mg|--infuse|40min|--compare|60min", &["use one"]);
    refused(
        "--dose|35mg|--infuse|40min|--figure|a.gif",
        &[".svg, .png or .pdf"],
    );
    refused(
        "--dose|28mg|--model|perez_ruixo|--population|3",
        &["20 people"],
    );
    let none = folder.run(&[
        "pk",
        "--dose",
        "35mg",
        "--infuse",
        "40min",
        "--population",
        "100",
    ]);
    none.refused(2, &["no population"]);
}
