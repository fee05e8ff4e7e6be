//! What was written is read back as it was.

use euthymia_review::{
    Contributor, Date, Format, Heading, Identifier, Kind, Other, Person, Record, Related, Relation,
    Role, Scheme, format,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::tagged::read_as;

/// Text of one line as people write it.
fn line() -> impl Strategy<Value = String> {
    "[A-Zäöя][a-zé0-9:()/'-]{0,8}( [a-z0-9()/-]{1,8}){0,4}"
}

fn word() -> impl Strategy<Value = String> {
    "[A-Z][a-zé]{2,8}"
}

fn date() -> impl Strategy<Value = Date> {
    (1900u16..2030, 1u8..=12, 1u8..=28)
        .prop_map(|(year, month, day)| Date::parse(&format!("{year}/{month:02}/{day:02}")))
}

fn contributor() -> impl Strategy<Value = Contributor> {
    let role = prop_oneof![
        Just(Role::Author),
        Just(Role::Editor),
        Just(Role::SeriesEditor),
        Just(Role::Translator),
        Just(Role::Investigator),
        Just(Role::Other)
    ];
    let named = (role, word(), "[A-Z][a-z]{1,6}", of(Just("Jr".to_owned()))).prop_map(
        |(role, family, given, suffix)| {
            let given = Some(given);
            Contributor::new(
                role,
                Person::Named {
                    family,
                    given,
                    suffix,
                },
            )
        },
    );
    let group = line().prop_map(|name| Contributor::new(Role::Group, Person::Whole(name)));
    let orcid = of("0000-000[1-3]-[0-9]{4}-[0-9]{3}[0-9X]");
    (
        prop_oneof![4 => named, 1 => group],
        vec(line(), 0..3),
        orcid,
    )
        .prop_map(|(mut who, affiliations, orcid)| {
            who.affiliations = affiliations;
            who.orcid = orcid;
            who
        })
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let of = |scheme: Scheme, form: &'static str| {
        form.prop_map(move |value| Identifier {
            scheme: scheme.clone(),
            value,
        })
    };
    prop_oneof![
        of(Scheme::Doi, "10\\.[0-9]{4}/[a-z0-9.()]{1,8}[a-z0-9]"),
        of(Scheme::Pmid, "[1-9][0-9]{6,7}"),
        of(Scheme::Pmcid, "PMC[1-9][0-9]{5}"),
        of(Scheme::Issn, "[0-9]{4}-[0-9]{3}[0-9X]"),
        of(Scheme::Isbn, "978[0-9]{10}"),
        of(Scheme::Trial, "NCT[0-9]{8}"),
        of(Scheme::Accession("embase".to_owned()), "L[0-9]{6,9}"),
        of(Scheme::Pii, "S[0-9]{4}-[0-9]{4}"),
    ]
}

fn heading() -> impl Strategy<Value = Heading> {
    (word(), vec((word(), any::<bool>()), 0..3), any::<bool>()).prop_map(
        |(descriptor, qualifiers, is_major)| Heading {
            descriptor,
            qualifiers,
            is_major,
        },
    )
}

fn related() -> impl Strategy<Value = Related> {
    let relation = prop_oneof![
        Just(Relation::CommentOn),
        Just(Relation::ErratumIn),
        Just(Relation::RepublishedIn),
        Just(Relation::Other)
    ];
    (relation, line(), of(1u64..40_000_000)).prop_map(|(relation, text, pmid)| Related {
        relation,
        text,
        pmid,
    })
}

fn other() -> impl Strategy<Value = Other> {
    let tag = prop_oneof![
        Just("ris:M1"),
        Just("ris:U1"),
        Just("ris:T2"),
        Just("nbib:GR"),
        Just("isi:CR"),
        Just("bib:note"),
        Just("ovid:Journal Subset")
    ];
    (tag, vec(line(), 1..3)).prop_map(|(tag, lines)| Other {
        tag: tag.to_owned(),
        value: lines.join("\n"),
    })
}

