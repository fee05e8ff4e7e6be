//! An answer sheet into totals, bands, rules, profile and flags.

use super::pack::{AnswerKind, Bands, Condition, Cutoff, Item, Pack, Rule, Total};
use super::plan::{Computed, Plan};
use crate::answer::Answer;

/// An answer sheet that fits its pack: one place per item, each in range or missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers<'a> {
    pack: &'a Pack,
    values: Vec<Option<f64>>,
}

/// What is wrong with an answer sheet.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnswerError {
    /// As many answers as the scale has items are needed; missing ones are left empty.
    #[error("{found} answers, but the {name} has {expected} items{unscored}")]
    Count {
        /// The instrument.
        name: String,
        /// Its items.
        expected: usize,
        /// The answers given.
        found: usize,
        /// A remark on items that are asked but not scored.
        unscored: String,
    },
    /// The answer is outside the item's range.
    #[error("item {item}: {found} is not from {minimum} to {maximum}")]
    Range {
        /// Which item.
        item: String,
        /// What was found.
        found: f64,
        /// Smallest answer.
        minimum: u16,
        /// Largest answer.
        maximum: u16,
    },
    /// The item takes whole numbers.
    #[error("item {item}: {found} is not a whole number")]
    NotWhole {
        /// Which item.
        item: String,
        /// What was found.
        found: f64,
    },
}

/// Holds one answer against its item.
///
/// # Errors
/// [`AnswerError::Range`] and [`AnswerError::NotWhole`].
pub fn check_answer(item: &Item, found: f64) -> Result<(), AnswerError> {
    let whole = item.answer == AnswerKind::Scale || found.fract() == 0.0;
    if !(f64::from(item.minimum)..=f64::from(item.maximum)).contains(&found) {
        return Err(AnswerError::Range {
            item: item.id.clone(),
            found,
            minimum: item.minimum,
            maximum: item.maximum,
        });
    }
    if !whole {
        return Err(AnswerError::NotWhole {
            item: item.id.clone(),
            found,
        });
    }
    Ok(())
}

impl<'a> Answers<'a> {
    /// Checks an answer sheet: answers in the order of the pack's items, missing ones `None`. Items
    /// that are asked but not scored, or only after another answer, may be left off at the end.
    ///
    /// # Errors
    /// Every [`AnswerError`] found.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::instrument::{Answers, bundled};
    /// let phq9 = bundled("phq9").unwrap();
    /// let ten = vec![Some(1.0); 11];
    /// let error = Answers::new(phq9, ten).unwrap_err();
    /// assert_eq!(error.len(), 1);
    /// ```
    pub fn new(pack: &'a Pack, mut values: Vec<Option<f64>>) -> Result<Self, Vec<AnswerError>> {
        let may_be_left_off = |item: &&Item| !item.scored || item.ask_if.is_some();
        let trailing = pack.items.iter().rev().take_while(may_be_left_off).count();
        let least = pack.items.len() - trailing;
        if !(least..=pack.items.len()).contains(&values.len()) {
            return Err(vec![AnswerError::Count {
                name: pack.name.clone(),
                expected: least,
                found: values.len(),
                unscored: match trailing {
                    0 => String::new(),
                    1 => " (and one that is not scored, or not always asked)".to_owned(),
                    n => format!(" (and {n} that are not scored, or not always asked)"),
                },
            }]);
        }
        values.resize(pack.items.len(), None);
        let errors: Vec<AnswerError> = pack
            .items
            .iter()
            .zip(&values)
            .filter_map(|(item, value)| check_answer(item, (*value)?).err())
            .collect();
        if errors.is_empty() {
            Ok(Self { pack, values })
        } else {
            Err(errors)
        }
    }

