//! `euthymia report`: what is written, where, and what is said about it.

use crate::page::Page;
use crate::run::Folder;

#[test]
fn one_page_is_written_and_nothing_else() {
    let folder = Folder::new();
    let run = folder.run(&["report"]).fine();
    assert_eq!(folder.files(), ["report/index.html"]);
    assert!(run.out.contains("Wrote report/index.html."), "{}", run.out);
    assert!(run.out.contains("In plain language"), "{}", run.out);
    assert!(run.out.contains("Caution. Single-arm rates"), "{}", run.out);
}

#[test]
fn the_same_evidence_gives_the_same_bytes() {
    let (one, two) = (Folder::new(), Folder::new());
    let printed = one.run(&["report", "--out", "a/b", "--svg"]).fine().out;
    assert_eq!(
        printed,
        two.run(&["report", "--out", "a/b", "--svg"]).fine().out
    );
    assert_eq!(one.files(), two.files());
    for file in one.files() {
        assert!(
            one.bytes(&file) == two.bytes(&file),
            "{file} differs between two runs"
        );
    }
}

#[test]
fn a_second_run_replaces_the_first() {
    let folder = Folder::with("report/index.html", "old");
    folder.write("report/mine.txt", "kept");
    folder.run(&["report"]).fine();
    assert!(
        folder
            .text("report/index.html")
            .starts_with("<!DOCTYPE html>")
    );
    assert_eq!(folder.files(), ["report/index.html", "report/mine.txt"]);
    assert_eq!(folder.text("report/mine.txt"), "kept");
}

#[test]
fn every_figure_is_written_in_every_format_asked_for() {
    let folder = Folder::new();
    let run = folder.run(&["report", "--svg", "--png", "--pdf"]).fine();
    let page = Page::read(&folder.text("report/index.html"));
    let ids: Vec<&str> = page
        .named("figure")
        .filter_map(|(_, figure)| figure.get("id"))
        .collect();
    assert!(ids.len() > 5, "{ids:?}");
    let mut expected = vec!["report/index.html".to_owned()];
    for id in &ids {
        for (ending, start) in [("svg", &b"<svg"[..]), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
            let file = format!("report/figures/{id}.{ending}");
            assert!(folder.bytes(&file).starts_with(start), "{file}");
            expected.push(file);
        }
    }
    expected.sort();
    assert_eq!(folder.files(), expected);
    let said = format!("and {} figures in report/figures", 3 * ids.len());
    assert!(run.out.contains(&said), "no \"{said}\" in\n{}", run.out);
}

#[test]
fn figures_are_readable_files_of_their_own() {
    let folder = Folder::new();
    folder.run(&["report", "--svg"]).fine();
    for file in folder.files().iter().filter(|file| file.ends_with(".svg")) {
        let drawing = folder.text(file);
        assert!(
            drawing.contains("xmlns=\"http://www.w3.org/2000/svg\""),
            "{file}"
        );
        assert!(drawing.trim_end().ends_with("</svg>"), "{file}");
        assert!(
            drawing.contains("<title") && drawing.contains("<desc"),
            "{file}"
        );
        assert!(
            !drawing.contains("NaN") && !drawing.contains("inf,"),
            "{file}"
        );
    }
}

#[test]
fn a_users_cohort_stands_beside_the_published_arms() {
    let folder = Folder::with(
        "mine.csv",
        "patient_id,madrs_baseline,madrs_post\nA,30,8\nB,28,14\nC,33,31\nD,25,24\n",
    );
    let name = "Our <clinic> & friends";
    let run = folder
        .run(&[
            "report",
            "--cohort",
            "mine.csv",
            "--cohort-name",
            name,
            "--cohort-treatment",
            "ketamine",
        ])
        .fine();
    assert!(
        run.out.contains("Our <clinic> & friends: 2 of 4 responded"),
        "{}",
        run.out
    );
    let source = folder.text("report/index.html");
    assert!(!source.contains("<clinic>"), "the name is not escaped");
    let page = Page::read(&source);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let (cohort, _) = page.id("cohort").expect("a section on the cohort");
    let heading = page.below(cohort, "h2")[0].1;
    assert_eq!(heading.text, format!("The cohort: {name}"));
    for figure in [
        "overview-response",
        "overview-remission",
        "forest-ketamine-response",
    ] {
        let (_, figure) = page.id(figure).expect("a figure");
        assert!(figure.text.contains(name), "{figure:?}");
    }
    let (_, other) = page.id("forest-tms-response").expect("a figure");
    assert!(
        !other.text.contains(name),
        "drawn beside arms of another treatment"
    );
    // The example does not stand in for it.
    assert!(!source.contains("Payette 2023)</h2>") && !source.contains("Example cohort"));
}

#[test]
fn the_overview_is_printed_for_machines_too() {
    let folder = Folder::new();
    let json = folder.run(&["report", "--format", "json"]).fine().json();
    let rows = json["rows"].as_array().expect("rows");
    let csv = folder.run(&["report", "--format", "csv"]).fine().csv();
    assert_eq!(csv.len() - 1, rows.len());
    let column = csv[0].iter().position(|name| name == "estimate");
    let column = column.expect("a column");
    for (row, object) in csv.iter().skip(1).zip(rows) {
        assert_eq!(row[column].parse().ok(), object["estimate"].as_f64());
    }
    let markdown = folder.run(&["report", "--format", "md"]).fine().out;
    let lines = markdown
        .lines()
        .filter(|line| line.starts_with('|'))
        .count();
    assert_eq!(lines, rows.len() + 2, "{markdown}");
}

#[test]
fn a_name_without_a_cohort_is_refused() {
    let folder = Folder::new();
    folder
        .run(&["report", "--cohort-name", "X"])
        .refused(2, &["--cohort <FILE>"]);
    assert!(folder.files().is_empty());
}

#[test]
fn a_cohort_is_read_with_the_options_of_the_command_cohort() {
    let folder = Folder::with("p.csv", "wer;start;ende\nA;30,0;12,0\nB;28,0;20,0\n");
    let options = [
        "--instrument",
        "madrs",
        "--id",
        "wer",
        "--before",
        "start",
        "--after",
        "ende",
        "--remission",
        "<=12",
        "--decimal",
        "comma",
        "--delimiter",
        ";",
    ];
    let run = |first: &[&str]| folder.run(&[first, &options[..]].concat());
    let alone = run(&["cohort", "p.csv"]).fine().out;
    assert!(alone.contains("≤ 12"), "{alone}");
    run(&["report", "--cohort", "p.csv"]).fine();
    let page = folder.text("report/index.html");
    assert!(page.contains("≤ 12"));
    let other = Folder::new();
    let without = other.run(&["report", "--before", "start"]);
    assert_eq!(without.status, Some(2), "{}", without.err);
    assert!(
        without.err.contains("need --cohort FILE"),
        "{}",
        without.err
    );
    assert!(other.files().is_empty());
}
