//! The screener: a review that is open at a stage, for one reviewer.

use super::advice::Advice;
use super::lineup::Lineup;
use super::order::Learning;
use super::ordered::Showing;
use super::progress::{Pace, Tally};
use super::reader::Reader;
use super::search::Search;
use super::shown::Remark;
use super::words::Words;
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::{Stage, Verdict, standing};
use euthymia_review::screen::{Outcome, Screening};
use euthymia_review::{EntryId, Event, EventId, RecordId};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// What is screened, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The stage.
    pub stage: Stage,
    /// Whether disagreements are settled, not reports decided on.
    pub settles: bool,
    /// Who takes part in settling besides the reviewer; where nobody is named and the reviewer is
    /// one of those who disagree, all of those.
    pub with: Vec<String>,
}

/// A review that is open at a stage, for one reviewer. Every decision is in the log and on the disk
/// when its function returns, so that nothing is lost when the program ends, however it ends.
///
/// # Example
/// ```
/// use euthymia_app::review::screener::{Action, Moment, Screener, Setting, Told};
/// use euthymia_app::review::{Stage, Who, create};
///
/// let path = std::env::temp_dir().join(format!("euthymia-screener-{}", std::process::id()));
/// let now = "2026-03-01T09:30:00Z";
/// let who = Who { by: Some("ab".to_owned()), now: now.to_owned() };
/// let session = create(&path, "Ketamine", &who).unwrap();
/// let setting = Setting { stage: Stage::TitleAbstract, settles: false, with: Vec::new() };
/// let mut screener = Screener::open(session, setting).unwrap();
/// assert!(screener.shown().is_none(), "no file was taken in yet");
/// let moment = Moment { now, since: std::time::Duration::from_secs(3) };
/// let told = screener.act(Action::Include, moment).unwrap();
/// assert!(matches!(told, Told::Refused(_)));
/// # std::fs::remove_dir_all(&path).unwrap();
/// ```
#[derive(Debug)]
pub struct Screener {
    pub(super) session: Session,
    pub(super) setting: Setting,
    /// Who screens.
    pub(super) by: String,
    pub(super) screening: Screening,
    pub(super) reader: Reader,
    pub(super) lineup: Lineup,
    /// What this reviewer entered and still counts, in order.
    pub(super) entered: Vec<Entered>,
    /// Remarks by the record that stands for the report.
    pub(super) remarks: HashMap<RecordId, Vec<Remark>>,
    pub(super) tally: Tally,
    pub(super) pace: Pace,
    /// Words of `review.toml`.
    pub(super) words: Words,
    pub(super) search: Option<Search>,
    pub(super) learning: Option<Learning>,
    /// The order in which reports are shown.
    pub(super) showing: Showing,
    /// What rules of stopping say.
    pub(super) advice: Advice,
    /// When the current report came onto the screen.
    pub(super) shown_since: Duration,
    /// Entries that were read, and the last of them.
    read: (usize, Option<EntryId>),
}

/// Something this reviewer entered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entered {
    pub(super) event: EventId,
    pub(super) record: RecordId,
    pub(super) what: What,
}

/// What was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Decision,
    Settling,
    Tag,
    Remark,
}

impl Screener {
    /// Opens a review that was opened to change it. The first report is shown from now on.
    ///
    /// # Errors
    /// [`AppError::Usage`] where the review was opened to be read, or someone is named in
    /// [`Setting::with`] who is no reviewer.
    pub fn open(session: Session, setting: Setting) -> Result<Self, AppError> {
        let by = session.stamp()?.author;
        let people = people(&session);
        if let Some(stranger) = setting.with.iter().find(|own| !people.contains(own)) {
            return Err(AppError::Usage(format!(
                "--with: \"{stranger}\" is no reviewer of review.toml; there are: {}",
                people.join(", ")
            )));
        }
        let rules = session.protocol.screening.clone();
        let state = session.state();
        let entries = session.folder.log().entries();
        let screening = Screening::of(entries, &state, rules.clone(), &people);
        let mut screener = Self {
            words: Words::new(&rules.include_words, &rules.exclude_words),
            reader: Reader::new(state),
            screening,
            session,
            setting,
            by,
            lineup: Lineup::default(),
            entered: Vec::new(),
            remarks: HashMap::new(),
            tally: Tally::default(),
            pace: Pace::default(),
            search: None,
            learning: None,
            showing: Showing::default(),
            advice: Advice::default(),
            shown_since: Duration::ZERO,
            read: (0, None),
        };
        screener.gather();
        Ok(screener)
    }

    /// Reads everything again.
    pub(super) fn read_again(&mut self) {
        let state = self.session.state();
        let rules = self.screening.rules.clone();
        let people = people(&self.session);
        let entries = self.session.folder.log().entries();
        self.screening = Screening::of(entries, &state, rules, &people);
        self.reader = Reader::new(state);
        self.gather();
    }

