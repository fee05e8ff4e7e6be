//! What holds of the search for duplicates whatever the records.

use euthymia_review::dedupe::{
    Candidate, Field, Level, Settings, Thresholds, Verdict, compare, dedupe, explain, judge, merge,
    weights,
};
use euthymia_review::{
    Contributor, Date, Identifier, ImportId, Kind, Person, Record, RecordId, Role, Scheme,
};
use proptest::prelude::*;

const WORDS: [&str; 12] = [
    "ketamine",
    "depression",
    "trial",
    "of",
    "lithium",
    "part",
    "II",
    "2019",
    "erratum",
    "sleep",
    "older",
    "Protocol",
];

fn words(most: usize) -> impl Strategy<Value = Option<String>> {
    proptest::option::weighted(
        0.8,
        proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..most)
            .prop_map(|words| words.join(" ")),
    )
}

fn person() -> impl Strategy<Value = Contributor> {
    ("(Berg|van Berg|Öz|Li|Smith)", "(A|Anna|B. C.)").prop_map(|(family, given)| {
        Contributor::new(
            Role::Author,
            Person::from_inverted(&format!("{family}, {given}")),
        )
    })
}

fn identifiers() -> impl Strategy<Value = Vec<Identifier>> {
    let one = prop_oneof![
        (1..4_u8).prop_map(|n| Identifier {
            scheme: Scheme::Doi,
            value: format!("10.9999/x{n}")
        }),
        (1..4_u8).prop_map(|n| Identifier {
            scheme: Scheme::Pmid,
            value: format!("1000{n}")
        }),
        (1..3_u8).prop_map(|n| Identifier {
            scheme: Scheme::Trial,
            value: format!("NCT0000000{n}")
        }),
    ];
    proptest::collection::vec(one, 0..3)
}

fn record() -> impl Strategy<Value = Record> {
    let small = || proptest::option::of((1..4_u8).prop_map(|n| n.to_string()));
    let kind = proptest::sample::select(
        &[
            Kind::JournalArticle,
            Kind::ConferencePaper,
            Kind::Preprint,
            Kind::Other,
        ][..],
    );
    (
        (
            words(7),
            words(3),
            proptest::collection::vec(person(), 0..4),
            identifiers(),
        ),
        (
            proptest::option::of(2017..2021_u16),
            small(),
            small(),
            proptest::option::of("(1-9|2|12-15|e7)"),
            kind,
        ),
    )
        .prop_map(
            |(
                (title, container, contributors, identifiers),
                (year, volume, issue, pages, kind),
            )| Record {
                kind,
                title,
                container,
                contributors,
                identifiers,
                date: year.map(|year| Date::parse(&year.to_string())),
                volume,
                issue,
                pages,
                ..Record::default()
            },
        )
}

fn candidates(records: &[Record]) -> Vec<Candidate> {
    (1..)
        .zip(records)
        .map(|(number, record)| {
            Candidate::of(
                RecordId {
                    import: ImportId(1),
                    number,
                },
                record,
            )
        })
        .collect()
}

