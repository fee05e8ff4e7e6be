//! The document of a comparison: everything is in it, once, and its sentences say what the numbers do.

use crate::compared_cases::{arms, data, options, treatment, triangle};
use euthymia_report::compared::document::{Extras, document, members_view};
use euthymia_report::compared::dosing::{DoseShape, Dosing};
use euthymia_report::compared::moderation::{ModeratorChoice, Sharing};
use euthymia_report::compared::tables::Outcome;
use euthymia_report::compared::{
    ArmResult, ArmRow, CompareOptions, Compared, Controls, FurtherModel, NetworkMeasure,
    NodeChoice, Rows, Treatment, TrialData, compared, figures,
};
use euthymia_report::document::{Document, Part};
use euthymia_synthesis::effect::proportion::Count;
use std::collections::BTreeSet;

fn made(main: &Compared, others: &[Outcome]) -> Document {
    let extras = Extras {
        title: "Three treatments".to_owned(),
        question: vec!["Which is better?".to_owned()],
        notes: Vec::new(),
        saved: Some("schema = \"x\"".to_owned()),
        script: Some("library(metafor)".to_owned()),
        version: "test".to_owned(),
    };
    document(main, others, extras)
}

/// The paragraphs, cautions, code and items of a section.
fn texts(document: &Document, id: &str) -> Vec<String> {
    let section = document.sections.iter().find(|section| section.id == id);
    let section = section.unwrap_or_else(|| panic!("no section {id}"));
    let mut all = Vec::new();
    for part in &section.parts {
        match part {
            Part::Paragraph(text) | Part::Caution(text) | Part::Code(text) => {
                all.push(text.clone());
            }
            Part::List(items) => all.extend(items.iter().map(|item| item.text.clone())),
            _ => {}
        }
    }
    all
}

#[test]
fn the_summary_of_the_triangle_says_four_thirds_and_eight_thirds() {
    // A less C is 8/3 and B less C is 4/3, variance 2/3 each: ± 1.959964 √(2/3) = 1.600304.
    let mut options = options(NetworkMeasure::Generic);
    options.reference = Some("C".to_owned());
    let main = compared(&triangle().data, &NodeChoice::named("main"), &options).expect("a network");
    let said = texts(&made(&main, &[]), "summary");
    assert_eq!(
        said[0],
        "3 trials compare 3 treatments. Comparisons join them all."
    );
    assert!(
        said[1].starts_with("A against C: ") && said[1].contains("2.67 [1.07, 4.27]"),
        "{}",
        said[1]
    );
    assert!(
        said[2].starts_with("B against C: ") && said[2].contains("1.33 [−0.27, 2.93]"),
        "{}",
        said[2]
    );
    assert!(said[1].ends_with("; 2 trials."), "{}", said[1]);
    // The loop misses by 1 with a standard error of √3: z = 0.577.
    assert!(
        said[3].contains("none rests on trials of the two alone")
            && said[3].contains("3 rest on both")
            && said[3].contains("nowhere differ"),
        "{}",
        said[3]
    );
}