    /// Answers above the lowest to questions that the form says to skip after the other answers.
    /// They count as they stand: a contradiction is shown, and nothing in it is overlooked.
    #[must_use]
    pub fn contradictions(&self) -> Vec<String> {
        let contradicts = |item: &Item| {
            let ask = item.ask_if.as_ref()?;
            let given = self.of(&item.id)?;
            (self.is_skipped(&item.id) && given > f64::from(item.minimum)).then(|| {
                format!(
                    "item {} is answered {given} although it is only asked when item {} is {}",
                    item.id, ask.item, ask.equals
                )
            })
        };
        self.pack.items.iter().filter_map(contradicts).collect()
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> &'a Pack {
        self.pack
    }

    /// The answers in the order of the items.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }

    /// The answer to an item.
    #[must_use]
    pub fn of(&self, item: &str) -> Option<f64> {
        self.values
            .get(self.pack.item_index(item)?)
            .copied()
            .flatten()
    }

    /// True when the form says to skip this item after the other answers.
    #[must_use]
    pub fn is_skipped(&self, item: &str) -> bool {
        let found = self.pack.items.iter().find(|one| one.id == item);
        found
            .and_then(|one| one.ask_if.as_ref())
            .and_then(|ask| Some((ask.equals, self.of(&ask.item)?)))
            .is_some_and(|(equals, other)| !other.total_cmp(&f64::from(equals)).is_eq())
    }

    /// Items without an answer that enter the total.
    fn missing_in(&self, plan: &Plan) -> Vec<String> {
        plan.places()
            .filter(|place| self.values.get(*place).copied().flatten().is_none())
            .filter_map(|place| self.pack.items.get(place))
            .map(|item| item.id.clone())
            .collect()
    }
}

/// A scored answer sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Score<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// Each total in the order of the pack.
    pub totals: Vec<Totalled<'a>>,
    /// Each rule over totals and items.
    pub rules: Vec<(&'a Rule, Answer)>,
    /// Profiles, such as 11231; `None` where an answer is missing.
    pub states: Vec<(&'a str, Option<String>)>,
    /// The suicide item, where the scale has one.
    pub suicide: Option<SuicideFlag<'a>>,
}

/// A total with what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Totalled<'a> {
    /// Which total.
    pub total: &'a Total,
    /// Its value; `None` where answers are missing.
    pub computed: Option<Computed>,
    /// Items without an answer.
    pub missing: Vec<String>,
    /// The severity band under each source.
    pub bands: Vec<(&'a Bands, Option<&'a str>)>,
    /// The cut-offs and whether they are met.
    pub cutoffs: Vec<(&'a Cutoff, bool)>,
}

/// What was answered to the suicide item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SuicideFlag<'a> {
    /// Which item.
    pub item: &'a str,
    /// The answer.
    pub value: Option<f64>,
    /// Whether it reaches the source's threshold, or, where no source has one, is above the lowest
    /// answer; cannot say where it is missing.
    pub flagged: Answer,
    /// The least answer that is flagged.
    pub alert_at_least: u16,
    /// True when no source gives the threshold and any answer above the lowest is flagged.
    pub any_answer: bool,
}

/// Scores an answer sheet.
///
/// `answered_min` replaces the pack's own rule for missing answers in every total: at least so many
/// items answered, the mean of the others for each missing one.
///
/// # Example
/// ```
/// use euthymia_clinical::instrument::{Answers, bundled, score};
/// let qids = bundled("qids_sr16").unwrap();
/// // Of the four sleep items only the largest counts, and so for weight and psychomotor items.
/// let answers = [3, 1, 0, 2, 1, 0, 0, 2, 0, 1, 1, 0, 1, 1, 0, 2].map(|a| Some(f64::from(a)));
/// let scored = score(&Answers::new(qids, answers.to_vec()).unwrap(), None);
/// let total = scored.totals[0].computed.unwrap().value;
/// assert_eq!(total, 3.0 + 1.0 + 2.0 + (1.0 + 1.0 + 0.0 + 1.0 + 1.0) + 2.0);
/// ```
#[must_use]
pub fn score<'a>(answers: &Answers<'a>, answered_min: Option<usize>) -> Score<'a> {
    let pack = answers.pack;
    let totals: Vec<Totalled<'a>> = pack
        .totals
        .iter()
        .filter_map(|total| totalled(answers, total, answered_min))
        .collect();
    Score {
        pack,
        rules: pack
            .rules
            .iter()
            .map(|rule| (rule, meets(answers, &totals, rule)))
            .collect(),
        states: pack
            .states
            .iter()
            .map(|state| (state.id.as_str(), profile(answers, &state.items)))
            .collect(),
        suicide: suicide_flag(answers),
        totals,
    }
}

