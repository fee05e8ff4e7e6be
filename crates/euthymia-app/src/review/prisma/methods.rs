//! The methods of a review in words, from what its folder holds.

use super::reading::PrismaReading;
use super::{collecting, counted};
use crate::review::agreement::agreement_words;
use crate::review::order::ReadingOrder;
use euthymia_review::log::{Purpose, Ranked, Stage, standing};
use euthymia_review::screen::Consensus;
use euthymia_review::{Event, How, Source};
use std::collections::BTreeSet;

/// How the review was done, one paragraph for each part. Only what the folder holds is said.
#[must_use]
pub fn paragraphs(reading: &PrismaReading<'_>) -> Vec<String> {
    let parts = [
        sources(reading),
        duplicates(reading),
        selection(reading),
        order(reading),
        stopping(reading),
        collecting::values(reading),
        collecting::judgements(reading),
        Some(software()),
    ];
    parts.into_iter().flatten().collect()
}

/// What was searched, and when.
pub(super) fn sources(reading: &PrismaReading<'_>) -> Option<String> {
    let sources = &reading.state.sources;
    let named: Vec<String> = sources.iter().map(source).collect();
    (!named.is_empty()).then(|| {
        format!(
            "We searched {}. The searches gave {}.",
            in_a_row(&named),
            counted(reading.state.records(), "record", "records")
        )
    })
}

fn source(source: &Source) -> String {
    let details = [source.platform.as_deref(), source.searched_on.as_deref()];
    let details: Vec<&str> = details.into_iter().flatten().collect();
    match details.is_empty() {
        true => source.database.clone(),
        false => format!("{} ({})", source.database, details.join(", ")),
    }
}

/// How copies were found.
pub(super) fn duplicates(reading: &PrismaReading<'_>) -> Option<String> {
    let mut rules = BTreeSet::new();
    let (mut by_rule, mut by_person, mut apart) = (0, 0, 0);
    for (_, _, event) in standing(reading.session.folder.log().entries()) {
        match event {
            Event::DuplicatesSearched { rule, .. } => {
                rules.insert(rule.as_str());
            }
            Event::RecordsMerged { how, .. } => match how {
                How::Automatic { rule, .. } => {
                    rules.insert(rule.as_str());
                    by_rule += 1;
                }
                How::ByPerson => by_person += 1,
            },
            Event::KeptApart { .. } => apart += 1,
            _ => {}
        }
    }
    if rules.is_empty() && by_person == 0 {
        return None;
    }
    let rules: Vec<String> = rules.into_iter().map(str::to_owned).collect();
    let with = match rules.is_empty() {
        true => "by people".to_owned(),
        false => format!("with the rule {}", in_a_row(&rules)),
    };
    Some(format!(
        "Duplicates were looked for {with}: {} as copies by the rule and {by_person} by a person, \
         who kept {} apart. {} removed as copies.",
        counted(by_rule, "group was joined", "groups were joined"),
        counted(apart, "pair", "pairs"),
        counted(reading.state.duplicates(), "record was", "records were"),
    ))
}

