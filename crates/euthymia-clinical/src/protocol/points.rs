//! Every condition and medicine that a protocol asks about, in one list: its own, those of the shared
//! files, and, where a patient is stimulated, the screening before the first pulse.

use super::file::{Caution, CautionKind, FromRecord, Interaction, Protocol, SessionKind};
use crate::source::Source;
use crate::tms::screen::{Group, Item, screening};

/// A condition or medicine that matters, with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Point<'p> {
    /// What it means.
    pub kind: CautionKind,
    /// In words.
    pub name: String,
    /// What is asked.
    pub asks: Asks<'p>,
    /// Where it comes from.
    pub source: Source,
    /// A remark.
    pub note: Option<&'p str>,
}

/// What a point asks of a patient's record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asks<'p> {
    /// A condition.
    Condition(Condition<'p>),
    /// A medicine, now or not long enough ago.
    Medicine(&'p Interaction),
}

/// What answers a point about a condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition<'p> {
    /// Its key under `[conditions]`.
    pub key: &'p str,
    /// What other part of the record tells it.
    pub from_record: Option<FromRecord>,
    /// Since when a treatment counts.
    pub window: Window,
}

/// Since when a treatment of the record counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// Ever.
    #[default]
    Ever,
    /// Not longer ago than so many days.
    Days(u32),
    /// In the current episode.
    Episode,
}

impl Point<'_> {
    /// The table of a patient's record and the key in it, as `[conditions] pregnancy`.
    #[must_use]
    pub fn key(&self) -> String {
        match self.asks {
            Asks::Condition(condition) => condition_key(condition.key),
            Asks::Medicine(interaction) => medicine_key(&interaction.medicine),
        }
    }

    /// Days that a medicine was stopped before, where published.
    #[must_use]
    pub fn washout_days(&self) -> Option<u32> {
        match self.asks {
            Asks::Condition(_) => None,
            Asks::Medicine(interaction) => interaction.washout_days,
        }
    }
}

/// A key as it stands in a record.
pub(super) fn condition_key(key: &str) -> String {
    format!("[conditions] {key}")
}

/// A key as it stands in a record.
pub(super) fn medicine_key(key: &str) -> String {
    format!("[medicines] {key}")
}

/// Every point of a protocol. None of a protocol for which none was read.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::{bundled, points::points};
/// let keys: Vec<String> = points(bundled("tms_saint").unwrap()).iter().map(|one| one.key()).collect();
/// assert!(keys.contains(&"[conditions] cochlear_implant".to_owned()));
/// assert!(points(bundled("mdma_mapp2").unwrap()).is_empty());
/// ```
#[must_use]
pub fn points(protocol: &Protocol) -> Vec<Point<'_>> {
    let cautions = protocol
        .cautions
        .iter()
        .map(|one| of_caution(one, protocol));
    let medicines = protocol
        .interactions
        .iter()
        .map(|one| of_medicine(one, protocol));
    let mut points: Vec<Point<'_>> = cautions.chain(medicines).collect();
    if stimulates(protocol) {
        points.extend(screening().items.iter().map(of_screening));
    }
    points
}

/// True where a patient is stimulated, so that the screening before the first pulse counts.
#[must_use]
pub fn stimulates(protocol: &Protocol) -> bool {
    let phases = protocol.phases.iter();
    let mut sessions = phases.flat_map(|phase| &phase.sessions);
    sessions.any(|session| session.kind == SessionKind::Stimulation)
}

fn of_caution<'p>(caution: &'p Caution, protocol: &Protocol) -> Point<'p> {
    let window = match (caution.this_episode, caution.within_days) {
        (true, _) => Window::Episode,
        (false, Some(days)) => Window::Days(days),
        (false, None) => Window::Ever,
    };
    Point {
        kind: caution.kind,
        name: caution.name.clone(),
        asks: Asks::Condition(Condition {
            key: &caution.condition,
            from_record: caution.from_record,
            window,
        }),
        source: protocol.source(&caution.source, caution.status),
        note: caution.note.as_deref(),
    }
}

fn of_medicine<'p>(interaction: &'p Interaction, protocol: &Protocol) -> Point<'p> {
    Point {
        kind: interaction.kind,
        name: format!("{}: {}", interaction.name, interaction.effect),
        asks: Asks::Medicine(interaction),
        source: protocol.source(&interaction.source, interaction.status),
        note: interaction.note.as_deref(),
    }
}

fn of_screening(item: &Item) -> Point<'_> {
    Point {
        kind: match item.group {
            Group::Absolute => CautionKind::Contraindication,
            Group::Consideration | Group::Question => CautionKind::Caution,
        },
        name: item.name.clone(),
        asks: Asks::Condition(Condition {
            key: &item.condition,
            from_record: item.from_record,
            window: Window::Ever,
        }),
        source: item.source(),
        note: item.note.as_deref(),
    }
}
