//! The bundled checklists as files.

use euthymia_report::checklist::{Checklist, ChecklistError, Facts};
use std::collections::BTreeSet;

/// The number of an item without the letter of its part.
fn whole(number: &str) -> u32 {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().unwrap_or_else(|_| panic!("{number}"))
}

fn wholes(list: &Checklist) -> BTreeSet<u32> {
    list.items.iter().map(|item| whole(&item.number)).collect()
}

#[test]
fn every_bundled_file_can_be_read() {
    for text in [
        include_str!("../../checklists/strobe.toml"),
        include_str!("../../checklists/jbi.toml"),
        include_str!("../../checklists/care.toml"),
        include_str!("../../checklists/statements.toml"),
    ] {
        let list = Checklist::read(text).unwrap_or_else(|error| panic!("{error}"));
        assert!(Checklist::bundled().contains(&&list), "{}", list.id);
    }
}

#[test]
fn strobe_has_22_items_and_its_parts() {
    let list = Checklist::strobe();
    assert_eq!(wholes(list), (1..=22).collect());
    let parts = |item: u32| {
        list.items
            .iter()
            .filter(|i| whole(&i.number) == item)
            .count()
    };
    let divided: Vec<usize> = [1, 6, 12, 13, 14, 16].map(parts).to_vec();
    assert_eq!(divided, [2, 2, 5, 3, 3, 3]);
    assert_eq!(list.items.len(), 22 + 1 + 1 + 4 + 2 + 2 + 2);
}

#[test]
fn care_has_13_topics_and_jbi_10_questions() {
    assert_eq!(wholes(Checklist::care()), (1..=13).collect());
    assert_eq!(Checklist::care().items.len(), 13);
    assert_eq!(wholes(Checklist::jbi()), (1..=10).collect());
    assert_eq!(Checklist::jbi().items.len(), 10);
}

#[test]
fn every_list_names_its_source_and_whose_its_wording_is() {
    for list in Checklist::bundled() {
        for text in [
            &list.name,
            &list.title,
            &list.source,
            &list.licence,
            &list.note,
        ] {
            assert!(!text.is_empty(), "{}", list.id);
        }
        let doi = list.doi.as_ref().is_none_or(|doi| doi.starts_with("10."));
        assert!(doi, "{}", list.id);
        assert!(
            list.doi.is_some() || list.source.contains("https://"),
            "{}",
            list.id
        );
    }
}

#[test]
fn every_fact_is_asked_for_and_a_fact_asks_for_the_same_in_one_list_once() {
    let mut asked = BTreeSet::new();
    for list in Checklist::bundled() {
        for item in &list.items {
            let needs: BTreeSet<&str> = item.needs.iter().map(|need| need.fact.as_str()).collect();
            assert_eq!(needs.len(), item.needs.len(), "{} {}", list.id, item.number);
            asked.extend(needs);
        }
    }
    let facts: BTreeSet<&str> = Facts::NAMES.iter().copied().collect();
    assert_eq!(facts, asked, "a fact that no list asks for");
    assert_eq!(facts.len(), Facts::NAMES.len());
}

fn list(items: &str) -> Result<Checklist, ChecklistError> {
    let head = "schema = \"euthymia.reporting.v1\"\nid = \"x\"\nname = \"X\"\ntitle = \"X\"\n\
                source = \"s\"\nlicence = \"l\"\nnote = \"n\"\n";
    Checklist::read(&format!("{head}{items}"))
}

fn item(number: &str, needs: &str) -> String {
    format!(
        "[[item]]\nnumber = \"{number}\"\nsection = \"s\"\ntopic = \"t\"\nasks = \"a\"\nneeds = [{needs}]\n"
    )
}

#[test]
fn a_wrong_file_says_what_is_wrong() {
    let good = "{ fact = \"funding\", add = \"x\" }";
    assert!(list(&item("1", good)).is_ok());
    let twice = format!("{}{}", item("1", good), item("1", good));
    assert_eq!(list(&twice), Err(ChecklistError::Twice("1".to_owned())));
    assert_eq!(
        list(&item("2", "")),
        Err(ChecklistError::NeedsNothing("2".to_owned()))
    );
    let unknown = list(&item("3", "{ fact = \"fundign\", add = \"x\" }"));
    assert_eq!(
        unknown.map_err(|error| error.to_string()),
        Err("item 3 needs \"fundign\", which is no fact".to_owned())
    );
    assert_eq!(list("item = []\n"), Err(ChecklistError::Empty));
    assert!(matches!(list("nonsense"), Err(ChecklistError::Form(_))));
}

#[test]
fn lists_of_reviews_have_the_numbers_of_their_sources() {
    let [prisma, summary, search] = Checklist::of_reviews();
    // Page 2021: 27 items, of which 10, 16 have two parts, 24 three, 20 and 23 four, 13 six.
    assert_eq!(wholes(prisma), (1..=27).collect());
    assert_eq!(prisma.items.len(), 27 + 1 + 1 + 2 + 3 + 3 + 5);
    assert_eq!(wholes(summary), (1..=12).collect());
    assert_eq!(wholes(search), (1..=16).collect());
    assert_eq!((summary.items.len(), search.items.len()), (12, 16));
    let wrong = "schema = \"x\"\nid = \"x\"\nname = \"X\"\ntitle = \"X\"\nsource = \"s\"\n\
                 licence = \"l\"\nnote = \"n\"\n";
    let other = item("1", "{ fact = \"2\", add = \"a\" }");
    let read = Checklist::read_numbered(&format!("{wrong}{other}"));
    assert!(matches!(read, Err(ChecklistError::UnknownFact { .. })));
}
