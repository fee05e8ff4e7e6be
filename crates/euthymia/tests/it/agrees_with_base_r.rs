//! `euthymia case-series --r-script` beside R: the script reads the same files, chooses the scores by
//! its own code, and must find every number.

use crate::run::{Folder, repository};
use crate::tools;
use std::collections::BTreeMap;
use std::process::{Command, Output};

/// How far R may be, of a number's size.
const TOLERANCE: f64 = 1e-10;

fn example(name: &str) -> String {
    std::fs::read_to_string(repository(&format!("examples/{name}"))).expect("an example")
}

/// Name, arguments, and the fewest numbers that the script compares.
const SERIES: [(&str, &str, usize); 7] = [
    (
        "clinic",
        "clinic_patients.csv clinic_visits.csv clinic_sessions.csv clinic_events.csv",
        75,
    ),
    ("groups", "--settings clinic.toml --level 90", 80),
    (
        "phq9",
        "clinic_visits.csv --instrument phq9 --endpoint week_8",
        60,
    ),
    (
        "payette",
        "payette2023_reconstructed.csv --response >=25pct",
        60,
    ),
    ("dated", "dated.csv dated_sessions.csv --remission <=12", 40),
    ("long", "--settings long.toml", 40),
    ("words", "words.csv", 40),
];

/// Visits that are late, early, on the same day, before the baseline; codes, another scale, decimals.
fn files(folder: &Folder) {
    for name in [
        "clinic_patients.csv",
        "clinic_visits.csv",
        "clinic_sessions.csv",
        "clinic_events.csv",
        "clinic.toml",
        "payette2023_reconstructed.csv",
    ] {
        folder.write(name, example(name));
    }
    folder.write(
        "dated.csv",
        "patient;date;madrs\nP1;2026-01-01;30\nP1;2026-01-03;33\nP1;2026-02-02;12\nP1;2026-02-04;10\n\
         P2;2026-03-01;28\nP2;2026-03-29;28\nP2;2026-03-31;14\nP3;2026-01-05;41\nP3;2026-02-01;40\n\
         P4;2026-05-01;25\nP4;2026-05-29;11\nP5;2026-05-01;22\nP5;2026-05-27;30\nP6;2026-04-02;20\n",
    );
    // P6's treatment began before any score: no baseline. P5 has none recorded.
    folder.write(
        "dated_sessions.csv",
        "patient;date\nP1;2026-01-05\nP1;2026-01-08\nP2;2026-03-02\nP3;2026-01-05\nP4;2026-05-02\nP6;2026-04-01\n",
    );
    folder.write(
        "long.csv",
        "id,when,what,value,arm,kind\nA1,0,MADRS,30,1,x\nA1,4,madrs,15,1,x\nA1,4,MADRS,14,1,x\nA1,0,PHQ-9,20,1,x\n\
         A1,4,PHQ-9,9,1,x\nA2,0,MADRS,26.5,1,x\nA2,4,MADRS,12.5,1,x\nA3,0,MADRS,31,1,x\nA3,4,MADRS,-9,1,x\n\
         A3,8,MADRS,22,1,x\nB1,0,MADRS,29,2,x\nB1,4,MADRS,31,2,x\nB2,0,MADRS,16,2,x\nB2,4,MADRS,9,2,x\n\
         B3,0,MADRS,24,2,x\nB3,end,MADRS,18,2,x\nB4,0,MADRS,24,2,x\nB4,4,MADRS,70,2,x\nB4,4,MADRS,12,2,y\n\
         B5,0,MADRS,35,2,x\nB5,4,MADRS,35,2,x\n",
    );
    folder.write(
        "long.toml",
        "schema = \"euthymia.cohort.v1\"\n[outcome]\nmeasure = \"madrs\"\nendpoint = \"week 4\"\n\
         same_day = \"last\"\nimpossible = \"missing\"\nremission = \"<10\"\nremitters_are_responders = true\n\
         planned = [{ label = \"baseline\", day = 0 }, { label = \"week 4\", day = 28 }]\n[[table]]\n\
         file = \"long.csv\"\nrows = \"visits\"\nmissing = [\"-9\"]\nonly = { kind = \"x\" }\n[table.column]\n\
         id = { role = \"patient\" }\nwhat = { role = \"scale\" }\nvalue = { role = \"score\" }\n\
         when = { role = \"time\", unit = \"weeks\", codes = { end = \"28\" } }\n\
         arm = { role = \"group\", codes = { 1 = \"early\", 2 = \"late\" } }\n",
    );
    folder.write(
        "words.csv",
        "id,visit,madrs\nA1,Pre,30\nA1,T2,20\nA1,Post,14\nA2,Pre,28\nA2,T2,\nA2,Post,21\nA3,Pre,33\nA3,T2,16\n\
         A4,Pre,27\nA4,T2,30\nA4,Post,27\nA5,Pre,26\nA5,T2,11\nA5,Post,8\n",
    );
}

