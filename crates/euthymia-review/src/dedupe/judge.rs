//! Whether two records are one: a probability, and rules above it for what must never merge.

use super::candidate::{Candidate, Text};
use super::level::{self, Field, Level, Levels, compare};
use super::title::{self, is_generic};
use super::weights::{PRIOR, weight};
use super::{Notice, Settings, place};
use crate::Kind;

/// Numbers from here on are not pages but names of articles.
const ARTICLE_NUMBER: u32 = 10_000;

/// Words of a title that names a work without its authors.
const TELLING: usize = 5;

/// Between which probabilities a person is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// From here records are one without asking.
    pub automatic: f64,
    /// From here, and below `automatic`, a person is asked.
    pub queue: f64,
}

impl Default for Thresholds {
    /// 0.99 and 0.1. Of the pairs that no rule forbids ([`Conflict`]), about as many are one record
    /// as the probability says; the least sure that are merged are wrong once in a hundred.
    fn default() -> Self {
        Self {
            automatic: 0.99,
            queue: 0.1,
        }
    }
}

/// What is decided of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// One record.
    Same,
    /// A person is to decide.
    Unsure,
    /// Two records that belong to one study or to each other; they are never merged.
    Linked(Link),
    /// Two records.
    Apart,
}

/// How two records belong together without being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Link {
    /// One is an erratum, retraction, comment or reply, the other the work itself.
    Notice,
    /// One is a protocol, the other the results.
    Protocol,
    /// One is an entry of a registry.
    Registration,
    /// One is a preprint.
    Preprint,
    /// One is a contribution to a conference.
    Conference,
    /// Parts, editions or years under one title.
    Part,
    /// Versions of one work under numbered identifiers.
    Version,
    /// Publications with one trial number.
    Trial,
    /// One title and the same authors in another place.
    Republished,
}

impl Link {
    /// The word for people and in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Protocol => "protocol",
            Self::Registration => "registration",
            Self::Preprint => "preprint",
            Self::Conference => "conference",
            Self::Part => "part",
            Self::Version => "version",
            Self::Trial => "trial",
            Self::Republished => "republished",
        }
    }
}

/// Why two records are not merged without asking, whatever their probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Conflict {
    /// Only one is an erratum, a comment or the like.
    Notice,
    /// Only one is an entry of a registry, a preprint, a whole book or a thesis.
    Kind,
    /// The titles differ in a number.
    Numbered,
    /// Two PubMed numbers.
    Number,
    /// Two DOIs, and not one place in a volume.
    Doi,
    /// Two versions of one DOI.
    Version,
    /// One DOI, but other titles and authors: one of the DOIs is wrong.
    WrongDoi,
    /// Years two or more apart, and no identifier or place in common.
    Year,
    /// Other pages of one volume, or other pages of another volume.
    Place,
    /// A title of many works, and no identifier or place in common.
    Generic,
    /// Other journals, and no identifier or place in common.
    Journal,
    /// Only one stands in a supplement, and the years differ.
    Supplement,
    /// Titles are too far apart, and no identifier or place in common.
    Title,
    /// Other authors, and no identifier or place in common.
    Authors,
}

impl Conflict {
    /// Whether it keeps two groups apart that other pairs would join: what is missing or reworded
    /// in one copy can be made good by another, other numbers cannot.
    pub(crate) fn is_hard(self) -> bool {
        !matches!(
            self,
            Self::Generic | Self::Journal | Self::Supplement | Self::Title | Self::Authors
        )
    }

    /// What it says to people, without a full stop.
    pub fn message(self) -> &'static str {
        match self {
            Self::Notice => "only one is an erratum, retraction, comment, reply or protocol",
            Self::Kind => "only one is a registration, a preprint, a whole book or a thesis",
            Self::Numbered => "the titles differ in a number",
            Self::Number => "the PubMed numbers differ",
            Self::Doi => "the DOIs differ, and so does the place in the journal",
            Self::Version => "the DOIs name two versions",
            Self::WrongDoi => "the DOI is the same, but title and authors differ",
            Self::Year => "the years are far apart, and no identifier or place agrees",
            Self::Place => "the pages differ",
            Self::Generic => "many works have this title, and no identifier or place agrees",
            Self::Journal => "the journals differ, and no identifier or place agrees",
            Self::Supplement => "only one is in a supplement, and the years differ",
            Self::Title => "the titles differ, and no identifier or place agrees",
            Self::Authors => "the authors differ, and no identifier or place agrees",
        }
    }
}

