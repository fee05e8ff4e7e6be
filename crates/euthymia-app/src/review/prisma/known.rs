//! What the folder of a review answers of the reporting checklists, and what people answered.

use super::reading::PrismaReading;
use super::{appendix, collecting, methods};
use euthymia_report::checklist::{Checklist, Fact};
use euthymia_review::Event;
use euthymia_review::log::{SourceKind, standing};
use std::collections::BTreeMap;

/// Identifiers of the sections of the document that answers lead to.
pub(super) const METHODS: &str = "methods";
pub(super) const FLOW: &str = "flow";
pub(super) const EXCLUDED: &str = "excluded";
pub(super) const CHECKLISTS: &str = "checklists";

/// Facts by the numbers of the items of a checklist.
pub(super) type Known = BTreeMap<String, Fact>;

/// What is known of each item of a checklist. What people answered comes first.
pub(super) fn known(reading: &PrismaReading<'_>, checklist: &Checklist) -> Known {
    let mut known = match checklist.id.as_str() {
        "prisma2020" => of_review(reading),
        "prisma2020-abstract" => of_abstract(reading),
        _ => of_searches(reading),
    };
    for (item, answer) in answers(reading, &checklist.id) {
        let more = match known.remove(item) {
            Some(Fact::Said { text, .. }) => format!("{answer} {text}"),
            _ => answer.to_owned(),
        };
        let fact = match answer.to_lowercase().starts_with("not applicable") {
            true => Fact::not_applicable(answer),
            false => Fact::said(CHECKLISTS, more),
        };
        known.extend(fact.map(|fact| (item.to_owned(), fact)));
    }
    known
}

/// The last answer of people to each item.
fn answers<'r>(reading: &'r PrismaReading<'_>, wanted: &str) -> BTreeMap<&'r str, &'r str> {
    let mut answers = BTreeMap::new();
    for (_, _, event) in standing(reading.session.folder.log().entries()) {
        if let Event::ChecklistAnswered {
            checklist,
            item,
            answer,
        } = event
            && checklist == wanted
        {
            answers.insert(item.as_str(), answer.as_str());
        }
    }
    answers
}

fn put(known: &mut Known, item: &str, section: &str, text: Option<String>) {
    let fact = text.and_then(|text| Fact::said(section, text));
    known.extend(fact.map(|fact| (item.to_owned(), fact)));
}

fn of_review(reading: &PrismaReading<'_>) -> Known {
    let mut known = Known::new();
    put(&mut known, "4", METHODS, question(reading));
    put(&mut known, "5", METHODS, criteria(reading));
    put(&mut known, "6", appendix::ID, dated(reading));
    put(&mut known, "7", appendix::ID, strategies(reading));
    put(&mut known, "8", METHODS, methods::selection(reading));
    put(&mut known, "9", METHODS, collecting::values(reading));
    put(&mut known, "11", METHODS, collecting::judgements(reading));
    let flow = &reading.flow;
    let is_screened = flow.columns().iter().any(|own| own.screened > 0);
    let counts = is_screened.then(|| flow_words(reading));
    put(&mut known, "16a", FLOW, counts);
    let excluded: u64 = flow
        .columns()
        .iter()
        .map(|own| own.excluded_by_full_text())
        .sum();
    let listed = super::counted(excluded, "excluded report is", "excluded reports are");
    let listed = (excluded > 0).then(|| format!("{listed} listed with reasons."));
    put(&mut known, "16b", EXCLUDED, listed);
    let judged = collecting::all_judged(reading);
    put(&mut known, "18", collecting::APPRAISALS, judged);
    known
}

fn of_abstract(reading: &PrismaReading<'_>) -> Known {
    let mut known = Known::new();
    put(&mut known, "2", METHODS, question(reading));
    put(&mut known, "3", METHODS, criteria(reading));
    put(&mut known, "4", appendix::ID, dated(reading));
    known
}

