//! One answer sheet into the cells that are added to its row.

use super::bands::BandsOf;
use super::cells::{push_number, push_profile, push_whole};
use super::skip::{Skip, skips};
use super::tally::Tally;
use super::triage::Triage;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::instrument::pack::{Condition, Pack, Rule};
use euthymia_clinical::instrument::plan::{Computed, Plan};
use euthymia_clinical::source::Status;

/// A pack, worked out once for all rows.
pub(super) struct Scorer<'p> {
    pub(super) pack: &'p Pack,
    names: Vec<String>,
    delimiter: u8,
    plans: Vec<Plan>,
    primary: Option<usize>,
    /// The severity bands of the primary total, by source.
    pub(super) bands: Vec<BandsOf<'p>>,
    /// Which of `bands` is written.
    shown: Option<usize>,
    /// Places of the items that are scored.
    scored: Vec<usize>,
    skips: Vec<Skip>,
    suicide: Option<(usize, f64)>,
    triage: Option<Triage>,
    rules: Vec<(&'p Rule, Vec<Part>)>,
    profiles: Vec<Vec<usize>>,
}

/// A condition of a rule, with the total as its place.
enum Part {
    Total { place: usize, at_least: f64 },
    Items { at_least: f64, count: usize },
}

impl<'p> Scorer<'p> {
    pub(super) fn new(pack: &'p Pack, answered_min: Option<usize>, delimiter: u8) -> Self {
        let item = |id: &String| pack.item_index(id);
        let plan = |total| {
            // A pack whose totals cannot be planned was refused when it was read.
            let plan = Plan::new(pack, total).ok()?;
            Some(match answered_min {
                Some(least) => plan.with_answered_min(Some(least)),
                None => plan,
            })
        };
        let primary = pack.totals.iter().position(|total| total.primary);
        let primary_id = primary.map(|at| pack.totals[at].id.as_str());
        let bands: Vec<BandsOf<'p>> = pack
            .bands
            .iter()
            .filter(|bands| Some(bands.total.as_str()) == primary_id)
            .map(|bands| BandsOf::new(bands, delimiter))
            .collect();
        let mut scorer = Self {
            pack,
            names: Vec::new(),
            delimiter,
            plans: pack.totals.iter().filter_map(plan).collect(),
            primary,
            shown: bands
                .iter()
                .position(|of| of.bands.status == Status::Confirmed),
            bands,
            scored: places(pack, |at| pack.items[at].scored),
            skips: skips(pack),
            suicide: pack.suicide.as_ref().and_then(|suicide| {
                let place = item(&suicide.item)?;
                let above_lowest = pack.items[place].minimum + 1;
                let least = suicide.alert_at_least.unwrap_or(above_lowest);
                Some((place, f64::from(least)))
            }),
            triage: Triage::of(pack),
            rules: pack
                .rules
                .iter()
                .map(|rule| (rule, parts(pack, rule)))
                .collect(),
            profiles: pack
                .states
                .iter()
                .map(|state| state.items.iter().filter_map(item).collect())
                .collect(),
        };
        scorer.names = scorer.new_names();
        scorer
    }

    fn new_names(&self) -> Vec<String> {
        let pack = self.pack;
        let mut names: Vec<&str> = pack.totals.iter().map(|total| total.id.as_str()).collect();
        names.push("missing");
        if !self.skips.is_empty() {
            names.push("contradictions");
        }
        names.extend(self.shown.map(|_| "band"));
        names.extend(self.suicide.map(|_| "suicide_flag"));
        if self.triage.is_some() {
            names.extend(["triage_at_least", "triage_at_most"]);
        }
        names.extend(pack.rules.iter().map(|rule| rule.id.as_str()));
        names.extend(pack.states.iter().map(|state| state.id.as_str()));
        let named = |name: &&str| format!("{}_{name}", pack.id);
        names.iter().map(named).collect()
    }

