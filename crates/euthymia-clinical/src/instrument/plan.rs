//! How a total is computed: its terms as places of items, worked out once.

use super::pack::{Item, MissingAction, MissingRule, Pack, Total, TotalRule};
use crate::source::Status;

/// A total of a pack, ready to be computed for many answer sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    terms: Vec<Term>,
    mean: bool,
    recode: Vec<(u16, u16)>,
    /// After the rule: value × scale + shift, as (from, to) pairs.
    rescale: Option<((f64, f64), (f64, f64))>,
    answered_min: Option<usize>,
    /// Whether all items have the same range, without which their mean stands for nothing.
    alike: bool,
    items: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Term {
    places: Vec<usize>,
    one_is_enough: bool,
}

/// A computed total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Computed {
    /// The value, in points of the total as reported.
    pub value: f64,
    /// How many missing answers were stood in for; zero where all were given.
    pub prorated: usize,
}

impl Plan {
    /// Works out the terms of a total.
    ///
    /// # Errors
    /// What is wrong with the total, in words.
    pub fn new(pack: &Pack, total: &Total) -> Result<Self, String> {
        let lists: Vec<Vec<String>> = match (&total.items, &total.terms) {
            (Some(_), Some(_)) => return Err("has both `items` and `terms`".to_owned()),
            (Some(items), None) => items.iter().map(|id| vec![id.clone()]).collect(),
            (None, Some(terms)) => terms.clone(),
            (None, None) => {
                let scored = pack.items.iter().filter(|item| item.scored);
                scored.map(|item| vec![item.id.clone()]).collect()
            }
        };
        if let Some(either) = total.either.iter().find(|list| !lists.contains(list)) {
            return Err(format!("`either` {either:?} is not one of its terms"));
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut terms = Vec::with_capacity(lists.len());
        for list in &lists {
            let mut places = Vec::with_capacity(list.len());
            for id in list {
                places.push(
                    pack.item_index(id)
                        .ok_or(format!("there is no item \"{id}\""))?,
                );
                if !seen.insert(id) {
                    return Err(format!("item \"{id}\" counts twice"));
                }
            }
            if places.is_empty() {
                return Err("a term has no items".to_owned());
            }
            terms.push(Term {
                places,
                one_is_enough: total.either.contains(list),
            });
        }
        if terms.is_empty() {
            return Err("no item is scored".to_owned());
        }
        let rescale = total.rescale.map(|r| (r.from, r.to));
        if rescale.is_some_and(|(from, _)| from.0 >= from.1) {
            return Err("`rescale.from` is not a range".to_owned());
        }
        // A rule that nobody read in its source is shown, and applied only when asked for.
        let applies = |rule: &&MissingRule| matches!(rule.status, Status::Confirmed | Status::Site);
        let missing = total.missing.as_ref().filter(applies);
        let answered_min = missing.map(|rule| match rule.action {
            MissingAction::Prorate => rule.answered_min,
        });
        let mut ranges = terms
            .iter()
            .flat_map(|term| &term.places)
            .filter_map(|place| pack.items.get(*place))
            .map(|item| (item.minimum, item.maximum));
        let first = ranges.next();
        let alike = ranges.all(|range| Some(range) == first);
        Ok(Self {
            alike,
            items: seen.len(),
            terms,
            mean: total.rule == TotalRule::Mean,
            recode: total.recode.clone(),
            rescale,
            answered_min,
        })
    }

    /// The same total under another rule for missing answers: at least so many items answered, the
    /// mean of the answered ones for the others; `None` asks for every item.
    #[must_use]
    pub fn with_answered_min(mut self, answered_min: Option<usize>) -> Self {
        self.answered_min = answered_min;
        self
    }

    /// The places of the items that count.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.terms
            .iter()
            .flat_map(|term| term.places.iter().copied())
    }

    /// The total of an answer sheet, answers in the order of the pack's items; `None` where an
    /// answer that is needed is missing.
    ///
    /// Prorating stands the mean of the answered terms in for each missing one; it needs as many
    /// answered items as the rule says, and items of one range: the mean of items that go to 4 says
    /// nothing about one that goes to 2.
    #[must_use]
    pub fn compute(&self, answers: &[Option<f64>]) -> Option<Computed> {
        let mut sum = 0.0;
        let mut answered_terms = 0_usize;
        let mut answered_items = 0_usize;
        for term in &self.terms {
            let (value, answered) = self.term(term, answers);
            answered_items += answered;
            if let Some(value) = value {
                sum += value;
                answered_terms += 1;
            }
        }
        let missing = self.terms.len() - answered_terms;
        if missing > 0 {
            let least = self.answered_min.filter(|_| self.alike)?;
            if answered_items < least || answered_terms == 0 {
                return None;
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let (given, all) = (answered_terms as f64, self.terms.len() as f64);
        let value = if self.mean {
            sum / given
        } else if missing > 0 {
            sum / given * all
        } else {
            sum
        };
        let value = match self.rescale {
            Some((from, to)) => to.0 + (value - from.0) * (to.1 - to.0) / (from.1 - from.0),
            None => value,
        };
        Some(Computed {
            value,
            prorated: missing,
        })
    }

    /// The largest answer of a term, and how many of its items were answered.
    fn term(&self, term: &Term, answers: &[Option<f64>]) -> (Option<f64>, usize) {
        let mut largest: Option<f64> = None;
        let mut answered = 0;
        for place in &term.places {
            if let Some(answer) = answers.get(*place).copied().flatten() {
                let value = self.recoded(answer);
                largest = Some(largest.map_or(value, |so_far| so_far.max(value)));
                answered += 1;
            }
        }
        let complete = answered == term.places.len() || (term.one_is_enough && answered > 0);
        (largest.filter(|_| complete), answered)
    }

    fn recoded(&self, answer: f64) -> f64 {
        let same = |from: u16| f64::from(from).total_cmp(&answer).is_eq();
        let found = self.recode.iter().find(|(from, _)| same(*from));
        found.map_or(answer, |(_, to)| f64::from(*to))
    }

    /// The smallest and largest total that the items' ranges allow.
    pub(super) fn range(&self, pack: &Pack) -> (f64, f64) {
        let mut ends = (0.0, 0.0);
        for term in &self.terms {
            let values = |end: fn(&Item) -> u16| {
                term.places
                    .iter()
                    .filter_map(|place| pack.items.get(*place))
                    .map(move |item| f64::from(end(item)))
            };
            let mut all: Vec<f64> = values(|item| item.minimum).collect();
            let lowest = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            all = values(|item| item.maximum).collect();
            let highest = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let (a, b) = (self.recoded(lowest), self.recoded(highest));
            ends = (ends.0 + a.min(b), ends.1 + a.max(b));
        }
        #[allow(clippy::cast_precision_loss)]
        let count = self.terms.len() as f64;
        if self.mean {
            ends = (ends.0 / count, ends.1 / count);
        }
        match self.rescale {
            Some((from, to)) => {
                let move_to = |x: f64| to.0 + (x - from.0) * (to.1 - to.0) / (from.1 - from.0);
                (move_to(ends.0), move_to(ends.1))
            }
            None => ends,
        }
    }

    /// Whether missing answers can be prorated at all: all items have the same range.
    #[must_use]
    pub fn can_prorate(&self) -> bool {
        self.alike
    }

    /// How many items count.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.items
    }
}
