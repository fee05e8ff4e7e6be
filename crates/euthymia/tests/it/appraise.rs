//! `euthymia appraise tools`, `judge` and `plot`.

use crate::run::Folder;

#[test]
fn tools_are_listed() {
    let run = Folder::new()
        .run(&["appraise", "tools", "--format", "csv"])
        .fine();
    for tool in [
        "rob2",
        "amstar2",
        "quadas2",
        "nos_cohort",
        "jbi_case_series",
    ] {
        assert!(run.out.contains(&format!("\n{tool},")), "{tool}");
    }
}

#[test]
fn the_source_review_is_judged() {
    let folder = Folder::new();
    folder.copy("examples/appraisal/ali2024_amstar2.csv");
    let file = "examples/appraisal/ali2024_amstar2.csv";
    let arguments = ["appraise", "judge", "amstar2", file, "--format", "csv"];
    let run = folder.run(&arguments).fine();
    assert!(
        run.out.contains(",critically low confidence,"),
        "{}",
        run.out
    );
    assert!(run.out.contains("cannot say"), "{}", run.out);
}

#[test]
fn judgements_are_drawn_on_pages() {
    let folder = Folder::new();
    folder.copy("examples/appraisal/judgements.csv");
    let file = "examples/appraisal/judgements.csv";
    let arguments = [
        "appraise",
        "plot",
        file,
        "--figure",
        "lights.svg",
        "--rows",
        "5",
        "--summary",
        "bars.svg",
        "--weighted",
    ];
    let run = folder.run(&arguments).fine();
    assert!(run.out.contains("Yarrow 2023"));
    for (name, part) in [
        ("lights-1.svg", "(1 of 2)"),
        ("lights-2.svg", "Yarrow 2023"),
        ("bars.svg", "Share of the weight"),
    ] {
        let svg = folder.text(name);
        assert!(svg.contains(part), "{name}");
        assert!(svg.contains("<title"), "{name}");
    }
}

#[test]
fn a_bad_ending_and_an_absent_tool_are_refused() {
    let folder = Folder::new();
    folder.copy("examples/appraisal/judgements.csv");
    let file = "examples/appraisal/judgements.csv";
    let gif = folder.run(&["appraise", "plot", file, "--figure", "lights.gif"]);
    gif.refused(2, &[".svg, .png or .pdf"]);
    let over = ["appraise", "plot", file, "--tool", "amstar2"];
    folder.run(&over).refused(2, &["nothing to draw"]);
}
