//! Actions carried out: each is one entry of the log, or a move, or a refusal with what to do.

use super::action::{Action, Moment, Told};
use super::open::{Entered, Screener, What};
use crate::error::AppError;
use euthymia_review::log::{Screened, Settled, Stage, Verdict};
use euthymia_review::{Event, RecordId, Target};

impl Screener {
    /// Does what a reviewer wants with the report that is shown.
    ///
    /// # Errors
    /// [`AppError`] when the log cannot be written; nothing was entered then, and the same report
    /// is shown.
    pub fn act(&mut self, action: Action, moment: Moment<'_>) -> Result<Told, AppError> {
        let before = self.lineup.current(&self.screening);
        let told = self.carry_out(action, moment)?;
        if self.lineup.current(&self.screening) != before {
            self.shown_since = moment.since;
        }
        Ok(told)
    }

    fn carry_out(&mut self, action: Action, moment: Moment<'_>) -> Result<Told, AppError> {
        match action {
            Action::Undo => return self.undo(moment),
            Action::Back => {
                return Ok(match self.lineup.back() {
                    true => Told::Moved("Looked at again.".to_owned()),
                    false => Told::Refused("Nothing comes before this one.".to_owned()),
                });
            }
            Action::Search(text) => return Ok(self.begin_search(&text)),
            _ => {}
        }
        let place = self.lineup.current(&self.screening);
        let unit = place.and_then(|place| Some((place, self.screening.units.get(place)?)));
        let Some((place, record)) = unit.map(|(place, unit)| (place, unit.record)) else {
            return Ok(Told::Refused("Nothing waits here.".to_owned()));
        };
        match action {
            Action::Include => self.decide(place, (Verdict::Include, Vec::new()), moment),
            Action::Maybe => self.decide(place, (Verdict::Maybe, Vec::new()), moment),
            Action::Exclude(reasons) => self.decide(place, (Verdict::Exclude, reasons), moment),
            Action::Tag(tag) => self.tag(place, record, tag.trim(), moment),
            Action::Note(text) => self.remark(place, record, text.trim(), moment),
            Action::Skip | Action::Back | Action::Undo | Action::Search(_) => {
                self.lineup.skip(place, record);
                self.tidy();
                Ok(Told::Moved("Put off.".to_owned()))
            }
        }
    }

    fn decide(
        &mut self,
        place: usize,
        (verdict, reasons): (Verdict, Vec<String>),
        moment: Moment<'_>,
    ) -> Result<Told, AppError> {
        if let Some(refusal) = self.refusal(verdict, &reasons) {
            return Ok(Told::Refused(refusal));
        }
        let Some(record) = self.screening.units.get(place).map(|unit| unit.record) else {
            return Ok(Told::Refused("Nothing waits here.".to_owned()));
        };
        self.enter_order(place, moment)?;
        // What somebody else entered meanwhile may have moved it.
        let Some(place) = self.screening.place(record) else {
            return Ok(Told::Refused(format!("{record} is no longer there.")));
        };
        let why: Vec<String> = reasons.iter().map(|own| self.reason(own)).collect();
        let seconds = self.seconds(moment);
        let events = match self.setting.settles {
            true => vec![Event::Settled(Box::new(Settled {
                record,
                stage: self.setting.stage,
                verdict,
                reason: reasons.into_iter().next(),
                with: self.settling_with(place),
            }))],
            false => self.screened(place, verdict, &reasons, seconds),
        };
        self.enter(place, events, moment)?;
        if !self.setting.settles {
            self.pace.decided(seconds, moment.since);
        }
        self.lineup.decided(place, record);
        self.tidy();
        self.has_decided();
        let what = match (verdict, self.setting.settles) {
            (Verdict::Include, false) => "Included",
            (Verdict::Maybe, _) => "Left open",
            (Verdict::Exclude, false) => "Excluded",
            (Verdict::Include, true) => "Settled: included",
            (Verdict::Exclude, true) => "Settled: excluded",
        };
        let why = match why.is_empty() {
            true => String::new(),
            false => format!(" ({})", why.join("; ")),
        };
        Ok(Told::Entered(format!("{what} {record}{why}.")))
    }

    /// Why a decision cannot be entered.
    fn refusal(&self, verdict: Verdict, reasons: &[String]) -> Option<String> {
        let is_full = self.setting.stage == Stage::FullText;
        let is_wanted = self.setting.settles || is_full;
        if verdict == Verdict::Maybe && is_wanted {
            return Some("Here a report is included or excluded; nothing stays open.".to_owned());
        }
        if verdict != Verdict::Exclude {
            return None;
        }
        let unknown = reasons
            .iter()
            .find(|own| self.screening.rules.rank(own).is_none());
        if let Some(unknown) = unknown {
            return Some(format!(
                "\"{unknown}\" is not among the reasons of review.toml."
            ));
        }
        let has_list = !self.reasons().is_empty();
        (is_full && has_list && reasons.is_empty())
            .then(|| "A full text is excluded for a reason: choose one.".to_owned())
    }