fn of_searches(reading: &PrismaReading<'_>) -> Known {
    let mut known = Known::new();
    let id = appendix::ID;
    put(&mut known, "1", id, with_platforms(reading));
    let items = [
        ("3", SourceKind::Register),
        ("4", SourceKind::Website),
        ("5", SourceKind::CitationSearching),
        ("6", SourceKind::Organisation),
        ("7", SourceKind::Other),
    ];
    for (item, kind) in items {
        put(&mut known, item, id, of_kind(reading, kind));
    }
    put(&mut known, "8", id, strategies(reading));
    put(&mut known, "9", id, limits(reading));
    put(&mut known, "13", id, days(reading));
    let records = super::counted(reading.state.records(), "record", "records");
    let is_there = !reading.state.sources.is_empty() && reading.state.records() > 0;
    let total = is_there.then(|| format!("{records} in all; each source is listed with its own."));
    put(&mut known, "15", id, total);
    put(&mut known, "16", id, methods::duplicates(reading));
    known
}

fn question(reading: &PrismaReading<'_>) -> Option<String> {
    let question = &reading.session.protocol.question;
    let list = |own: &[String]| (!own.is_empty()).then(|| own.join("; "));
    let parts = [
        ("Population", question.population.clone()),
        ("Intervention", question.intervention.clone()),
        ("Comparator", question.comparator.clone()),
        ("Outcomes", list(&question.outcomes)),
        ("Designs", list(&question.designs)),
    ];
    let said = parts.into_iter();
    let said: Vec<String> = said
        .filter_map(|(name, own)| own.map(|own| format!("{name}: {own}.")))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// What is included and excluded, as `review.toml` says it.
pub(super) fn criteria(reading: &PrismaReading<'_>) -> Option<String> {
    let criteria = &reading.session.protocol.criteria;
    let list = |name: &str, own: &[String]| {
        (!own.is_empty()).then(|| format!("{name}: {}.", own.join("; ")))
    };
    let said = [
        list("Included", &criteria.include),
        list("Excluded", &criteria.exclude),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// That strategies are kept: said only where those of all databases and registers are.
fn strategies(reading: &PrismaReading<'_>) -> Option<String> {
    let sources = reading.state.sources.iter();
    let mut searched = sources.filter(|own| own.kind().is_database_or_register());
    let is_there = searched.clone().next().is_some();
    let all = searched.all(|own| own.strategy.is_some());
    (is_there && all)
        .then(|| "The exact strategy of every database and register is kept.".to_owned())
}

fn limits(reading: &PrismaReading<'_>) -> Option<String> {
    let limited = reading.state.sources.iter();
    let said: Vec<String> = limited
        .filter_map(|own| Some(format!("{}: {}.", own.database, own.limits.as_ref()?)))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The day of every search: said only where all of them are known.
fn days(reading: &PrismaReading<'_>) -> Option<String> {
    let sources = &reading.state.sources;
    let days: Option<Vec<String>> = sources
        .iter()
        .map(|own| Some(format!("{}: {}.", own.database, own.searched_on.as_ref()?)))
        .collect();
    days.filter(|own| !own.is_empty()).map(|own| own.join(" "))
}

/// What was searched and when: said only where the day of every search is known.
fn dated(reading: &PrismaReading<'_>) -> Option<String> {
    days(reading).and_then(|_| methods::sources(reading))
}

/// What was searched: said only where the platform of every database is known.
fn with_platforms(reading: &PrismaReading<'_>) -> Option<String> {
    let sources = reading.state.sources.iter();
    let mut databases = sources.filter(|own| own.kind() == SourceKind::Database);
    let all = databases.all(|own| own.platform.is_some());
    all.then(|| methods::sources(reading)).flatten()
}

fn of_kind(reading: &PrismaReading<'_>, kind: SourceKind) -> Option<String> {
    let sources = reading.state.sources.iter();
    let named: Vec<&str> = sources
        .filter(|own| own.kind() == kind)
        .map(|own| own.database.as_str())
        .collect();
    (!named.is_empty()).then(|| format!("{}.", named.join(", ")))
}

/// The flow in one sentence.
pub(super) fn flow_words(reading: &PrismaReading<'_>) -> String {
    let flow = &reading.flow;
    let sum = |get: fn(&euthymia_review::prisma::Column) -> u64| -> u64 {
        flow.columns().into_iter().map(get).sum()
    };
    format!(
        "Of {} identified, {} removed as duplicates; {} were screened, {} assessed by their full \
         text, and {} of {} included.",
        super::counted(sum(|own| own.records()), "record", "records"),
        super::counted(sum(|own| own.duplicates), "was", "were"),
        sum(|own| own.screened),
        super::counted(sum(|own| own.assessed), "report", "reports"),
        super::counted(flow.total.reports, "report", "reports"),
        super::counted(flow.total.studies, "study", "studies"),
    )
}