fn totalled<'a>(
    answers: &Answers<'a>,
    total: &'a Total,
    answered_min: Option<usize>,
) -> Option<Totalled<'a>> {
    let pack = answers.pack;
    // A pack whose totals cannot be planned was refused when it was read.
    let plan = Plan::new(pack, total).ok()?;
    let plan = match answered_min {
        Some(least) => plan.with_answered_min(Some(least)),
        None => plan,
    };
    let computed = plan.compute(&answers.values);
    let value = computed.map(|computed| computed.value);
    Some(Totalled {
        total,
        computed,
        missing: answers.missing_in(&plan),
        bands: pack
            .bands
            .iter()
            .filter(|bands| bands.total == total.id)
            .map(|bands| (bands, value.and_then(|value| bands.band_of(value))))
            .collect(),
        cutoffs: pack
            .cutoffs
            .iter()
            .filter(|cutoff| cutoff.total == total.id)
            .filter_map(|cutoff| Some((cutoff, cutoff.met(value?))))
            .collect(),
    })
}

impl Bands {
    /// The name of the band that a total falls in.
    ///
    /// A prorated total between two bands belongs to the lower one: 6.5 is not yet 7.
    #[must_use]
    pub fn band_of(&self, total: f64) -> Option<&str> {
        let below = |from: f64| total >= from;
        let band = self.band.iter().rev().find(|band| below(band.from))?;
        (total <= self.band.last()?.to).then_some(band.name.as_str())
    }
}

impl Cutoff {
    /// Whether a total meets it.
    #[must_use]
    pub fn met(&self, total: f64) -> bool {
        self.at_least.is_some_and(|bound| total >= bound)
            || self.at_most.is_some_and(|bound| total <= bound)
            || self.above.is_some_and(|bound| total > bound)
            || self.below.is_some_and(|bound| total < bound)
    }
}

fn meets(answers: &Answers<'_>, totals: &[Totalled<'_>], rule: &Rule) -> Answer {
    let condition = |condition: &Condition| match condition {
        Condition::Total { total, at_least } => Answer::of_known(
            totals
                .iter()
                .find(|one| one.total.id == *total)
                .and_then(|one| one.computed)
                .map(|computed| computed.value >= at_least - 1e-9),
        ),
        Condition::Items {
            items_at_least,
            count,
        } => {
            let scored = answers.pack.items.iter().zip(&answers.values);
            let reached = scored
                .filter(|(item, _)| item.scored)
                .map(|(_, value)| Answer::of_known(value.map(|value| value >= *items_at_least)));
            Answer::at_least(*count, reached)
        }
    };
    if rule.any.is_empty() {
        Answer::all(rule.all.iter().map(condition))
    } else {
        Answer::any(rule.any.iter().map(condition))
    }
}

fn profile(answers: &Answers<'_>, items: &[String]) -> Option<String> {
    items
        .iter()
        .map(|item| answers.of(item).map(|value| format!("{value}")))
        .collect()
}

fn suicide_flag<'a>(answers: &Answers<'a>) -> Option<SuicideFlag<'a>> {
    let suicide = answers.pack.suicide.as_ref()?;
    let item = answers
        .pack
        .items
        .get(answers.pack.item_index(&suicide.item)?)?;
    let alert_at_least = suicide.alert_at_least.unwrap_or(item.minimum + 1);
    let value = answers.of(&suicide.item);
    Some(SuicideFlag {
        item: &suicide.item,
        value,
        flagged: Answer::of_known(value.map(|value| value >= f64::from(alert_at_least))),
        alert_at_least,
        any_answer: suicide.alert_at_least.is_none(),
    })
}