    /// The decision on the report. Where this reviewer decided on copies of it before they were
    /// known as such, on each of those, so that the decisions do not stand against each other.
    fn screened(
        &self,
        place: usize,
        verdict: Verdict,
        reasons: &[String],
        seconds: u32,
    ) -> Vec<Event> {
        let Some(unit) = self.screening.units.get(place) else {
            return Vec::new();
        };
        let who = self.screening.reviewer(&self.by);
        let earlier = unit.at(self.setting.stage).decisions.iter();
        let earlier = earlier.filter(|own| Some(own.reviewer) == who);
        let mut records: Vec<RecordId> = earlier.map(|own| own.record).collect();
        if records.is_empty() {
            records.push(unit.record);
        }
        let event = |(at, record)| {
            Event::Screened(Box::new(Screened {
                record,
                stage: self.setting.stage,
                verdict,
                reasons: reasons.to_vec(),
                seconds: (at == 0).then_some(seconds),
            }))
        };
        records.into_iter().enumerate().map(event).collect()
    }

    /// Who takes part in settling besides the reviewer.
    pub(super) fn settling_with(&self, place: usize) -> Vec<String> {
        if !self.setting.settles {
            return Vec::new();
        }
        let named = self.setting.with.iter().filter(|own| **own != self.by);
        let named: Vec<String> = named.cloned().collect();
        if !named.is_empty() || self.own_verdict(place).is_none() {
            return named;
        }
        let unit = self.screening.units.get(place);
        let decisions = unit.map(|unit| &unit.at(self.setting.stage).decisions);
        let people = decisions.into_iter().flatten();
        let mut names: Vec<String> = people
            .filter_map(|own| self.screening.reviewers.get(usize::from(own.reviewer)))
            .filter(|name| **name != self.by)
            .cloned()
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn tag(
        &mut self,
        place: usize,
        record: RecordId,
        tag: &str,
        moment: Moment<'_>,
    ) -> Result<Told, AppError> {
        if tag.is_empty() {
            return Ok(Told::Refused("A tag needs a word.".to_owned()));
        }
        let unit = self.screening.units.get(place);
        let people = unit.and_then(|unit| unit.tags.get(tag));
        let on = !people.is_some_and(|people| people.contains(&self.by));
        let tag = tag.to_owned();
        let said = match on {
            true => format!("Tagged {record} \"{tag}\"."),
            false => format!("Took the tag \"{tag}\" away from {record}."),
        };
        self.enter(place, vec![Event::Tagged { record, tag, on }], moment)?;
        Ok(Told::Entered(said))
    }

    fn remark(
        &mut self,
        place: usize,
        record: RecordId,
        text: &str,
        moment: Moment<'_>,
    ) -> Result<Told, AppError> {
        if text.is_empty() {
            return Ok(Told::Refused("A remark needs words.".to_owned()));
        }
        let event = Event::Note {
            record: Some(record),
            text: text.to_owned(),
        };
        self.enter(place, vec![event], moment)?;
        Ok(Told::Entered(format!("Noted about {record}.")))
    }

    fn undo(&mut self, moment: Moment<'_>) -> Result<Told, AppError> {
        let Some(Entered {
            event,
            record,
            what,
        }) = self.entered.last().copied()
        else {
            return Ok(Told::Refused("There is nothing to take back.".to_owned()));
        };
        // Decisions on several copies were entered together and go together.
        let is_whole =
            self.entered.iter().rev().skip(1).any(|own| {
                own.event.entry == event.entry && own.record == record && own.what == what
            });
        let target = match is_whole {
            true => Target {
                entry: event.entry,
                place: None,
            },
            false => event.into(),
        };
        let stamp = self.session.stamp_at(moment.now)?;
        self.session
            .folder
            .append(&stamp, vec![Event::Undone { target }])?;
        self.read_again();
        if let Some(place) = self.screening.place(record) {
            self.lineup.show(place);
        }
        if what == What::Decision {
            self.pace.taken_back();
        }
        self.has_decided();
        let what = match what {
            What::Decision => "the decision on",
            What::Settling => "the settling of",
            What::Tag => "a change of a tag of",
            What::Remark => "a remark about",
        };
        Ok(Told::Entered(format!("Took back {what} {record}.")))
    }

    pub(super) fn enter(
        &mut self,
        place: usize,
        events: Vec<Event>,
        moment: Moment<'_>,
    ) -> Result<(), AppError> {
        let stamp = self.session.stamp_at(moment.now)?;
        self.session.folder.append(&stamp, events)?;
        self.catch_up(place);
        Ok(())
    }

    /// Takes away what others have finished meanwhile.
    fn tidy(&mut self) {
        let mut lineup = std::mem::take(&mut self.lineup);
        lineup.tidy(|place| self.waits(place));
        self.lineup = lineup;
    }

    /// Seconds that the report was on the screen, rounded up.
    fn seconds(&self, moment: Moment<'_>) -> u32 {
        let shown = moment.since.saturating_sub(self.shown_since);
        u32::try_from(shown.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
    }
}
