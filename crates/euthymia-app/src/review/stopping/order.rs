//! The order in which reports were decided on, read from the log.

use crate::error::AppError;
use crate::review::order::ReadingOrder;
use crate::review::screening::folded;
use crate::review::session::Session;
use euthymia_review::log::{Event, Purpose, Ranked, Round, Stage, Verdict, standing};
use euthymia_review::screen::Outcome;
use euthymia_review::{RecordId, Screening};
use euthymia_screening::stopping::Screened;
use euthymia_screening::stopping::recall::Sampled;
use std::collections::BTreeMap;

/// What the log tells of the order of screening.
pub(super) struct Order {
    /// What was decided of each report.
    pub screening: Screening,
    /// Whether each was relevant, in the order in which they were first decided on.
    pub so_far: Screened,
    /// The last random sample, as far as it was decided in the order of the draw.
    pub sample: Option<(String, Sampled)>,
    /// A random part before anything else: how many were decided, how many were relevant.
    pub random: Option<(u64, u64)>,
    /// Irrelevant ones in a row since the order was last learnt by another model.
    pub other_model: Option<u64>,
    /// In which order each reviewer last read, with the reports that had been decided on by then.
    pub reading: BTreeMap<String, (Ranked, usize)>,
}

/// A round when it was drawn.
struct Draw<'s> {
    name: &'s str,
    purpose: Purpose,
    /// How many had been decided on, and how many of them are relevant.
    seen: u64,
    relevant: u64,
}

/// Goes through the log.
struct Walk<'s> {
    stage: Stage,
    screening: &'s Screening,
    is_seen: Vec<bool>,
    labels: Vec<bool>,
    draws: Vec<Draw<'s>>,
    /// The model that each reviewer's order was last learnt by.
    models: BTreeMap<&'s str, &'s str>,
    switched_at: Option<usize>,
    reading: BTreeMap<String, (Ranked, usize)>,
}

/// Reads the order of a stage.
///
/// # Errors
/// [`AppError::Analysis`] when the numbers do not fit together.
pub(super) fn order(session: &Session, stage: Stage) -> Result<Order, AppError> {
    let screening = folded(session);
    let total = (0..screening.units.len())
        .filter(|place| screening.outcome(*place, stage) != Outcome::NotHere)
        .count() as u64;
    let mut walk = Walk {
        stage,
        screening: &screening,
        is_seen: vec![false; screening.units.len()],
        labels: Vec::new(),
        draws: Vec::new(),
        models: BTreeMap::new(),
        switched_at: None,
        reading: BTreeMap::new(),
    };
    for (entry, _, event) in standing(session.folder.log().entries()) {
        walk.take(&entry.author, event);
    }
    let sample = walk.sample(total);
    let random = walk.random();
    let other_model = walk.switched_at.map(|at| {
        let since = walk.labels.iter().skip(at).rev();
        since.take_while(|own| !**own).count() as u64
    });
    let reading = walk.reading;
    let so_far =
        Screened::new(walk.labels, total).map_err(|error| AppError::Analysis(error.to_string()))?;
    Ok(Order {
        screening,
        so_far,
        sample,
        random,
        other_model,
        reading,
    })
}

/// Whether a report is relevant at a stage: included, or not yet excluded by all who decided.
/// `None` where nobody decided or it is not looked at.
pub(super) fn is_relevant(screening: &Screening, place: usize, stage: Stage) -> Option<bool> {
    match screening.outcome(place, stage) {
        Outcome::NotHere | Outcome::Undecided | Outcome::SetAside => None,
        Outcome::Included => Some(true),
        Outcome::Excluded(_) => Some(false),
        Outcome::Partial | Outcome::Conflict(_) => {
            let mut decisions = screening.units.get(place)?.at(stage).decisions.iter();
            Some(decisions.any(|own| own.verdict != Verdict::Exclude))
        }
    }
}

impl<'s> Walk<'s> {
    fn take(&mut self, author: &'s str, event: &'s Event) {
        match event {
            Event::Screened(own) if own.stage == self.stage => self.see(own.record),
            Event::Settled(own) if own.stage == self.stage => self.see(own.record),
            Event::RoundDrawn(own) if own.stage == self.stage => self.draw(own),
            Event::Ranked(own) if own.stage == self.stage => self.rank(author, own),
            _ => {}
        }
    }

    fn rank(&mut self, author: &'s str, ranked: &'s Ranked) {
        let since = (ranked.clone(), self.labels.len());
        self.reading.insert(author.to_owned(), since);
        let is_learnt = ReadingOrder::of(ranked).is_none_or(|own| own.is_learnt());
        if is_learnt {
            let before = self.models.insert(author, &ranked.model);
            if before.is_some_and(|model| model != ranked.model) {
                self.switched_at = Some(self.labels.len());
            }
        }
    }

    fn draw(&mut self, round: &'s Round) {
        // Of two rounds of one name the first counts, as in the fold.
        if self.draws.iter().any(|draw| draw.name == round.name) {
            return;
        }
        self.draws.push(Draw {
            name: &round.name,
            purpose: round.purpose,
            seen: self.labels.len() as u64,
            relevant: self.labels.iter().filter(|own| **own).count() as u64,
        });
    }

    fn see(&mut self, record: RecordId) {
        let Some(place) = self.screening.place(record) else {
            return;
        };
        let Some(label) = is_relevant(self.screening, place, self.stage) else {
            return;
        };
        if let Some(seen) = self.is_seen.get_mut(place)
            && !*seen
        {
            *seen = true;
            self.labels.push(label);
        }
    }

    /// How far a round was decided in the order of its draw, and how many of those are relevant.
    fn decided(&self, name: &str) -> (u64, u64) {
        let drawn = self
            .screening
            .rounds
            .iter()
            .find(|own| own.round.name == name);
        let units = drawn.map_or(&[][..], |own| own.units.as_slice());
        let here = units
            .iter()
            .filter(|place| self.screening.outcome(**place, self.stage) != Outcome::NotHere);
        let labels = here.map_while(|place| is_relevant(self.screening, *place, self.stage));
        labels.fold((0, 0), |(all, relevant), own| {
            (all + 1, relevant + u64::from(own))
        })
    }

    fn sample(&self, total: u64) -> Option<(String, Sampled)> {
        let mut samples = self.draws.iter().rev();
        let draw = samples.find(|draw| draw.purpose == Purpose::Sample)?;
        let (drawn, drawn_relevant) = self.decided(draw.name);
        let sampled = Sampled {
            before: draw.relevant,
            rest: total.saturating_sub(draw.seen),
            drawn,
            drawn_relevant,
        };
        Some((draw.name.to_owned(), sampled))
    }

    fn random(&self) -> Option<(u64, u64)> {
        let first = self.draws.iter().find(|draw| draw.seen == 0)?;
        Some(self.decided(first.name))
    }
}