/// What is known of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// Level of every field.
    pub levels: Levels,
    /// Probability of being one record by the fields, if no rule forbids it.
    pub probability: f64,
    /// Why they are not merged, if they must not be.
    pub conflict: Option<Conflict>,
    /// What is decided.
    pub verdict: Verdict,
}

/// Judges a pair; the order of the two does not matter.
pub fn judge(a: &Candidate, b: &Candidate, thresholds: Thresholds) -> Judgement {
    let levels = compare(a, b);
    let probability = probability(&levels);
    let conflict = conflict(a, b, &levels);
    let verdict = match conflict {
        None if probability >= thresholds.automatic => Verdict::Same,
        _ => match link(a, b, &levels, conflict) {
            Some(link) => Verdict::Linked(link),
            None if probability >= thresholds.queue => Verdict::Unsure,
            None if identifies(&levels) && probability >= thresholds.queue / 4.0 => Verdict::Unsure,
            None => Verdict::Apart,
        },
    };
    Judgement {
        levels,
        probability,
        conflict,
        verdict,
    }
}

/// Whether two records are apart, below the floor and not linked, by the fields that are quickly
/// compared and the title: what [`judge`] would say of most pairs, sooner.
pub(super) fn is_plainly_apart(a: &Candidate, b: &Candidate, settings: &Settings) -> bool {
    let (volume, issue) = level::volume_and_issue(a, b);
    let quick = [
        (Field::Year, level::years(a, b)),
        (Field::Volume, volume),
        (Field::Issue, issue),
        (Field::Doi, level::dois(a, b)),
        (Field::Number, level::numbers(a, b)),
        (Field::Abstract, level::abstracts(a, b)),
    ];
    let is_pinned = quick
        .iter()
        .all(|(field, level)| *level == Level::Same || !PINNING.contains(field));
    let identified = quick
        .iter()
        .any(|(field, level)| *level == Level::Same && IDENTIFYING.contains(field));
    if is_pinned || identified || share_trial(a, b) {
        return false;
    }
    let known: f64 = quick.iter().map(|(field, own)| weight(*field, *own)).sum();
    let best: f64 = [Field::Authors, Field::Journal, Field::Pages]
        .iter()
        .map(|field| weight(*field, Level::Same))
        .sum();
    let most = |title: Level| PRIOR + known + best + weight(Field::Title, title);
    let floor = settings.floor.min(settings.thresholds.queue / 4.0);
    let is_below = |score: f64| 1.0 / (1.0 + (-score).exp()) < floor;
    if !is_below(most(Level::Weak)) {
        return false;
    }
    matches!(level::titles(a, b), Level::Weak | Level::Different)
}

/// Fields that are the same where one title may be the translation of another.
const PINNING: [Field; 2] = [Field::Year, Field::Volume];
/// Fields that name a record.
const IDENTIFYING: [Field; 2] = [Field::Doi, Field::Number];

/// Probability of being one record, given the levels of a pair that no rule forbids to merge.
pub fn probability(levels: &Levels) -> f64 {
    let score: f64 = Field::ALL
        .iter()
        .map(|field| weight(*field, levels.of(*field)))
        .sum();
    1.0 / (1.0 + (-(PRIOR + score)).exp())
}

/// Whether an identifier is the same.
fn identifies(levels: &Levels) -> bool {
    levels.same(Field::Doi) || levels.same(Field::Number)
}

/// Whether both stand on the same page of the same volume; where the names of the journals differ,
/// on all the same pages.
fn in_place(levels: &Levels) -> bool {
    let has_journal = !levels.is(Field::Journal, &[Level::Different]) || levels.same(Field::Pages);
    let in_volume =
        levels.same(Field::Volume) && levels.is(Field::Pages, &[Level::Same, Level::Close]);
    let in_container = levels.same(Field::Pages)
        && levels.of(Field::Volume) == Level::Missing
        && levels.is(Field::Journal, &[Level::Same, Level::Alike]);
    (in_volume && has_journal) || in_container
}