/// Who decided on records, at both stages.
pub(super) fn selection(reading: &PrismaReading<'_>) -> Option<String> {
    let stages = [
        (Stage::TitleAbstract, "Titles and abstracts"),
        (Stage::FullText, "Full texts"),
    ];
    let said: Vec<String> = stages
        .into_iter()
        .filter_map(|(stage, words)| stage_words(reading, stage, words))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn stage_words(reading: &PrismaReading<'_>, stage: Stage, words: &str) -> Option<String> {
    let screening = &reading.screening;
    let (mut alone, mut several) = (0, 0);
    let mut people = BTreeSet::new();
    let mut settled: Vec<&Consensus> = Vec::new();
    for unit in &screening.units {
        let decided = unit.at(stage);
        match decided.deciders() {
            0 => {}
            1 => alone += 1,
            _ => several += 1,
        }
        people.extend(decided.decisions.iter().map(|own| own.reviewer));
        settled.extend(decided.consensus.as_deref());
    }
    if alone + several == 0 {
        return None;
    }
    let rules = screening.rules.at(stage);
    let needed = match rules.reviewers {
        0 | 1 => "one reviewer".to_owned(),
        2 => "two reviewers".to_owned(),
        more => format!("{more} reviewers"),
    };
    let blinded = match (rules.reviewers > 1, rules.blinded) {
        (true, true) => ", none of whom saw the decisions of others before deciding",
        (true, false) => ", who could see each other's decisions",
        (false, _) => "",
    };
    let mut said = format!(
        "{words} were to be decided on by {needed}{blinded}; {} took part. {} decided on by several \
         reviewers and {alone} by one.",
        counted(people.len() as u64, "person", "people"),
        counted(several, "report was", "reports were"),
    );
    for pair in agreement_words(screening, stage) {
        said += &format!(" {pair}");
    }
    if !settled.is_empty() {
        let together = settled.iter().filter(|own| !own.with.is_empty()).count() as u64;
        let alone = settled.len() as u64 - together;
        said += &format!(
            " Disagreements were settled on {}: {together} together and {alone} by one person.",
            counted(settled.len() as u64, "report", "reports")
        );
    }
    Some(said)
}

/// Pilots, samples and the order in which records were shown.
fn order(reading: &PrismaReading<'_>) -> Option<String> {
    let screening = &reading.screening;
    let mut said = Vec::new();
    for drawn in &screening.rounds {
        let what = match drawn.round.purpose {
            Purpose::Pilot => "a pilot that all reviewers decided on",
            Purpose::Sample => "a random sample of what was left",
        };
        said.push(format!(
            "{} drawn for {what} (\"{}\", seed {}).",
            counted(drawn.units.len() as u64, "report was", "reports were"),
            drawn.round.name,
            drawn.round.seed
        ));
    }
    said.extend(shown(&screening.ranked));
    (!said.is_empty()).then(|| said.join(" "))
}

/// In which order records were shown: the last one that was learnt, else the last at random.
fn shown(ranked: &[Ranked]) -> Option<String> {
    let of = |own: &&Ranked| ReadingOrder::of(own);
    let is_learnt = |own: &&Ranked| of(own).is_none_or(|order| order.is_learnt());
    if let Some(own) = ranked.iter().rev().find(is_learnt) {
        let known = match own.known.len() as u64 {
            0 => String::new(),
            known => format!(
                ", and from {}",
                counted(known, "text that was known", "texts that were known")
            ),
        };
        return Some(format!(
            "Records were shown in the order of a model that learnt from decisions{known} ({}, seed \
             {}); it excluded none by itself.",
            own.model, own.seed
        ));
    }
    let at_random = |own: &&Ranked| matches!(of(own), Some(ReadingOrder::Random(_)));
    let own = ranked.iter().rev().find(at_random)?;
    Some(format!(
        "Records were shown in random order (seed {}).",
        own.seed
    ))
}

/// Why screening ended before every record had been looked at.
fn stopping(reading: &PrismaReading<'_>) -> Option<String> {
    let ends = &reading.screening.ends;
    let end = |own: &euthymia_review::screen::Ended| {
        let at = match own.stopped.stage {
            Stage::TitleAbstract => "titles and abstracts",
            Stage::FullText => "full texts",
        };
        format!(
            "Screening of {at} was stopped by the rule \"{}\" with {} not looked at: {}",
            own.stopped.rule,
            counted(own.set_aside as u64, "report", "reports"),
            own.stopped.statement
        )
    };
    (!ends.is_empty()).then(|| ends.iter().map(end).collect::<Vec<_>>().join(" "))
}

/// The program.
pub(super) fn software() -> String {
    format!(
        "Records, decisions and counts were kept with Euthymia {}, whose log holds every decision \
         with its author and time.",
        env!("CARGO_PKG_VERSION")
    )
}

fn in_a_row(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