#[test]
fn every_figure_is_in_the_document_once() {
    let main = triangle();
    let document = made(&main, &[]);
    let found: Vec<&str> = document.figures().map(|(id, _)| id).collect();
    let unique: BTreeSet<&str> = found.iter().copied().collect();
    assert_eq!(found.len(), unique.len());
    let wanted: BTreeSet<String> = figures(&main)
        .iter()
        .map(|figure| format!("figure-{}", figure.id))
        .collect();
    let found: BTreeSet<String> = found.into_iter().map(str::to_owned).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_table_is_in_the_document_or_said_where() {
    let main = triangle();
    let document = made(&main, &[]);
    let parts = document.sections.iter().flat_map(|section| &section.parts);
    let mut known = String::new();
    for part in parts {
        match part {
            Part::Table(table) => known.push_str(&table.view.title),
            Part::Paragraph(text) => known.push_str(text),
            _ => {}
        }
        known.push('\n');
    }
    let every = euthymia_report::compared::tables(&main, &euthymia_report::compared::Which::ALL);
    for view in every {
        let beside = [
            "euthymia.compared.choices.v1",
            "euthymia.compared.components.v2",
        ];
        let empty = view.rows.is_empty() && view.notes.is_empty();
        if !empty && !beside.contains(&view.schema.as_str()) {
            assert!(known.contains(&view.title), "{}", view.title);
        }
    }
}

#[test]
fn references_are_numbered_as_the_methods_cite_them() {
    let said = texts(&made(&triangle(), &[]), "methods").join("\n");
    for number in 1..=8 {
        let mark = format!("[{number}] ");
        assert_eq!(said.matches(&mark).count(), 1, "{mark}");
    }
    for cited in ["[1, 2]", "[3, 4]", "[5]", "[6]", "[7]", "[8]"] {
        assert!(said.contains(cited), "{cited}");
    }
}

#[test]
fn the_methods_say_what_was_asked_for_and_nothing_else() {
    let mut options = options(NetworkMeasure::Generic);
    let say = |options: &CompareOptions| {
        let main = compared(&triangle().data, &NodeChoice::named("main"), options);
        texts(&made(&main.expect("a network"), &[]), "methods").join("\n")
    };
    let plain = say(&options);
    for absent in [
        "Fitted besides",
        "meta-regression",
        "curves over doses",
        "components",
    ] {
        assert!(!plain.contains(absent), "{absent} in {plain}");
    }
    options.further.models = vec![FurtherModel::MantelHaenszel];
    options.moderation.moderators = vec![ModeratorChoice {
        name: "year".to_owned(),
        sharing: Sharing::Exchangeable,
    }];
    options.dosing = Some(Dosing {
        shape: Some(DoseShape::Emax),
        body_weight: Some(70.0),
        ..Dosing::default()
    });
    let all = say(&options);
    for present in [
        "Fitted besides: Mantel–Haenszel",
        "year (interactions of treatments drawn from one normal distribution)",
        "the curve of every agent is Emax",
        "at 70.0 kg",
        "[9] Efthimiou",
        "[10] Cooper",
        "[11] Mawdsley",
        "[12] Nikolakopoulou",
    ] {
        assert!(all.contains(present), "{present} not in {all}");
    }
}

#[test]
fn the_appendix_has_the_saved_analysis_and_the_script() {
    let said = texts(&made(&triangle(), &[]), "appendix");
    assert_eq!(said, ["schema = \"x\"", "library(metafor)"]);
}

/// A new drug against placebo, and another against a sham, 30 of 40 against 10 of 40 each; a third
/// trial compares the drugs, 20 of 40 each.
fn two_controls() -> TrialData {
    let named = |id: &str, control: Option<&str>| Treatment {
        control: control.map(str::to_owned),
        ..treatment(id)
    };
    let row = |study: &str, of: Treatment, events: u64| ArmRow {
        study: study.to_owned(),
        treatment: of,
        result: ArmResult::Count(Count::new(events, 40).expect("a count")),
        source: None,
    };
    let mut rows = Vec::new();
    for (study, drug, control, kind) in [
        ("1", "drug", "pill", "inert placebo"),
        ("2", "drug", "pill", "inert placebo"),
        ("3", "coil", "quiet coil", "sham"),
    ] {
        rows.push(row(study, named(drug, None), 30));
        rows.push(row(study, named(control, Some(kind)), 10));
    }
    rows.push(row("4", named("drug", None), 20));
    rows.push(row("4", named("drug x", None), 20));
    data(Rows::Arms(rows))
}

#[test]
fn a_part_without_the_control_is_held_against_its_own() {
    let choice = NodeChoice {
        controls: Controls::Apart,
        ..NodeChoice::named("controls apart")
    };
    let found = compared(
        &two_controls(),
        &choice,
        &options(NetworkMeasure::OddsRatio),
    );
    let found = found.expect("two parts");
    let references: Vec<&str> = found
        .parts
        .iter()
        .map(|part| part.reference_name())
        .collect();
    // The drug is in three trials, its control in two.
    assert_eq!(references, ["pill", "quiet coil"]);
}

#[test]
fn treatments_are_sorted_by_what_the_choices_make_of_them() {
    let data = two_controls();
    let options = options(NetworkMeasure::OddsRatio);
    let one = NodeChoice::named("one control");
    let apart = NodeChoice {
        controls: Controls::Apart,
        ..NodeChoice::named("controls apart")
    };
    let main = compared(&data, &one, &options).expect("a network");
    let other: Outcome = (apart.clone(), compared(&data, &apart, &options));
    let said = texts(&made(&main, std::slice::from_ref(&other)), "summary");
    // (30/10)² = 9 under both choices; drug x: no difference from the drug in one trial.
    assert!(said.contains(
        &"Better than the reference under every choice of nodes and days that has them: coil; drug; drug x."
            .to_owned()
    ) || said.contains(
        &"Better than the reference under every choice of nodes and days that has them: drug; coil; drug x."
            .to_owned()
    ), "{said:?}");
    let members = members_view(&main, &[(one, Ok(main.clone())), other]);
    let row: Vec<String> = members.rows[4]
        .iter()
        .map(|cell| cell.for_people())
        .collect();
    assert_eq!(row, ["quiet coil", "quiet coil", "control", "quiet coil"]);
    assert_eq!(members.rows.len(), 5);
}

#[test]
fn worse_is_worse_whichever_way_is_better() {
    // 10 of 40 against 30 of 40, where fewer events are better: the new one is better.
    let data = arms(&[("1", "new", 10, 40), ("1", "placebo", 30, 40)]);
    let mut options = options(NetworkMeasure::OddsRatio);
    for (better, word) in [
        (
            euthymia_synthesis::network::Better::Smaller,
            "Better than the reference",
        ),
        (
            euthymia_synthesis::network::Better::Larger,
            "Worse than the reference",
        ),
    ] {
        options.better = better;
        let main = compared(&data, &NodeChoice::named("main"), &options).expect("a network");
        let same: Outcome = (NodeChoice::named("again"), Ok(main.clone()));
        let said = texts(&made(&main, &[same]), "summary");
        assert!(
            said.iter()
                .any(|line| line.starts_with(word) && line.ends_with(": new.")),
            "{said:?}"
        );
    }
}
