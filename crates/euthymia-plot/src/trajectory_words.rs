//! Trajectories in words: the key, the notes, the long description.

use crate::crowd;
use crate::frame::{self, KeyItem, Sign};
use crate::scene::{Dash, Stroke};
use crate::series::Series;
use crate::threshold;
use crate::trajectories::{Track, Trajectories};
use crate::trajectory_draw::{MEAN, event_stroke, mean_look};
use crate::words::{counted, number};

fn gaps(tracks: &[Track]) -> usize {
    tracks
        .iter()
        .flat_map(|t| &t.gaps)
        .filter(|gap| **gap)
        .count()
}

/// The key of the figure.
pub(crate) fn key(figure: &Trajectories, tracks: &[Track]) -> Vec<KeyItem> {
    let mut key = Vec::new();
    let single = figure.groups.len() == 1;
    let width = crowd::line_width(tracks.len());
    if !tracks.is_empty() {
        let sign = Sign::Stroke(Stroke::solid(Series::of(0).paint, width));
        let text = if single {
            "One person"
        } else {
            "One person (thin, colour of the group)"
        };
        key.push(KeyItem::new(sign, text));
    }
    if gaps(tracks) > 0 {
        let stroke = Stroke::solid(Series::of(0).paint, width).dash(Dash::Dashed);
        key.push(KeyItem::new(
            Sign::Stroke(stroke),
            "Visit missing between two values",
        ));
    }
    for (index, group) in figure.groups.iter().enumerate() {
        if group.means.iter().all(|m| m.mean.is_none()) {
            continue;
        }
        let look = mean_look(figure, index);
        let sign = Sign::Marked(look.stroke(MEAN), look.glyph);
        let text = match (single, figure.mean_label.trim()) {
            (true, "") => "Mean".to_owned(),
            (true, label) => label.to_owned(),
            (false, "") => group.label.clone(),
            (false, label) => format!("{}: {label}", group.label),
        };
        key.push(KeyItem::new(sign, text));
    }
    let events = figure.events.iter().filter(|e| e.is_finite()).count();
    if events > 0 {
        let text = format!("{} ({events})", figure.event_label);
        key.push(KeyItem::new(Sign::Upright(event_stroke()), text));
    }
    key
}

/// What the reader must know about what is not seen.
pub(crate) fn notes(figure: &Trajectories, tracks: &[Track], complete: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let unseen = tracks.iter().filter(|t| t.seen.is_empty()).count();
    if unseen > 0 {
        notes.push(format!(
            "Without any value, not drawn: {}.",
            counted(unseen, "person", "people")
        ));
    }
    let lost: usize = tracks.iter().map(|t| t.lost).sum();
    if lost > 0 {
        notes.push(format!(
            "Observations that are no numbers, not drawn: {lost}."
        ));
    }
    if !complete {
        notes.push("Numbers below the axis that would touch their neighbours are left out.".into());
    }
    let crowded = tracks.len() > crowd::FEW;
    if crowded && !figure.groups.is_empty() {
        notes.push(format!(
            "Lines are thin and without points because there are more than {} people.",
            crowd::FEW
        ));
    }
    notes
}

/// The figure in words.
pub(crate) fn lines(figure: &Trajectories, tracks: &[Track]) -> Vec<String> {
    let mut lines = frame::cautioned(figure.caution.as_deref());
    lines.push(format!("{} by {}.", figure.value_label, figure.time_label));
    for (index, group) in figure.groups.iter().enumerate() {
        let own = || tracks.iter().filter(|t| t.group == index);
        let missing = own().flat_map(|t| &t.gaps).filter(|gap| **gap).count();
        lines.push(format!(
            "{}: {}, {} between visits",
            group.label,
            counted(group.people.len(), "person", "people"),
            counted(missing, "gap", "gaps")
        ));
        for mean in &group.means {
            let visit = figure.visits.iter().find(|v| v.time == mean.time);
            let time = visit.map_or_else(|| number(mean.time), |v| v.label.clone());
            let value = mean.mean.map_or_else(
                || "no mean".to_owned(),
                |m| {
                    let [mean, lower, upper] = [m.estimate(), m.lower(), m.upper()].map(number);
                    format!("{mean} ({lower} to {upper})")
                },
            );
            let name = format!("{}, {} {time}", group.label, figure.time_label);
            lines.push(format!("{name}: {value}, n = {}", mean.n));
        }
    }
    lines.extend(threshold::in_words(&figure.thresholds));
    let events = figure.events.iter().filter(|e| e.is_finite()).count();
    if events > 0 {
        lines.push(format!("{}: {events} on the time axis", figure.event_label));
    }
    lines
}