/// Rules in the order in which a person would name them.
fn conflict(a: &Candidate, b: &Candidate, levels: &Levels) -> Option<Conflict> {
    let is = |field, wanted: &[Level]| levels.is(field, wanted);
    let identified = identifies(levels);
    let placed = in_place(levels);
    let known = identified || placed;
    let has_title = is(Field::Title, &[Level::Same, Level::Close, Level::Part]);
    // A notice never stands where its work stands: one database left the words of the notice out.
    let is_one_place = placed
        && has_title
        && levels.same(Field::Year)
        && is(Field::Authors, &[Level::Same, Level::Close])
        && !is(Field::Doi, &[Level::Different]);
    let rules = [
        (
            Conflict::Notice,
            a.notice != b.notice && !(protocol_only(a, b) && known) && !is_one_place,
        ),
        (Conflict::Kind, kinds_conflict(a.kind, b.kind)),
        (Conflict::Number, is(Field::Number, &[Level::Different])),
        (Conflict::Version, is(Field::Doi, &[Level::Version])),
        (Conflict::Doi, dois_conflict(levels, placed)),
        (Conflict::WrongDoi, identified && has_wrong_number(levels)),
        (
            Conflict::Numbered,
            is(Field::Title, &[Level::Numbered]) && !placed,
        ),
        (
            Conflict::Year,
            is(Field::Year, &[Level::Weak, Level::Different]) && !known,
        ),
        (
            Conflict::Place,
            places_conflict(a, b, levels) && !(identified && has_title),
        ),
        (
            Conflict::Generic,
            (generic(a, b) || (is(Field::Authors, &[Level::Missing]) && short(a, b)))
                && !((identified || placed && !is(Field::Issue, &[Level::Different])) && has_title),
        ),
        (
            Conflict::Journal,
            is(Field::Journal, &[Level::Different])
                && !known
                && !is(Field::Abstract, &[Level::Same]),
        ),
        (
            Conflict::Supplement,
            supplement_conflict(a, b, levels) && !known,
        ),
        (Conflict::Title, titles_conflict(a, b, levels)),
        (
            Conflict::Authors,
            is(Field::Authors, &[Level::Different, Level::Weak]) && !known,
        ),
    ];
    rules
        .into_iter()
        .find(|(_, holds)| *holds)
        .map(|(conflict, _)| conflict)
}

/// Two DOIs; a work may have two where title, year and place agree.
fn dois_conflict(levels: &Levels, placed: bool) -> bool {
    let is_one_work = placed
        && !levels.is(Field::Issue, &[Level::Different])
        && levels.is(Field::Title, &[Level::Same, Level::Close])
        && levels.is(Field::Year, &[Level::Same, Level::Close]);
    levels.is(Field::Doi, &[Level::Different]) && !is_one_work
}

/// Whether title and authors say that the identifier in common is a mistake.
fn has_wrong_number(levels: &Levels) -> bool {
    let is_other = [Level::Different, Level::Weak, Level::Numbered];
    let has_authors = levels.is(Field::Authors, &[Level::Same, Level::Close]);
    levels.is(Field::Title, &is_other) && !(has_authors && levels.same(Field::Year))
}

fn protocol_only(a: &Candidate, b: &Candidate) -> bool {
    matches!(
        (a.notice, b.notice),
        (Some(Notice::Protocol), None) | (None, Some(Notice::Protocol))
    )
}

/// Titles of which one is longer or reworded need more than a page that abstracts of a meeting
/// share: a number, a range of pages, or the abstract.
fn titles_conflict(a: &Candidate, b: &Candidate, levels: &Levels) -> bool {
    let is = |wanted: &[Level]| levels.is(Field::Title, wanted);
    if is(&[Level::Same, Level::Close]) {
        return false;
    }
    if levels.is(Field::Abstract, &[Level::Different]) && !identifies(levels) {
        return true;
    }
    let placed = in_place(levels);
    let has_range = placed && is_range(a) && is_range(b);
    let identified = identifies(levels);
    if is(&[Level::Part]) {
        let on_own_page = placed && !in_supplement(a) && !in_supplement(b);
        let is_same_text = levels.same(Field::Abstract) || adds_frame(a, b);
        return !(identified || has_range || on_own_page || is_same_text);
    }
    let has_authors = levels.is(Field::Authors, &[Level::Same, Level::Close, Level::Part])
        || (identified && placed && levels.of(Field::Authors) == Level::Missing);
    let has_place = has_range && levels.is(Field::Journal, &[Level::Same, Level::Alike]);
    !((identified || has_range)
        && has_authors
        && !levels.is(Field::Year, &[Level::Weak, Level::Different])
        && (is(&[Level::Alike, Level::Missing]) || has_place))
}

