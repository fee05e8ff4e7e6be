//! Different works that look alike: none may be merged.

use std::io::Write;

use euthymia_review::dedupe::{Candidate, Thresholds, Verdict, judge};
use euthymia_review::{Contributor, Date, ImportId, Kind, Person, Record, RecordId, Role};

use crate::numbers::Numbers;

/// Makes two works out of one and words of another.
type Make = fn(&mut Record, &mut Record, &str);

/// Names, and how two works are made that only seem one.
const KINDS: [(&str, Make); 23] = [
    ("parts of a series", |a, b, _| {
        titles(a, b, |t| format!("{t}. Part 1"), |t| format!("{t}. Part 2"));
        moved(b, 12);
    }),
    ("parts by Roman numbers, no pages", |a, b, _| {
        titles(a, b, |t| format!("{t} I"), |t| format!("{t} II"));
        without_pages(a, b);
    }),
    ("one word else, pages after", |_, b, word| {
        retitled(b, |t| one_word_else(t, word));
        moved(b, 12);
    }),
    ("one word else, no pages", |a, b, word| {
        retitled(b, |t| one_word_else(t, word));
        without_pages(a, b);
    }),
    ("one word else, no place, no issue", |a, b, word| {
        retitled(b, |t| one_word_else(t, word));
        without_place(a, b);
    }),
    ("one word more, no pages", |a, b, word| {
        retitled(b, |t| format!("{t} in {word}"));
        without_pages(a, b);
    }),
    ("neighbours in a supplement", |a, b, word| {
        supplement(a, b, "S12", "S13");
        retitled(b, |t| one_word_else(t, word));
    }),
    ("neighbours on one page", |a, b, word| {
        supplement(a, b, "S12", "S12");
        retitled(b, |t| one_word_else(t, word));
    }),
    ("neighbours on one page, one word more", |a, b, word| {
        supplement(a, b, "S12", "S12");
        retitled(b, |t| format!("{t} in {word}"));
    }),
    ("men and women, no pages", |a, b, _| {
        titles(a, b, |t| format!("{t} in men"), |t| format!("{t} in women"));
        without_pages(a, b);
    }),
    ("follow-ups, pages after", |a, b, _| {
        titles(
            a,
            b,
            |t| format!("{t}: results at three months"),
            |t| format!("{t}: results at twelve months"),
        );
        moved(b, 12);
    }),
    ("follow-ups, no place", |a, b, _| {
        titles(
            a,
            b,
            |t| format!("{t}: 3-month results"),
            |t| format!("{t}: 12-month results"),
        );
        without_place(a, b);
    }),
    ("editorials", |a, b, _| {
        titles(a, b, |_| "Editorial".into(), |_| "Editorial".into());
        moved(b, 200);
    }),
    ("editorials without a place", |a, b, _| {
        titles(
            a,
            b,
            |_| "From the editor".into(),
            |_| "From the editor".into(),
        );
        without_place(a, b);
    }),
    ("erratum", |_, b, _| {
        retitled(b, |t| format!("Erratum: {t}"));
        moved(b, 300);
    }),
    ("correction as in Web of Science, no pages", |a, b, _| {
        retitled(b, |t| format!("{t} (vol 12, pg 34, 2010)"));
        without_pages(a, b);
    }),
    ("reply, no pages", |a, b, _| {
        retitled(b, |t| format!("{t} - Reply"));
        without_pages(a, b);
    }),
    ("annual reports", |a, b, word| {
        titles(
            a,
            b,
            |_| format!("Annual report 2010 of the {word} society"),
            |_| format!("Annual report 2011 of the {word} society"),
        );
        without_pages(a, b);
    }),
    ("meeting abstract and paper", |_, b, _| {
        meeting(b, "European Neuropsychopharmacology")
    }),
    ("meeting abstract and paper in one journal", |a, b, _| {
        let name = a.container.clone().unwrap_or_default();
        meeting(b, &name);
    }),
    ("meeting abstracts at two meetings", |a, b, _| {
        meeting(a, "Biological Psychiatry");
        meeting(b, "European Neuropsychopharmacology");
        b.pages = Some("S311".into());
    }),
    ("published at once in two journals", |a, b, _| {
        a.container = Some("Circulation".into());
        b.container = Some("Journal of the American College of Cardiology".into());
        b.volume = Some("311".into());
        moved(b, 400);
    }),
    ("one title, other authors, no place", |a, b, _| {
        without_place(a, b);
        b.contributors = ["Quandt, U.", "Xenakis, Y."]
            .map(|name| Contributor::new(Role::Author, Person::from_inverted(name)))
            .to_vec();
    }),
];

