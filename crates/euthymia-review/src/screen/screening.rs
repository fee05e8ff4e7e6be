//! The fold: entries into what was decided of each report.

use std::collections::HashSet;
use std::sync::Arc;

use super::index::Index;
use super::reasons::Given;
use super::{Consensus, Decision, Finding, Outcome, Rules, Unit};
use crate::log::{
    Entry, Event, EventId, Purpose, Ranked, Round, Screened, Settled, Stage, State, Stopped,
    standing,
};
use crate::{ImportId, RecordId};

/// A drawn set of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// What was drawn.
    pub round: Round,
    /// Places of its reports in [`Screening::units`], in the order of the draw.
    pub units: Vec<usize>,
}

/// An end of screening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The event.
    pub event: EventId,
    /// Who ended it.
    pub by: String,
    /// What was said.
    pub stopped: Stopped,
    /// Reports that nobody had decided on when it ended.
    pub set_aside: usize,
}

/// What was decided of each report.
#[derive(Debug, Clone)]
pub struct Screening {
    /// The rules.
    pub rules: Rules,
    /// Reports in the order of the imports.
    pub units: Vec<Unit>,
    /// Who decided anything, or may.
    pub reviewers: Vec<String>,
    /// Drawn sets.
    pub rounds: Vec<Drawn>,
    /// Ends of screening, in order.
    pub ends: Vec<Ended>,
    /// The order in which records are shown, by stage; the last one counts.
    pub ranked: Vec<Ranked>,
    /// What reading found that a person should look at.
    findings: Vec<Finding>,
    index: Index,
    given: Given,
    /// Reviewers of `review.toml`: as many decide in a pilot.
    people: u32,
    /// Reports that were drawn for a pilot, by stage.
    pilots: HashSet<(Stage, usize)>,
    /// Files that had been taken in so far.
    arrived: HashSet<ImportId>,
}

impl Screening {
    /// Reads entries in their order. `people` are the reviewers of `review.toml`.
    pub fn of(entries: &[Entry], state: &State, rules: Rules, people: &[String]) -> Self {
        let (index, units) = Index::of(state);
        let mut screening = Self {
            rules,
            units,
            reviewers: people.to_vec(),
            rounds: Vec::new(),
            ends: Vec::new(),
            ranked: Vec::new(),
            findings: Vec::new(),
            index,
            given: Given::default(),
            people: u32::try_from(people.len()).unwrap_or(u32::MAX),
            pilots: HashSet::new(),
            arrived: HashSet::new(),
        };
        for (entry, id, event) in standing(entries) {
            screening.take(entry, id, event);
        }
        screening
    }

    /// Goes on with one entry more, the newest. `false` when it changes what cannot be gone on
    /// with, such as an undoing or a merge: then everything must be read again.
    #[must_use]
    pub fn note(&mut self, entry: &Entry) -> bool {
        let goes_on = entry.events.iter().all(|event| {
            !matches!(
                event,
                Event::Undone { .. }
                    | Event::ProtocolChanged(_)
                    | Event::Imported(_)
                    | Event::ImportWithdrawn { .. }
                    | Event::RecordsMerged { .. }
                    | Event::KeptApart { .. }
            )
        });
        if goes_on {
            for (id, event) in entry.named() {
                self.take(entry, id, event);
            }
        }
        goes_on
    }

    /// The report of a record.
    pub fn unit(&self, record: RecordId) -> Option<&Unit> {
        self.units.get(self.index.find(record)?)
    }

    /// Its place in [`Screening::units`].
    pub fn place(&self, record: RecordId) -> Option<usize> {
        self.index.find(record)
    }

    /// Place of a reviewer; `None` for who neither may decide nor has decided.
    pub fn reviewer(&self, name: &str) -> Option<u16> {
        let place = self.reviewers.iter().position(|own| own == name)?;
        u16::try_from(place).ok()
    }

    /// What follows for a report at a stage.
    pub fn outcome(&self, place: usize, stage: Stage) -> Outcome {
        let Some(unit) = self.units.get(place) else {
            return Outcome::NotHere;
        };
        let comes = stage == Stage::TitleAbstract
            || self.outcome(place, Stage::TitleAbstract) == Outcome::Included;
        match comes {
            true => unit.outcome(stage, self.needed(place, stage), &self.rules),
            false => Outcome::NotHere,
        }
    }

    /// How many reviewers decide on a report: in a pilot, all of `review.toml`.
    pub fn needed(&self, place: usize, stage: Stage) -> u32 {
        let rule = self.rules.at(stage).reviewers.max(1);
        let is_pilot = !self.pilots.is_empty() && self.pilots.contains(&(stage, place));
        match is_pilot {
            true => rule.max(self.people),
            false => rule,
        }
    }

    /// What a person should look at: what reading found, and what only the whole shows.
    pub fn all_findings(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        for (place, unit) in self.units.iter().enumerate() {
            let record = unit.record;
            let is_decided = |stage| !unit.at(stage).decisions.is_empty();
            if unit.removed.is_some() {
                if is_decided(Stage::TitleAbstract) || is_decided(Stage::FullText) {
                    findings.push(Finding::RemovedAndDecided { record });
                }
                continue;
            }
            let has_come = || self.outcome(place, Stage::TitleAbstract) == Outcome::Included;
            if is_decided(Stage::FullText) && !has_come() {
                findings.push(Finding::Early { record });
            }
            for stage in [Stage::TitleAbstract, Stage::FullText] {
                let deciders = unit.at(stage).deciders();
                if deciders > self.rules.at(stage).reviewers.max(1) as usize {
                    let needed = self.needed(place, stage);
                    if deciders > needed as usize {
                        findings.push(Finding::Crowded {
                            record,
                            stage,
                            deciders,
                            needed,
                        });
                    }
                }
            }
        }
        findings
    }