/// Whether one title has nothing more than the other but words for the design of a study, or a
/// heading of the journal in front.
fn adds_frame(a: &Candidate, b: &Candidate) -> bool {
    a.title()
        .zip(b.title())
        .is_some_and(|(x, y)| title::adds_design(x, y) || title::adds_heading(x, y))
}

/// Whether it stands on pages of its own, or under a number of its own.
fn is_range(candidate: &Candidate) -> bool {
    let Some(pages) = candidate.pages() else {
        return false;
    };
    let first = super::plain::number(&pages.first);
    let is_several = pages
        .last
        .zip(first)
        .is_some_and(|(last, first)| last > first);
    let is_number =
        pages.first.starts_with('e') || first.is_some_and(|first| first >= ARTICLE_NUMBER);
    is_several || (is_number && !pages.first.starts_with('s'))
}

/// Whether the years differ and only one stands in a supplement, as abstracts of meetings do.
fn supplement_conflict(a: &Candidate, b: &Candidate, levels: &Levels) -> bool {
    !levels.is(Field::Year, &[Level::Same, Level::Missing]) && in_supplement(a) != in_supplement(b)
}

fn in_supplement(candidate: &Candidate) -> bool {
    let starts = |text| {
        candidate
            .text(text)
            .is_some_and(|text: &str| text.starts_with('s'))
    };
    starts(Text::Issue) || starts(Text::FirstPage)
}

fn kinds_conflict(a: Kind, b: Kind) -> bool {
    let class = |kind| match kind {
        Kind::TrialRegistration => 1,
        Kind::Preprint => 2,
        Kind::Book => 3,
        _ => 0,
    };
    let is_open = |kind| kind == Kind::Other;
    class(a) != class(b)
        && !((is_open(a) || is_open(b)) && class(a).max(class(b)) == 3)
        && !((a == Kind::ConferencePaper || b == Kind::ConferencePaper)
            && class(a).max(class(b)) == 3)
}

/// Other pages in one volume, or other pages and another volume.
fn places_conflict(a: &Candidate, b: &Candidate, levels: &Levels) -> bool {
    let apart = a
        .pages()
        .zip(b.pages())
        .is_some_and(|(x, y)| place::are_apart(&x, &y));
    let other_pages = levels.is(Field::Pages, &[Level::Different]);
    let other_volume = levels.is(Field::Volume, &[Level::Different]);
    let other_issue = levels.is(Field::Issue, &[Level::Different]);
    let others = [other_pages, other_volume, other_issue]
        .iter()
        .filter(|other| **other)
        .count();
    (other_pages && apart)
        || others >= 2
        || (other_issue && levels.of(Field::Pages) == Level::Missing)
        || (other_pages && !levels.same(Field::Volume))
        || (other_volume && !levels.is(Field::Pages, &[Level::Same, Level::Close]))
}

fn generic(a: &Candidate, b: &Candidate) -> bool {
    let is = |candidate: &Candidate| candidate.text(Text::Title).is_some_and(is_generic);
    is(a) || is(b)
}

/// Whether a title is too short to name a work without its authors.
fn short(a: &Candidate, b: &Candidate) -> bool {
    let is = |candidate: &Candidate| {
        candidate
            .title()
            .is_some_and(|title| title.split(' ').count() < TELLING)
    };
    is(a) || is(b)
}

