//! The published triage of the Columbia screener, worked out once for all rows.

use euthymia_clinical::instrument::Pack;
use euthymia_clinical::suicidality::{Level, rules};

/// The items that lead to each level, the most urgent first, as places.
pub(super) struct Triage {
    levels: Vec<(Level, Vec<usize>)>,
}

impl Triage {
    /// The triage of a pack; `None` for every scale but the screener.
    pub(super) fn of(pack: &Pack) -> Option<Self> {
        let rules = Some(rules()).filter(|rules| rules.instrument == pack.id)?;
        let places = |items: &[String]| {
            let place = |item: &String| pack.item_index(item);
            items.iter().filter_map(place).collect()
        };
        let levels = rules.levels.iter();
        Some(Self {
            levels: levels
                .map(|level| (level.level, places(&level.any)))
                .collect(),
        })
    }

    /// The level that is certain, and the one that missing answers leave open. Questions that the
    /// form says to skip count as no.
    pub(super) fn levels(
        &self,
        values: &[Option<f64>],
        is_skipped: impl Fn(usize) -> bool,
    ) -> (Level, Level) {
        let is_yes = |place: &usize| values[*place].is_some_and(|value| value >= 1.0);
        let is_open = |place: &usize| values[*place].is_none() && !is_skipped(*place);
        let reached = |leads: &dyn Fn(&usize) -> bool| {
            let found = self
                .levels
                .iter()
                .find(|(_, items)| items.iter().any(leads));
            found.map_or(Level::None, |(level, _)| *level)
        };
        (
            reached(&is_yes),
            reached(&|place| is_yes(place) || is_open(place)),
        )
    }

    /// Flagged from the lowest level on; open where only missing answers could make it so.
    pub(super) fn flag(at_least: Level, at_most: Level) -> Option<bool> {
        match (at_least, at_most) {
            (Level::None, Level::None) => Some(false),
            (Level::None, _) => None,
            _ => Some(true),
        }
    }
}