proptest! {
    #[test]
    fn the_order_of_two_does_not_matter(a in record(), b in record()) {
        let both = candidates(&[a, b]);
        prop_assert_eq!(compare(&both[0], &both[1]), compare(&both[1], &both[0]));
        let thresholds = Thresholds::default();
        prop_assert_eq!(judge(&both[0], &both[1], thresholds), judge(&both[1], &both[0], thresholds));
    }

    #[test]
    fn neither_order_nor_threads_change_the_answer(
        records in proptest::collection::vec(record(), 0..40),
        turn in 0..40_usize,
    ) {
        let all = candidates(&records);
        let found = dedupe(&all, &Settings::default());
        let mut turned = all.clone();
        turned.reverse();
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        let again = dedupe(&turned, &Settings { threads: 5, ..Settings::default() });
        prop_assert_eq!(found, again);
    }

    #[test]
    fn groups_are_disjoint_and_hold_no_two_pubmed_numbers(records in proptest::collection::vec(record(), 0..40)) {
        let all = candidates(&records);
        let found = dedupe(&all, &Settings::default());
        let mut seen = std::collections::BTreeSet::new();
        for group in &found.groups {
            prop_assert!(group.len() > 1);
            let pmids: std::collections::BTreeSet<u64> = group
                .iter()
                .filter_map(|id| all.iter().find(|candidate| candidate.id == *id))
                .filter_map(|candidate| candidate.pmid)
                .collect();
            prop_assert!(pmids.len() <= 1);
            prop_assert!(group.iter().all(|id| seen.insert(*id)));
        }
        let cut = found.decisions.iter().filter(|decision| decision.verdict == Verdict::Same);
        for decision in cut {
            prop_assert!(found.groups.iter().any(|group| group.contains(&decision.a) && group.contains(&decision.b)));
        }
    }

    #[test]
    fn a_whole_record_and_its_copy_are_one(records in proptest::collection::vec(record(), 1..10)) {
        let mut record = records[0].clone();
        record.title = Some("Lithium and sleep in older people with depression".into());
        record.contributors = vec![Contributor::new(Role::Author, Person::from_inverted("Berg, Anna"))];
        record.date = Some(Date::parse("2019"));
        let both = candidates(&[record.clone(), record]);
        prop_assert_eq!(judge(&both[0], &both[1], Thresholds::default()).verdict, Verdict::Same);
    }

    #[test]
    fn merging_does_not_depend_on_order_and_keeps_every_value(a in record(), b in record(), c in record()) {
        let merged = merge(&[&a, &b, &c]);
        prop_assert_eq!(&merged, &merge(&[&c, &a, &b]));
        for copy in [&a, &b, &c] {
            for identifier in &copy.identifiers {
                prop_assert!(merged.identifiers.contains(identifier));
            }
            for (name, own, all) in [("title", &copy.title, &merged.title), ("pages", &copy.pages, &merged.pages)] {
                let tag = format!("merged:{name}");
                prop_assert!(own.is_none() || own == all || merged.others.iter().any(|other| other.tag == tag && Some(&other.value) == own.as_ref()));
            }
        }
        prop_assert_eq!(merge(&[&a, &a]).title, a.title);
    }

    #[test]
    fn any_input_is_compared(a in any::<String>(), b in any::<String>(), c in any::<String>(), d in any::<String>()) {
        let of = |title: &String, name: &String, pages: &String, text: &String| Record {
            title: Some(title.clone()),
            container: Some(name.clone()),
            contributors: vec![Contributor::new(Role::Author, Person::from_inverted(name)), Contributor::new(Role::Author, Person::Whole(title.clone()))],
            date: Some(Date::parse(pages)),
            volume: Some(text.clone()),
            issue: Some(name.clone()),
            pages: Some(pages.clone()),
            abstract_text: Some(format!("{text} {title} ").repeat(10)),
            identifiers: vec![Identifier { scheme: Scheme::Doi, value: text.clone() }],
            ..Record::default()
        };
        let both = candidates(&[of(&a, &b, &c, &d), of(&b, &c, &d, &a)]);
        prop_assert_eq!(explain(&both[0], &both[1], Thresholds::default()).reasons.len(), Field::ALL.len());
        let same = compare(&both[0], &both[0]);
        prop_assert!(!Field::ALL.iter().any(|field| same.of(*field) == Level::Different));
    }
}

#[test]
fn a_better_level_never_weighs_less() {
    for (field, levels) in weights::WEIGHTS {
        assert!(
            levels.windows(2).all(|pair| pair[0].1 >= pair[1].1),
            "{}",
            field.word()
        );
        assert_eq!(
            weights::weight(field, Level::Missing),
            0.0,
            "{}",
            field.word()
        );
    }
}

#[test]
fn a_large_block_is_divided_and_told() {
    let records: Vec<Record> = (0..300_u32)
        .map(|number| Record {
            title: Some("Abstracts".into()),
            date: Some(Date::parse(&format!("{}", 1990 + number % 30))),
            pages: Some(number.to_string()),
            ..Record::default()
        })
        .collect();
    let found = dedupe(&candidates(&records), &Settings::default());
    assert!(found.groups.is_empty());
    assert!(found.large.iter().any(|large| large.size == 300));
    assert!(found.compared < 300 * 100);
}