/// How two records that are not merged belong together.
fn link(a: &Candidate, b: &Candidate, levels: &Levels, conflict: Option<Conflict>) -> Option<Link> {
    let is_like = levels.is(
        Field::Title,
        &[Level::Same, Level::Close, Level::Part, Level::Alike],
    );
    let has_authors = levels.is(Field::Authors, &[Level::Same, Level::Close, Level::Part]);
    let share_trial = share_trial(a, b);
    let has_kind = |kind| (a.kind == kind) != (b.kind == kind);
    let belongs = is_like && !generic(a, b) && !levels.is(Field::Authors, &[Level::Different]);
    match conflict {
        Some(Conflict::Notice) if belongs => Some(if protocol_only(a, b) {
            Link::Protocol
        } else {
            Link::Notice
        }),
        Some(Conflict::Kind) if has_kind(Kind::TrialRegistration) && (belongs || share_trial) => {
            Some(Link::Registration)
        }
        Some(Conflict::Kind) if has_kind(Kind::Preprint) && belongs => Some(Link::Preprint),
        Some(Conflict::Numbered) if has_authors => Some(Link::Part),
        Some(Conflict::Version) if is_like => Some(Link::Version),
        _ if share_trial => Some(Link::Trial),
        Some(Conflict::WrongDoi | Conflict::Generic) | None => None,
        Some(_) if belongs && has_authors && has_kind(Kind::ConferencePaper) => {
            Some(Link::Conference)
        }
        Some(
            Conflict::Doi | Conflict::Number | Conflict::Year | Conflict::Place | Conflict::Journal,
        ) if has_authors
            && levels.is(Field::Title, &[Level::Same, Level::Close])
            && !generic(a, b)
            && (conflict == Some(Conflict::Place) || differs_clearly(levels)) =>
        {
            Some(Link::Republished)
        }
        Some(_) => None,
    }
}

/// Whether identifiers or years say that there are two works.
fn differs_clearly(levels: &Levels) -> bool {
    levels.is(Field::Number, &[Level::Different])
        || levels.is(Field::Doi, &[Level::Different])
        || levels.is(Field::Year, &[Level::Weak, Level::Different])
}

fn share_trial(a: &Candidate, b: &Candidate) -> bool {
    let Some((x, y)) = a.text(Text::Trials).zip(b.text(Text::Trials)) else {
        return false;
    };
    x.split(' ')
        .any(|number| y.split(' ').any(|other| number == other))
}

#[cfg(test)]
mod tests {
    use super::{Verdict, is_plainly_apart, judge};
    use crate::dedupe::{Candidate, Settings};
    use crate::{Contributor, Date, Person, Record, Role};

    const ONE: &str = "Ketamine by infusion or by nose in older adults: a randomised trial";
    const TITLES: [&str; 6] = [
        ONE,
        "Ketamine by infusion or by nose in older adults",
        "Ketamine by infusion or by mouth in adults: a randomised trial, part 2",
        "Nasal or infused ketamine in older people: a trial with two groups",
        "Ketamin als Infusion oder durch die Nase bei Älteren: eine Studie",
        "Sleep after magnetic stimulation of the cortex",
    ];

    /// Every combination of values that may differ from those of the first record.
    fn records() -> Vec<Candidate> {
        let mut records = Vec::new();
        for number in 0..6 * 3 * 3 * 3 * 2 * 2 {
            let mut rest = number;
            let mut of = |count: usize| {
                let at = rest % count;
                rest /= count;
                at
            };
            let record = Record {
                title: Some(TITLES[of(6)].to_owned()),
                date: [Some("2021"), Some("2022"), None][of(3)].map(Date::parse),
                volume: [Some("290"), Some("4"), None][of(3)].map(str::to_owned),
                pages: [Some("1201-1209"), Some("17-25"), None][of(3)].map(str::to_owned),
                contributors: vec![Contributor {
                    role: Role::Author,
                    person: Person::from_inverted(["Alvarez, B", "Brandt, C"][of(2)]),
                    affiliations: Vec::new(),
                    orcid: None,
                }],
                abstract_text: [Some(ONE), None][of(2)].map(|text| text.repeat(4)),
                ..Record::default()
            };
            let id = format!("3f9a2c1b-{}", number + 1).parse().unwrap();
            records.push(Candidate::of(id, &record));
        }
        records
    }

    #[test]
    fn what_is_plainly_apart_is_apart() {
        let settings = Settings::default();
        let records = records();
        let mut plain = 0;
        for a in records.iter().step_by(5) {
            for b in &records {
                if is_plainly_apart(a, b, &settings) {
                    plain += 1;
                    let judged = judge(a, b, settings.thresholds);
                    assert_eq!(judged.verdict, Verdict::Apart, "{a:?} {b:?}");
                    assert!(judged.probability < settings.floor, "{a:?} {b:?}");
                }
            }
        }
        assert!(plain > 1_000, "{plain}");
    }
}
