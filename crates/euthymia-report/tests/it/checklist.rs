//! A checklist held against what is known.

use crate::first_table;
use euthymia_report::checklist::{
    Checklist, Counts, Fact, Facts, Filled, State, fill, section, to_write,
};
use euthymia_report::document::{Document, Part};
use euthymia_report::docx::docx;
use euthymia_report::html::html;
use euthymia_table::Value;
use proptest::prelude::*;

fn state<'a>(filled: &'a [Filled<'_>], number: &str) -> &'a State {
    let found = filled.iter().find(|filled| filled.item.number == number);
    &found.unwrap_or_else(|| panic!("no item {number}")).state
}

/// What the spreadsheet of a small series tells: counts, scores, nothing of what authors write.
fn from_a_spreadsheet() -> Facts {
    Facts {
        instruments: Fact::said("methods", "MADRS, 0 to 60."),
        outcome_definitions: Fact::said("methods", "Response: at least half."),
        statistics: Fact::said("methods", "Paired t test."),
        started: Fact::said("flow", "21 began."),
        completed: Fact::said("flow", "20 completed."),
        analysed: Fact::said("flow", "20 were analysed."),
        outcomes: Fact::said("outcomes", "Means at each visit."),
        adverse_events: Fact::said("harms", "None in 21; upper limit 14 %."),
        follow_up_time: Fact::said("flow", "Median 28 days."),
        subgroups: Fact::not_applicable("There is one group."),
        ..Facts::default()
    }
}

#[test]
fn what_is_said_is_answered_with_its_place() {
    let facts = from_a_spreadsheet();
    let filled = fill(Checklist::strobe(), &facts);
    assert_eq!(
        state(&filled, "12a"),
        &State::Answered {
            section: "methods".to_owned(),
            text: "Paired t test.".to_owned()
        }
    );
}

#[test]
fn what_is_half_said_is_partly_answered_and_names_the_rest() {
    let facts = from_a_spreadsheet();
    let filled = fill(Checklist::strobe(), &facts);
    let State::Partly { section, text, add } = state(&filled, "13a") else {
        panic!("{:?}", state(&filled, "13a"));
    };
    assert_eq!(section, "flow");
    assert_eq!(text, "21 began. 20 completed. 20 were analysed.");
    assert_eq!(add.len(), 1);
    assert!(add[0].contains("eligible"), "{add:?}");
}

#[test]
fn what_nobody_said_is_missing_with_what_to_write() {
    let facts = from_a_spreadsheet();
    let filled = fill(Checklist::jbi(), &facts);
    for number in ["1", "3", "4", "5", "6", "7", "9"] {
        let missing = state(&filled, number);
        assert!(
            matches!(missing, State::Missing { add } if !add.is_empty()),
            "{number}"
        );
    }
    assert!(matches!(state(&filled, "8"), State::Answered { .. }));
}

#[test]
fn what_does_not_arise_says_why() {
    let facts = from_a_spreadsheet();
    let filled = fill(Checklist::strobe(), &facts);
    let why = |number| match state(&filled, number) {
        State::NotApplicable { why } => why.clone(),
        other => panic!("{number}: {other:?}"),
    };
    assert_eq!(why("12b"), "There is one group.", "told by the facts");
    assert!(why("6b").contains("no matching"), "told by the list");
    let matched = Facts {
        matching: Fact::said("methods", "Matched on age."),
        ..facts
    };
    let filled = fill(Checklist::strobe(), &matched);
    assert!(matches!(state(&filled, "6b"), State::Answered { .. }));
}

#[test]
fn a_blank_sentence_says_nothing() {
    let facts = Facts {
        funding: Fact::said("end", "  \n"),
        ..Facts::default()
    };
    let filled = fill(Checklist::strobe(), &facts);
    assert!(matches!(state(&filled, "22"), State::Missing { .. }));
}

#[test]
fn an_answer_of_no_is_an_answer() {
    let facts = Facts {
        consecutive: Fact::said("methods", "Patients were not consecutive."),
        ..Facts::default()
    };
    let filled = fill(Checklist::jbi(), &facts);
    assert!(matches!(state(&filled, "4"), State::Answered { text, .. } if text.contains("not")));
}

#[test]
fn nothing_known_answers_nothing_and_everything_known_leaves_nothing() {
    let mut all = Facts::default();
    for name in Facts::NAMES {
        assert!(all.set(name, Fact::said("s", format!("{name}."))), "{name}");
    }
    for list in Checklist::bundled() {
        let none = Counts::of(&fill(list, &Facts::default()));
        assert_eq!((none.answered, none.partly), (0, 0), "{}", list.id);
        let every = Counts::of(&fill(list, &all));
        assert_eq!(every.answered, list.items.len(), "{}", list.id);
    }
    assert!(!all.set("no such fact", None));
    assert_eq!(all.get("no such fact"), None);
}

fn sections(facts: &Facts) -> Document {
    let lists: Vec<_> = Checklist::bundled()
        .into_iter()
        .map(|list| (list, fill(list, facts)))
        .collect();
    Document {
        sections: vec![section("reporting", &lists)],
        ..Document::default()
    }
}

#[test]
fn the_section_counts_every_item_once_and_links_to_the_answers() {
    let document = sections(&from_a_spreadsheet());
    let counts = first_table(&document, "reporting");
    let sizes: Vec<u64> = counts.rows.iter().map(|row| numbers(row)[4]).collect();
    assert_eq!(sizes, [34, 10, 13, 6]);
    for row in &counts.rows {
        let [answered, partly, missing, not_applicable, all] = numbers(row)[..] else {
            panic!("{row:?}");
        };
        assert_eq!(answered + partly + missing + not_applicable, all);
    }
    // STROBE, counted on paper: 12a, 14c, 15 answered; 7, 8, 13a, 17 partly; 6b, 12b, 16b, 16c not
    // applicable; the other 23 missing.
    assert_eq!(numbers(&counts.rows[0]), [3, 4, 23, 4, 34]);
    let parts = &document.sections[0].parts;
    let tables: Vec<_> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    assert_eq!(tables.len(), 5);
    assert!(tables[1].links.contains(&Some("flow".to_owned())));
}

fn numbers(row: &[Value]) -> Vec<u64> {
    row.iter()
        .filter_map(|value| match value {
            Value::Count(n) => Some(*n),
            _ => None,
        })
        .collect()
}

#[test]
fn what_is_still_to_write_is_told_once_for_all_lists() {
    let facts = from_a_spreadsheet();
    let lists: Vec<_> = Checklist::bundled()
        .into_iter()
        .map(|list| (list, fill(list, &facts)))
        .collect();
    let open = to_write(&lists);
    let funding = open.iter().filter(|text| text.contains("funders")).count();
    assert_eq!(funding, 1, "two lists ask for it");
    let document = sections(&facts);
    let page = html(&document);
    assert!(
        open.iter()
            .all(|text| page.contains(&text.replace('"', "&quot;")))
    );
    assert!(docx(&document).is_ok());
}

fn any_fact() -> impl Strategy<Value = Option<Fact>> {
    prop_oneof![
        Just(None),
        any::<String>().prop_map(|text| Fact::said("s", text)),
        any::<String>().prop_map(Fact::not_applicable),
    ]
}

fn any_facts() -> impl Strategy<Value = Facts> {
    prop::collection::vec(any_fact(), Facts::NAMES.len()).prop_map(|all| {
        let mut facts = Facts::default();
        for (name, fact) in Facts::NAMES.iter().zip(all) {
            facts.set(name, fact);
        }
        facts
    })
}

proptest! {
    #[test]
    fn any_input_gives_each_item_one_state(facts in any_facts()) {
        for list in Checklist::bundled() {
            let filled = fill(list, &facts);
            prop_assert_eq!(Counts::of(&filled).all(), list.items.len());
            for item in &filled {
                let open = matches!(item.state, State::Partly { .. } | State::Missing { .. });
                prop_assert_eq!(open, !item.state.add().is_empty());
            }
        }
    }

    #[test]
    fn laws_saying_more_never_leaves_more_to_write(
        facts in any_facts(), at in 0..Facts::NAMES.len()
    ) {
        let mut more = facts.clone();
        more.set(Facts::NAMES[at], Fact::said("s", "said"));
        for list in Checklist::bundled() {
            // Where the list itself says that an item does not arise, a word about it may open it.
            let pairs = fill(list, &facts).into_iter().zip(fill(list, &more));
            for (less, more) in pairs.filter(|(less, _)| less.item.not_applicable.is_none()) {
                prop_assert!(more.state.add().len() <= less.state.add().len());
            }
        }
    }
}