fn run_in_r(folder: &Folder, script: &str) -> Option<Output> {
    let rscript = tools::find(&["Rscript"])?;
    let mut command = Command::new(rscript);
    command
        .args(["--vanilla", script])
        .current_dir(folder.path("."));
    Some(command.output().expect("R runs"))
}

/// The numbers a script printed: Euthymia's and R's by name.
fn numbers(printed: &str) -> BTreeMap<String, (f64, f64)> {
    let mut found = BTreeMap::new();
    for line in printed.lines() {
        if let [name, ours, theirs] = line.split(' ').collect::<Vec<_>>().as_slice()
            && let (Ok(ours), Ok(theirs)) = (ours.parse(), theirs.parse())
        {
            found.insert((*name).to_owned(), (ours, theirs));
        }
    }
    found
}

#[test]
fn every_number_is_found_again_in_r() {
    let folder = Folder::new();
    files(&folder);
    for (name, arguments, at_least) in SERIES {
        let script = format!("{name}.R");
        // A visit's name has a space in it.
        let arguments: Vec<String> = arguments
            .split(' ')
            .map(|word| word.replace("week_", "week "))
            .collect();
        let mut all = vec!["case-series"];
        all.extend(arguments.iter().map(String::as_str));
        all.extend([
            "--tables",
            "change",
            "--format",
            "csv",
            "--r-script",
            &script,
        ]);
        let run = folder.run(&all);
        assert_eq!(run.status, Some(0), "{name}: {}", run.err);
        let Some(output) = run_in_r(&folder, &script) else {
            tools::skip("Rscript", SERIES.len());
            return;
        };
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {printed}\n{said}");
        let found = numbers(&printed);
        assert!(
            found.len() >= at_least,
            "{name}: {} numbers\n{printed}",
            found.len()
        );
        assert!(
            printed.contains(&format!("All {} numbers", found.len())),
            "{name}: {printed}"
        );
        for (what, (ours, theirs)) in &found {
            let near = (ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1e-6);
            assert!(near, "{name}: {what} is {ours}, in R {theirs}");
        }
        // What the script holds is what the tables print.
        let rows = run.csv();
        for what in ["n", "mean_change", "t", "p"] {
            let row = rows.iter().find(|row| row[0] == what).expect("a row");
            let shown: f64 = row[2].parse().expect("a number");
            assert_eq!(found[what].0, shown, "{name}: {what}");
        }
    }
}

#[test]
fn a_number_that_differs_stops_the_script() {
    let folder = Folder::new();
    files(&folder);
    let run = folder.run(&[
        "case-series",
        "payette2023_reconstructed.csv",
        "--r-script",
        "p.R",
    ]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let script = folder.text("p.R");
    let sound = "same(\"n\", 2.1";
    assert!(script.contains(sound), "{script}");
    folder.write("p.R", script.replace(sound, "same(\"n\", 2.2"));
    let Some(output) = run_in_r(&folder, "p.R") else {
        tools::skip("Rscript", 1);
        return;
    };
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("these differ: n"));
}

#[test]
fn what_the_script_cannot_repeat_is_refused() {
    let folder = Folder::new();
    files(&folder);
    let run = |more: &[&str]| {
        let mut all = vec!["case-series"];
        all.extend(more);
        folder.run(&all)
    };
    run(&["payette2023_reconstructed.csv", "--r-script", "p.txt"]).refused(2, &["ends in .R"]);
    let item = |item: usize, at: &str| {
        format!(
            "q{item}{at} = {{ role = \"item\", instrument = \"phq2\", item = {item}, at = \"{at}\" }}\n"
        )
    };
    let items = [
        item(1, "pre"),
        item(2, "pre"),
        item(1, "post"),
        item(2, "post"),
    ]
    .concat();
    let settings = format!(
        "schema = \"euthymia.cohort.v1\"\n[[table]]\nfile = \"items.csv\"\nrows = \"patients\"\n\
         [table.column]\nid = {{ role = \"patient\" }}\n{items}"
    );
    folder.write("items.toml", settings);
    folder.write(
        "items.csv",
        "id,q1pre,q2pre,q1post,q2post\nA,3,2,1,1\nB,2,2,1,0\n",
    );
    run(&["--settings", "items.toml", "--r-script", "p.R"])
        .refused(2, &["answers to items", "--deidentify"]);
}