    fn take(&mut self, entry: &Entry, id: EventId, event: &Event) {
        match event {
            Event::Imported(imported) => {
                self.arrived.insert(imported.import);
            }
            Event::RemovedBeforeScreening {
                records,
                by,
                reason,
            } => {
                for &record in records {
                    if let Some(unit) = self.find(id, record) {
                        unit.removed = Some((*by, reason.clone()));
                    }
                }
            }
            Event::Screened(screened) => self.decide(entry, id, screened),
            Event::Settled(settled) => self.settle(entry, id, settled),
            Event::Tagged { record, tag, on } => self.tag(entry, id, *record, (tag, *on)),
            Event::RoundDrawn(round) => self.draw(id, round),
            Event::Ranked(ranked) => self.ranked.push((**ranked).clone()),
            Event::ScreeningStopped(stopped) => self.stop(entry, id, stopped),
            Event::FullTextAttached(full_text) => {
                if let Some(unit) = self.find(id, full_text.record) {
                    unit.not_retrieved = None;
                }
            }
            Event::FullTextNotRetrieved { record, reason } => {
                if let Some(unit) = self.find(id, *record) {
                    unit.not_retrieved = Some(reason.clone());
                }
            }
            _ => {}
        }
    }

    fn find(&mut self, event: EventId, record: RecordId) -> Option<&mut Unit> {
        let Some(place) = self.index.find(record) else {
            self.findings.push(Finding::NoRecord { event, record });
            return None;
        };
        let unit = self.units.get_mut(place)?;
        if unit.record != record {
            self.findings.push(Finding::Moved {
                event,
                record,
                unit: unit.record,
            });
        }
        Some(unit)
    }

    fn person(&mut self, name: &str) -> u16 {
        let known = self.reviewers.iter().position(|own| own == name);
        let place = known.unwrap_or_else(|| {
            self.reviewers.push(name.to_owned());
            self.reviewers.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn decide(&mut self, entry: &Entry, event: EventId, screened: &Screened) {
        let record = screened.record;
        for reason in &screened.reasons {
            self.check_reason(event, record, reason);
        }
        let decision = Decision {
            event,
            time: entry.time,
            reviewer: self.person(&entry.author),
            record,
            verdict: screened.verdict,
            reasons: self.given.shared(&screened.reasons),
            seconds: screened.seconds,
        };
        if let Some(unit) = self.find(event, record) {
            unit.at_mut(screened.stage).take(decision);
        }
    }

    fn settle(&mut self, entry: &Entry, event: EventId, settled: &Settled) {
        if let Some(reason) = &settled.reason {
            self.check_reason(event, settled.record, reason);
        }
        let consensus = Consensus {
            event,
            by: entry.author.clone(),
            with: settled.with.clone(),
            verdict: settled.verdict,
            reason: settled.reason.as_deref().map(Arc::from),
        };
        let stage = settled.stage;
        let Some(unit) = self.find(event, settled.record) else {
            return;
        };
        let record = unit.record;
        let earlier = unit.at_mut(stage).consensus.replace(Box::new(consensus));
        if let Some(earlier) = earlier
            && (earlier.verdict, earlier.reason.as_deref())
                != (settled.verdict, settled.reason.as_deref())
        {
            self.findings.push(Finding::SettledTwice {
                first: earlier.event,
                second: event,
                record,
                stage,
            });
        }
    }

    fn check_reason(&mut self, event: EventId, record: RecordId, reason: &str) {
        if self.rules.rank(reason).is_none() {
            self.findings.push(Finding::UnknownReason {
                event,
                record,
                reason: reason.to_owned(),
            });
        }
    }

    fn tag(&mut self, entry: &Entry, event: EventId, record: RecordId, (tag, on): (&str, bool)) {
        let Some(unit) = self.find(event, record) else {
            return;
        };
        let people = unit.tags.entry(tag.to_owned()).or_default();
        people.retain(|own| *own != entry.author);
        if on {
            people.push(entry.author.clone());
        }
        unit.tags.retain(|_, people| !people.is_empty());
    }

    fn draw(&mut self, event: EventId, round: &Round) {
        if self.rounds.iter().any(|own| own.round.name == round.name) {
            let name = round.name.clone();
            self.findings.push(Finding::RoundTwice { event, name });
            return;
        }
        let mut units = Vec::with_capacity(round.records.len());
        let mut drawn = HashSet::new();
        for &record in &round.records {
            let is_here = self.find(event, record).is_some();
            let place = self.index.find(record).filter(|_| is_here);
            units.extend(place.filter(|&place| drawn.insert(place)));
        }
        if round.purpose == Purpose::Pilot {
            let pilots = units.iter().map(|&place| (round.stage, place));
            self.pilots.extend(pilots);
        }
        self.rounds.push(Drawn {
            round: round.clone(),
            units,
        });
    }

    fn stop(&mut self, entry: &Entry, event: EventId, stopped: &Stopped) {
        let stage = stopped.stage;
        let mut set_aside = 0;
        for place in 0..self.units.len() {
            // The files of a later search are not meant.
            let unit = self.units.get(place);
            let is_here = unit.is_some_and(|unit| self.arrived.contains(&unit.record.import));
            if is_here
                && self.outcome(place, stage) == Outcome::Undecided
                && let Some(unit) = self.units.get_mut(place)
            {
                unit.at_mut(stage).is_set_aside = true;
                set_aside += 1;
            }
        }
        self.ends.push(Ended {
            event,
            by: entry.author.clone(),
            stopped: stopped.clone(),
            set_aside,
        });
    }
}