fn kind() -> impl Strategy<Value = (Kind, Vec<String>)> {
    let words = |words: &[&str]| {
        words
            .iter()
            .map(|&word| word.to_owned())
            .collect::<Vec<_>>()
    };
    prop_oneof![
        Just((Kind::JournalArticle, words(&["Journal Article", "Review"]))),
        Just((Kind::JournalArticle, words(&["JOUR"]))),
        Just((Kind::ConferencePaper, words(&[]))),
        Just((Kind::Thesis, words(&[]))),
        Just((Kind::Preprint, words(&["Preprint"]))),
        Just((Kind::TrialRegistration, words(&[]))),
        Just((Kind::WebPage, words(&[]))),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    let names = (
        of(line()),
        of(line()),
        of(line()),
        of(line()),
        of(line()),
        of(line()),
    );
    let places = (
        of("[0-9]{1,3}"),
        of("[0-9]{1,2}"),
        of("[0-9]{1,4}-[0-9]{1,4}"),
        of(line()),
        of(line()),
        of(word()),
    );
    let people = (
        kind(),
        vec(contributor(), 0..4),
        of(date()),
        vec((word(), date()), 0..3),
    );
    let lists = (
        vec(word(), 0..4),
        vec(heading(), 0..4),
        vec(word(), 0..2),
        vec(identifier(), 0..4),
        vec("https://example\\.org/[a-z]{1,6}", 0..3),
    );
    let texts = (
        vec(line(), 1..4),
        vec(vec(line(), 1..3), 0..3),
        vec(related(), 0..3),
        vec(other(), 0..4),
        of(line()),
    );
    (names, places, people, lists, texts).prop_map(|(names, places, people, lists, texts)| {
        let mut record = Record::default();
        (
            record.title,
            record.original_title,
            record.short_title,
            record.container,
            record.container_abbreviation,
            record.series,
        ) = names;
        (
            record.volume,
            record.issue,
            record.pages,
            record.publisher,
            record.place,
            record.edition,
        ) = places;
        (
            (record.kind, record.kind_words),
            record.contributors,
            record.date,
            record.other_dates,
        ) = people;
        (
            record.keywords,
            record.headings,
            record.languages,
            record.identifiers,
            record.urls,
        ) = lists;
        record.identifiers.sort();
        record.identifiers.dedup();
        record.abstract_text = Some(texts.0.join("\n"));
        record.notes = texts.1.into_iter().map(|lines| lines.join("\n")).collect();
        (record.related, record.others, record.conference) = (texts.2, texts.3, texts.4);
        record
    })
}

/// A record without what the order of a file decides.
fn sorted(mut record: Record) -> Record {
    record.identifiers.sort();
    record
        .other_dates
        .sort_by_key(|(name, date)| (name.clone(), date.text.clone()));
    record
        .others
        .sort_by_key(|other| (other.tag.clone(), other.value.clone()));
    record.kind_words.clear();
    record
        .others
        .retain(|other| other.tag != "ris:AD" && other.tag != "nbib:AU");
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn ris_holds_a_record(record in record()) {
        let format::Written { text, losses } = format::ris::write(std::slice::from_ref(&record));
        prop_assert!(losses.is_empty(), "{losses:?}\n{text}");
        let read = read_as(Format::Ris, &text);
        prop_assert_eq!(read.records.len(), 1);
        prop_assert_eq!(sorted(read.records[0].clone()), sorted(record));
    }

    #[test]
    fn nbib_holds_a_record(record in record()) {
        let format::Written { text, losses } = format::nbib::write(std::slice::from_ref(&record));
        prop_assert!(losses.is_empty(), "{losses:?}\n{text}");
        let read = read_as(Format::Nbib, &text);
        prop_assert_eq!(read.records.len(), 1);
        prop_assert_eq!(sorted(read.records[0].clone()), sorted(record));
    }
}

#[test]
fn what_cannot_be_held_is_told() {
    let record = Record {
        volume: Some(String::new()),
        ..Record::default()
    };
    let written = format::ris::write(&[Record::default(), record]);
    let found = written.losses.iter();
    let found: Vec<_> = found
        .map(|loss| (loss.record, loss.fields.clone()))
        .collect();
    assert_eq!(found, [(1, vec!["volume"])]);
}