fn retitled(record: &mut Record, change: impl Fn(&str) -> String) {
    record.title = record
        .title
        .as_deref()
        .map(|t| change(t.trim_end_matches('.')));
    record.abstract_text = None;
}

fn titles(
    a: &mut Record,
    b: &mut Record,
    one: impl Fn(&str) -> String,
    other: impl Fn(&str) -> String,
) {
    retitled(a, one);
    retitled(b, other);
}

/// The longest word replaced.
fn one_word_else(title: &str, word: &str) -> String {
    let longest = title
        .split(' ')
        .max_by_key(|own| own.len())
        .unwrap_or_default();
    title.replacen(longest, word, 1)
}

/// So many pages later.
fn moved(record: &mut Record, by: u32) {
    let first: u32 = record
        .pages
        .as_deref()
        .and_then(|text| text.split('-').next()?.trim().parse().ok())
        .unwrap_or(10);
    record.pages = Some(format!("{}-{}", first + by, first + by + 5));
}

fn without_pages(a: &mut Record, b: &mut Record) {
    a.pages = None;
    b.pages = None;
}

fn without_place(a: &mut Record, b: &mut Record) {
    without_pages(a, b);
    for record in [a, b] {
        (record.volume, record.issue) = (None, None);
    }
}

fn supplement(a: &mut Record, b: &mut Record, first: &str, second: &str) {
    for (record, page) in [(a, first), (b, second)] {
        record.issue = Some("SUPPL. 1".into());
        record.pages = Some(page.into());
    }
}

/// The abstract of a meeting a year before, in a supplement.
fn meeting(record: &mut Record, journal: &str) {
    let year = record.date.as_ref().and_then(|date| date.year);
    record.kind = Kind::ConferencePaper;
    record.date = year.map(|year| Date::parse(&(year - 1).to_string()));
    record.container = Some(journal.into());
    record.volume = Some("4".into());
    record.issue = Some("Suppl 2".into());
    record.pages = Some("S45".into());
    record.abstract_text = None;
}

/// For every kind how many pairs are merged, linked, to ask and apart. `show` is called with pairs
/// that were merged.
pub(crate) fn run(
    works: &[Record],
    out: &mut impl Write,
    mut show: impl FnMut(&str, &Record, &Record),
) -> std::io::Result<()> {
    for (name, make) in KINDS {
        let mut counts = [0_usize; 4];
        for (seed, work) in (0..).zip(works) {
            let mut numbers = Numbers::new(seed);
            let word = numbers
                .one(works)
                .and_then(|other| longest(other))
                .unwrap_or("placebo");
            let (mut a, mut b) = (work.clone(), work.clone());
            a.identifiers.clear();
            b.identifiers.clear();
            make(&mut a, &mut b, word);
            let (one, other) = (candidate(1, &a), candidate(2, &b));
            if a.title != b.title && one.title() == other.title() && one.notice == other.notice {
                continue;
            }
            let at = match judge(&one, &other, Thresholds::default()).verdict {
                Verdict::Same => 0,
                Verdict::Linked(_) => 1,
                Verdict::Unsure => 2,
                Verdict::Apart => 3,
            };
            counts[at] += 1;
            if at == 0 {
                show(name, &a, &b);
            }
        }
        let [merged, linked, asked, apart] = counts;
        writeln!(
            out,
            "{name:<42} merged {merged:>6}, linked {linked:>6}, to ask {asked:>6}, apart {apart:>6}"
        )?;
    }
    Ok(())
}

/// The longest word of a title.
fn longest(record: &Record) -> Option<&str> {
    record
        .title
        .as_deref()?
        .split([' ', '-', '/'])
        .max_by_key(|word| word.len())
}

fn candidate(number: u32, record: &Record) -> Candidate {
    let import = ImportId(1);
    Candidate::of(RecordId { import, number }, record)
}