    /// The names of the columns that are added.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn primary(&self) -> Option<usize> {
        self.primary
    }

    /// Writes the cells of a sheet, each but the last with a delimiter after it, and counts it.
    pub(super) fn write(
        &self,
        values: &[Option<f64>],
        totals: &mut Vec<Option<Computed>>,
        tally: &mut Tally,
        out: &mut Vec<u8>,
    ) {
        totals.clear();
        totals.extend(self.plans.iter().map(|plan| plan.compute(values)));
        for total in totals.iter() {
            if let Some(total) = total {
                push_number(total.value, out);
            }
            out.push(self.delimiter);
        }
        let missing = self.missing(values);
        push_whole(missing, out);
        let total = self
            .primary
            .and_then(|at| totals.get(at).copied().flatten());
        tally.add_row(self.primary.is_some(), total, missing);
        if let Some(total) = total {
            for (of, counts) in self.bands.iter().zip(&mut tally.bands) {
                if let Some(count) = of.place(total.value).and_then(|at| counts.get_mut(at)) {
                    *count += 1;
                }
            }
        }
        if !self.skips.is_empty() {
            out.push(self.delimiter);
            let contradicts = |skip: &&Skip| skip.is_contradicted(values);
            let contradictions = self.skips.iter().filter(contradicts).count();
            tally.contradicting += u64::from(contradictions > 0);
            push_whole(contradictions, out);
        }
        if let Some(of) = self.shown.and_then(|at| self.bands.get(at)) {
            out.push(self.delimiter);
            let band = total.and_then(|total| of.place(total.value));
            out.extend_from_slice(band.map_or(&[], |at| of.cell(at)));
        }
        if let Some((place, least)) = self.suicide {
            out.push(self.delimiter);
            let flag = values[place].map(|value| value >= least);
            tally.add_flag(flag);
            out.extend_from_slice(match flag {
                Some(true) => b"yes",
                Some(false) => b"no",
                None => b"",
            });
        }
        if let Some(triage) = &self.triage {
            let skipped = |place: usize| self.is_skipped(place, values);
            let (at_least, at_most) = triage.levels(values, skipped);
            tally.add_flag(Triage::flag(at_least, at_most));
            for level in [at_least, at_most] {
                out.push(self.delimiter);
                out.extend_from_slice(level.id().as_bytes());
            }
        }
        for (rule, parts) in &self.rules {
            out.push(self.delimiter);
            let answer = self.met(rule, parts, values, totals);
            out.extend_from_slice(answer.id().as_bytes());
        }
        for profile in &self.profiles {
            out.push(self.delimiter);
            push_profile(profile, values, out);
        }
    }

    /// How many scored items have no answer although they are asked.
    fn missing(&self, values: &[Option<f64>]) -> usize {
        let absent = self.scored.iter().filter(|place| values[**place].is_none());
        if self.skips.is_empty() {
            return absent.count();
        }
        absent
            .filter(|place| !self.is_skipped(**place, values))
            .count()
    }

    fn is_skipped(&self, place: usize, values: &[Option<f64>]) -> bool {
        let mut skips = self.skips.iter();
        skips.any(|skip| skip.place == place && skip.is_skipped(values))
    }

    fn met(
        &self,
        rule: &Rule,
        parts: &[Part],
        values: &[Option<f64>],
        totals: &[Option<Computed>],
    ) -> Answer {
        let holds = |part: &Part| match part {
            Part::Total { place, at_least } => Answer::of_known(
                totals
                    .get(*place)
                    .copied()
                    .flatten()
                    .map(|total| total.value >= at_least - 1e-9),
            ),
            Part::Items { at_least, count } => {
                let scored = self.scored.iter().map(|place| values[*place]);
                let reached =
                    scored.map(|value| Answer::of_known(value.map(|value| value >= *at_least)));
                Answer::at_least(*count, reached)
            }
        };
        if rule.any.is_empty() {
            Answer::all(parts.iter().map(holds))
        } else {
            Answer::any(parts.iter().map(holds))
        }
    }
}

fn places(pack: &Pack, fits: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..pack.items.len()).filter(|at| fits(*at)).collect()
}

/// The conditions of a rule, those that all must hold or those of which one must.
fn parts(pack: &Pack, rule: &Rule) -> Vec<Part> {
    let conditions = rule.all.iter().chain(&rule.any);
    let part = |condition: &Condition| match condition {
        Condition::Total { total, at_least } => Part::Total {
            // A pack whose rules name no total was refused when it was read.
            place: pack
                .totals
                .iter()
                .position(|one| one.id == *total)
                .unwrap_or(usize::MAX),
            at_least: *at_least,
        },
        Condition::Items {
            items_at_least,
            count,
        } => Part::Items {
            at_least: *items_at_least,
            count: *count,
        },
    };
    conditions.map(part).collect()
}