    /// Takes out of the entries what only this reviewer needs.
    fn gather(&mut self) {
        let entries = self.session.folder.log().entries();
        self.read = (entries.len(), entries.last().map(|own| own.id));
        let (mut entered, mut seconds) = (Vec::new(), Vec::new());
        let mut remarks: HashMap<RecordId, Vec<Remark>> = HashMap::new();
        for (entry, id, event) in standing(entries) {
            if let Event::Note { record, text } = event
                && let Some(unit) = record.and_then(|record| self.screening.unit(record))
            {
                remarks.entry(unit.record).or_default().push(Remark {
                    by: entry.author.clone(),
                    text: text.clone(),
                });
            }
            if entry.author == self.by {
                entered.extend(self.own(id, event));
                if let Event::Screened(own) = event
                    && own.stage == self.setting.stage
                {
                    seconds.extend(own.seconds);
                }
            }
        }
        self.entered = entered;
        self.remarks = remarks;
        self.pace.refill(seconds);
        self.line_up();
        self.count_again();
        self.advice.is_due = true;
    }

    fn line_up(&mut self) {
        let stage = self.setting.stage;
        let all = match self.setting.settles {
            true => self.screening.conflicts(stage),
            false => self.screening.queue(&self.by, stage),
        };
        let waiting = all.into_iter().filter(|place| self.waits(*place));
        let waiting = waiting.collect();
        let mut trail: Vec<RecordId> = Vec::new();
        let mut seen = HashSet::new();
        let is_left = |own: &&Entered| matches!(own.what, What::Decision | What::Settling);
        for own in self.entered.iter().rev().filter(is_left) {
            if seen.insert(own.record) {
                trail.push(own.record);
            }
        }
        trail.reverse();
        let rounds = self.screening.rounds.iter();
        let drawn = rounds.filter(|own| own.round.stage == stage);
        let drawn = drawn.flat_map(|own| &own.round.records).copied().collect();
        self.lineup.refill(waiting, trail, drawn, &self.screening);
    }

    /// Whether a report is for this reviewer to decide on or to settle.
    pub(super) fn waits(&self, place: usize) -> bool {
        let stage = self.setting.stage;
        let who = self.screening.reviewer(&self.by);
        if !self.setting.settles {
            return self.screening.awaits(place, stage, who);
        }
        let is_conflict = matches!(self.screening.outcome(place, stage), Outcome::Conflict(_));
        is_conflict && !self.is_still_blind(place)
    }

    /// Whether this reviewer must not yet see what others decided: the stage is blinded, their
    /// own decision is wanted and not there.
    pub(super) fn is_still_blind(&self, place: usize) -> bool {
        let stage = self.setting.stage;
        let Some(unit) = self.screening.units.get(place) else {
            return true;
        };
        let has_decided = self.own_verdict(place).is_some();
        let all_have = unit.at(stage).deciders() >= self.screening.needed(place, stage) as usize;
        let is_done = self.setting.settles && all_have;
        self.screening.rules.at(stage).blinded && !has_decided && !is_done
    }

    pub(super) fn own_verdict(&self, place: usize) -> Option<Verdict> {
        let who = self.screening.reviewer(&self.by)?;
        let unit = self.screening.units.get(place)?;
        let last = unit.at(self.setting.stage).by(who).last()?;
        Some(last.verdict)
    }

    /// An event of this reviewer that may be taken back here.
    fn own(&self, event: EventId, what: &Event) -> Option<Entered> {
        let stage = self.setting.stage;
        let (record, what) = match what {
            Event::Screened(own) if own.stage == stage && !self.setting.settles => {
                (own.record, What::Decision)
            }
            Event::Settled(own) if own.stage == stage && self.setting.settles => {
                (own.record, What::Settling)
            }
            Event::Tagged { record, .. } => (*record, What::Tag),
            Event::Note {
                record: Some(record),
                ..
            } => (*record, What::Remark),
            _ => return None,
        };
        Some(Entered {
            event,
            record: self.screening.unit(record)?.record,
            what,
        })
    }

    /// Goes on with what was entered since, here or by somebody else; `place` is the report that
    /// it was about.
    pub(super) fn catch_up(&mut self, place: usize) {
        self.advice.is_due = true;
        let before = self.tally_of(place);
        let entries = self.session.folder.log().entries();
        let (read, last) = self.read;
        let known = read.checked_sub(1).and_then(|at| entries.get(at));
        let new: Vec<_> = entries.get(read..).unwrap_or_default().to_vec();
        let is_later = known.map(|own| own.id) == last;
        self.read = (entries.len(), entries.last().map(|own| own.id));
        let mut goes_on = is_later;
        for entry in &new {
            goes_on = goes_on && self.screening.note(entry);
        }
        if !goes_on {
            self.read_again();
            return;
        }
        for entry in &new {
            for (id, event) in entry.named() {
                if entry.author == self.by {
                    let own = self.own(id, event);
                    self.entered.extend(own);
                }
                if let Event::Note { record, text } = event
                    && let Some(unit) = record.and_then(|record| self.screening.unit(record))
                {
                    let (by, text) = (entry.author.clone(), text.clone());
                    let list = self.remarks.entry(unit.record).or_default();
                    list.push(Remark { by, text });
                }
            }
        }
        match new.len() {
            1 => {
                self.tally.take(before);
                self.tally.add(self.tally_of(place));
            }
            _ => self.count_again(),
        }
    }

    /// Disagreements this reviewer settled.
    pub(super) fn settled(&self) -> usize {
        let is_settling = |own: &&Entered| own.what == What::Settling;
        self.entered.iter().filter(is_settling).count()
    }
}

fn people(session: &Session) -> Vec<String> {
    let people = session.protocol.reviewers.iter();
    people.map(|own| own.id.clone()).collect()
}
