//! Records made at random.

use euthymia_review::{
    Contributor, Date, Heading, Identifier, Kind, Other, Person, Record, Related, Relation, Role,
    Scheme,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

/// Text as titles have it, with every sign that some format gives a meaning.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-zA-Z]{1,8}",
        1 => "[äøßéŁ中ع𝔘]{1,3}",
        2 => "[-–_&%$#{}~^\\\\\"'`;:,|@=<>().*+/0-9]{1,4}",
        1 => Just("and".to_owned()),
    ];
    vec(
        (
            word,
            prop_oneof![6 => Just(" "), 1 => Just("  "), 1 => Just("\n"), 1 => Just("")],
        ),
        1..6,
    )
    .prop_map(|words| {
        let joined: String = words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect();
        joined.trim().to_owned()
    })
    .prop_filter("text is not empty", |text| !text.is_empty())
}

fn person() -> impl Strategy<Value = Person> {
    let named =
        (text(), of(text()), of(text())).prop_map(|(family, given, suffix)| Person::Named {
            family,
            given,
            suffix,
        });
    prop_oneof![named, text().prop_map(Person::Whole)]
}

fn contributor() -> impl Strategy<Value = Contributor> {
    let role = prop::sample::select(vec![
        Role::Author,
        Role::Author,
        Role::Author,
        Role::Group,
        Role::Editor,
        Role::Investigator,
    ]);
    (role, person(), vec(text(), 0..2), of("[0-9]{4}-[0-9]{4}")).prop_map(
        |(role, person, affiliations, orcid)| Contributor {
            role,
            person,
            affiliations,
            orcid,
        },
    )
}

fn date() -> impl Strategy<Value = Date> {
    let texts = prop_oneof![
        Just("2019".to_owned()),
        Just("2019 Sep 5".to_owned()),
        Just("2019/09/05/".to_owned()),
        text(),
    ];
    texts.prop_map(|text| Date::parse(&text))
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let scheme = prop::sample::select(vec![
        Scheme::Doi,
        Scheme::Pmid,
        Scheme::Issn,
        Scheme::Trial,
        Scheme::Accession("embase".to_owned()),
        Scheme::Other("mine".to_owned()),
    ]);
    (
        scheme,
        prop_oneof!["10\\.1000/[a-z]{3}", "[0-9]{4,8}", text()],
    )
        .prop_map(|(scheme, value)| Identifier { scheme, value })
}

fn lists() -> impl Strategy<Value = Record> {
    let heading = (text(), vec((text(), any::<bool>()), 0..2), any::<bool>()).prop_map(
        |(descriptor, qualifiers, is_major)| Heading {
            descriptor,
            qualifiers,
            is_major,
        },
    );
    let related = (text(), of(1..9999_u64)).prop_map(|(text, pmid)| Related {
        relation: Relation::ErratumFor,
        text,
        pmid,
    });
    let tag = prop_oneof![
        Just("ris:M3"),
        Just("csv:A b, c=d"),
        Just("bibtex:title"),
        Just("strange_x tag")
    ];
    let other = (tag, text()).prop_map(|(tag, value)| Other {
        tag: tag.to_owned(),
        value,
    });
    (
        vec(text(), 0..3),
        vec(heading, 0..2),
        vec(text(), 0..2),
        vec(identifier(), 0..3),
        vec(text(), 0..2),
        vec(text(), 0..3),
        vec(related, 0..2),
        vec(other, 0..4),
    )
        .prop_map(
            |(keywords, headings, languages, identifiers, urls, notes, related, others)| Record {
                keywords,
                headings,
                languages,
                identifiers,
                urls,
                notes,
                related,
                others,
                ..Record::default()
            },
        )
}

/// Any record that a reader of ours could have made.
pub(crate) fn record() -> impl Strategy<Value = Record> {
    let kind = prop::sample::select(vec![
        Kind::JournalArticle,
        Kind::Book,
        Kind::Thesis,
        Kind::Other,
    ]);
    let texts = vec(of(text()), 8);
    (
        lists(),
        kind,
        vec(text(), 0..2),
        texts,
        vec(contributor(), 0..4),
        of(date()),
    )
        .prop_map(|(record, kind, kind_words, texts, contributors, date)| {
            let mut texts = texts.into_iter();
            let mut next = || texts.next().flatten();
            Record {
                kind,
                kind_words,
                title: next(),
                original_title: next(),
                container: next(),
                volume: next(),
                issue: next(),
                pages: next(),
                publisher: next(),
                abstract_text: next(),
                contributors,
                date,
                ..record
            }
        })
}

/// The same record with its other values in the order of their tags, which files of fields keep.
pub(crate) fn by_tag(mut record: Record) -> Record {
    record.others.sort_by(|a, b| a.tag.cmp(&b.tag));
    record
}

/// The fields of a record that are not all in another: texts and lists are equal, except that lists
/// of numbers, types, dates and values without a field may have grown.
pub(crate) fn lost(before: &Record, after: &Record) -> Vec<&'static str> {
    let kept = [
        ("kind", before.kind == after.kind),
        ("kind_words", among(&before.kind_words, &after.kind_words)),
        ("title", before.title == after.title),
        (
            "original_title",
            before.original_title == after.original_title,
        ),
        ("short_title", before.short_title == after.short_title),
        ("contributors", before.contributors == after.contributors),
        ("date", before.date == after.date),
        (
            "other_dates",
            among(&before.other_dates, &after.other_dates),
        ),
        ("container", before.container == after.container),
        (
            "abbreviation",
            before.container_abbreviation == after.container_abbreviation,
        ),
        ("series", before.series == after.series),
        ("volume", before.volume == after.volume),
        ("issue", before.issue == after.issue),
        ("pages", before.pages == after.pages),
        ("publisher", before.publisher == after.publisher),
        ("place", before.place == after.place),
        ("edition", before.edition == after.edition),
        ("conference", before.conference == after.conference),
        ("abstract_text", before.abstract_text == after.abstract_text),
        ("keywords", before.keywords == after.keywords),
        ("headings", before.headings == after.headings),
        ("languages", before.languages == after.languages),
        (
            "identifiers",
            among(&before.identifiers, &after.identifiers),
        ),
        ("urls", before.urls == after.urls),
        ("notes", before.notes == after.notes),
        ("related", before.related == after.related),
        ("others", among(&before.others, &after.others)),
    ];
    let lost = kept.into_iter().filter(|(_, is_kept)| !is_kept);
    lost.map(|(name, _)| name).collect()
}

/// Whether everything of a list is in another, as often as in the first.
fn among<T: PartialEq>(few: &[T], many: &[T]) -> bool {
    let count = |list: &[T], item: &T| list.iter().filter(|other| *other == item).count();
    few.iter().all(|item| count(many, item) >= count(few, item))
}
