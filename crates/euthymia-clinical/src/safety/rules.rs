//! The rules of a session, from the files of `safety/`: every one with its source, and whether
//! anybody read it there.

use super::grid;
use super::plausible;
use super::quantity::Quantity;
use super::session::Phase;
use crate::bundled::{each, texts};
use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::LazyLock;

/// The schema of the files.
pub const SCHEMA: &str = "euthymia.session_rules.v1";

crate::words! {
    /// Which measurements a rule is about.
    When {
        /// Those before the dose.
        Before = "before", "before the dose";
        /// Those while the dose is given.
        During = "during", "during the dose";
        /// Those after the end of the dose.
        After = "after", "after the dose";
        /// Those from the start of the dose on, and before it.
        Any = "any", "in the session";
        /// The last one.
        Discharge = "discharge", "at discharge";
    }
}

impl When {
    /// Whether it means this part of a session and no other.
    #[must_use]
    pub fn is(self, phase: Phase) -> bool {
        matches!(
            (self, phase),
            (Self::Before, Phase::Before)
                | (Self::During, Phase::During)
                | (Self::After, Phase::After)
        )
    }
}

crate::words! {
    /// What is kept from before a dose.
    Intake {
        /// Food.
        Food = "food", "food";
        /// Liquid.
        Liquid = "liquid", "liquid";
        /// A nasal steroid or decongestant.
        NasalMedicine = "nasal_medicine", "nasal steroid or decongestant";
    }
}

/// A limit on a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// No further than this per cent from the last value before the dose.
    WithinPercentOfBefore(f64),
}

/// What a rule asks for. A number that is `None` has not been set by anybody.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// A value within a limit.
    Limit {
        /// Which measurements.
        when: When,
        /// Of what.
        quantity: Quantity,
        /// The limit.
        bound: Option<Bound>,
    },
    /// A measurement that must be there, perhaps about a minute after the dose.
    Measured {
        /// In which part.
        when: When,
        /// Of what.
        quantities: Vec<Quantity>,
        /// About which minute after the end of the dose; `None` for any.
        minute: Option<f64>,
        /// How far off "about" may be.
        tolerance: Option<f64>,
    },
    /// Measurements no further apart than so many minutes.
    Every {
        /// In which part.
        when: When,
        /// Of what.
        quantities: Vec<Quantity>,
        /// The longest gap.
        minutes: Option<f64>,
    },
    /// Observation from the dose to discharge for at least so many minutes.
    Observed {
        /// How long.
        minutes: Option<f64>,
    },
    /// Nothing taken for so many minutes before the dose.
    Abstained {
        /// Of what.
        from: Intake,
        /// How long.
        minutes: Option<f64>,
    },
    /// Devices at least so many minutes apart.
    Apart {
        /// How long.
        minutes: Option<f64>,
    },
    /// A point of the discharge checklist that must be answered yes.
    Recorded {
        /// Its key in a session's file.
        item: String,
    },
}

/// A value from general knowledge that is shown and decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// In words.
    pub text: String,
    /// Where it comes from.
    pub source: String,
}

/// What was seen elsewhere; never a rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// In words.
    pub text: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// Doses that can be right: wide on purpose, what is outside is a slip or another unit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseRange {
    /// Lowest and highest amount, mg.
    pub mg: [f64; 2],
    /// Lowest and highest amount by body weight, mg/kg; `None` where it is not dosed so.
    #[serde(default)]
    pub mg_per_kg: Option<[f64; 2]>,
    /// What one device gives, mg.
    #[serde(default)]
    pub device_mg: Option<f64>,
    /// What the range goes by.
    pub source: String,
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Identifier within its file.
    pub id: String,
    /// In words.
    pub text: String,
    /// What it asks for.
    pub demand: Demand,
    /// Where it comes from.
    pub source: Source,
    /// Values from general knowledge.
    pub candidates: Vec<Candidate>,
}

/// The rules of a treatment's sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    /// Identifier.
    pub id: String,
    /// In words.
    pub name: String,
    /// Version of the file.
    pub version: String,
    /// Treatments, by their identifiers in the evidence base.
    pub treatments: Vec<String>,
    /// Doses that can be right; `None` where the treatment is no substance.
    pub dose: Option<DoseRange>,
    /// The rules: those of the file, and after them a limit for every vital sign in every part of a
    /// session that the file says nothing about, empty.
    pub rules: Vec<Rule>,
    /// What was seen elsewhere.
    pub practice: Vec<Practice>,
}

impl Rule {
    /// Whether the rule may decide: it has its number, and somebody read it in its source or the
    /// clinic set it.
    #[must_use]
    pub fn decides(&self) -> bool {
        let known = matches!(self.source.status, Status::Confirmed | Status::Site);
        known && self.is_set()
    }

    /// The part of the session and the quantity of a limit; `None` for another kind of rule.
    #[must_use]
    pub fn limits(&self) -> Option<(When, Quantity)> {
        match self.demand {
            Demand::Limit { when, quantity, .. } => Some((when, quantity)),
            _ => None,
        }
    }

    /// Whether the rule has the number it needs.
    #[must_use]
    pub fn is_set(&self) -> bool {
        match &self.demand {
            Demand::Limit { bound, .. } => bound.is_some(),
            Demand::Every { minutes, .. }
            | Demand::Observed { minutes }
            | Demand::Abstained { minutes, .. }
            | Demand::Apart { minutes } => minutes.is_some(),
            Demand::Measured { .. } | Demand::Recorded { .. } => true,
        }
    }
}

impl RuleSet {
    /// Reads a file; `name` is what messages call it.
    ///
    /// # Errors
    /// What is not TOML of the schema, and rules that contradict themselves.
    pub fn parse(text: &str, name: &str) -> Result<Self, BadRules> {
        let file: File = toml::from_str(text).map_err(|error| BadRules {
            file: name.to_owned(),
            problem: error.message().to_owned(),
        })?;
        let bad = |problem: String| BadRules {
            file: name.to_owned(),
            problem,
        };
        if file.schema != SCHEMA {
            return Err(bad(format!("expected schema = \"{SCHEMA}\"")));
        }
        let mut rules: Vec<Rule> = Vec::with_capacity(file.rule.len());
        for raw in file.rule {
            let rule = raw.rule().map_err(&bad)?;
            if rules.iter().any(|other| other.id == rule.id) {
                return Err(bad(format!("two rules are called \"{}\"", rule.id)));
            }
            rules.push(rule);
        }
        grid::complete(&mut rules);
        Ok(Self {
            id: file.id,
            name: file.name,
            version: file.version,
            treatments: file.treatments,
            dose: file.dose,
            rules,
            practice: file.practice,
        })
    }
}

/// A file of rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct BadRules {
    /// Which file.
    pub file: String,
    /// What is wrong.
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    id: String,
    name: String,
    version: String,
    treatments: Vec<String>,
    dose: Option<DoseRange>,
    #[serde(default)]
    practice: Vec<Practice>,
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Limit,
    Measured,
    Every,
    Observed,
    Abstained,
    Apart,
    Recorded,
}

/// A rule as a file holds it: which keys it may have depends on its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    id: String,
    kind: Kind,
    text: String,
    source: String,
    status: Status,
    when: Option<When>,
    quantity: Option<Quantity>,
    quantities: Option<Vec<Quantity>>,
    from: Option<Intake>,
    item: Option<String>,
    minute: Option<f64>,
    minutes: Option<f64>,
    tolerance_minutes: Option<f64>,
    at_most: Option<f64>,
    at_least: Option<f64>,
    within_percent_of_before: Option<f64>,
    #[serde(default)]
    candidates: Vec<Candidate>,
}

/// The limit that one of three keys gives.
///
/// # Errors
/// More than one of them, or one that is not a finite number of at least 0.
pub(super) fn bound(
    at_most: Option<f64>,
    at_least: Option<f64>,
    within: Option<f64>,
) -> Result<Option<Bound>, String> {
    let given: Vec<Bound> = [
        at_most.map(Bound::AtMost),
        at_least.map(Bound::AtLeast),
        within.map(Bound::WithinPercentOfBefore),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sane = [at_most, at_least, within]
        .into_iter()
        .flatten()
        .all(|number| number.is_finite() && number >= 0.0);
    match given.as_slice() {
        [] => Ok(None),
        [one] if sane => Ok(Some(*one)),
        [_] => Err("a limit is a number of at least 0".to_owned()),
        _ => Err("one limit only: at_most, at_least or within_percent_of_before".to_owned()),
    }
}

/// A time in minutes.
///
/// # Errors
/// A number that is no time.
pub(super) fn minutes(found: Option<f64>) -> Result<Option<f64>, String> {
    match found {
        Some(minutes) if !(0.0..=1440.0).contains(&minutes) => {
            Err(format!("{minutes} is not a time in minutes from 0 to 1440"))
        }
        minutes => Ok(minutes),
    }
}

impl RawRule {
    /// Checks the rule.
    ///
    /// # Errors
    /// A key that its kind needs and it has not, in words.
    pub(super) fn rule(self) -> Result<Rule, String> {
        let id = self.id.clone();
        let lacks = |key: &str| format!("rule \"{id}\" needs {key}");
        let when = || self.when.ok_or_else(|| lacks("when"));
        let quantities = || self.quantities.clone().ok_or_else(|| lacks("quantities"));
        let named = |problem: String| format!("rule \"{id}\": {problem}");
        let minutes_set = minutes(self.minutes).map_err(named)?;
        let demand = match self.kind {
            Kind::Limit => {
                let quantity = self.quantity.ok_or_else(|| lacks("quantity"))?;
                let bound = bound(self.at_most, self.at_least, self.within_percent_of_before);
                let bound = bound.map_err(named)?;
                bound
                    .map_or(Ok(()), |bound| plausible::limit(quantity, bound))
                    .map_err(named)?;
                Demand::Limit {
                    when: when()?,
                    quantity,
                    bound,
                }
            }
            Kind::Measured => Demand::Measured {
                when: when()?,
                quantities: quantities()?,
                minute: minutes(self.minute).map_err(named)?,
                tolerance: minutes(self.tolerance_minutes).map_err(named)?,
            },
            Kind::Every => Demand::Every {
                when: when()?,
                quantities: quantities()?,
                minutes: minutes_set,
            },
            Kind::Observed => Demand::Observed {
                minutes: minutes_set,
            },
            Kind::Abstained => Demand::Abstained {
                from: self.from.ok_or_else(|| lacks("from"))?,
                minutes: minutes_set,
            },
            Kind::Apart => Demand::Apart {
                minutes: minutes_set,
            },
            Kind::Recorded => Demand::Recorded {
                item: self.item.clone().ok_or_else(|| lacks("item"))?,
            },
        };
        Ok(Rule {
            demand,
            source: Source {
                text: self.source,
                status: self.status,
            },
            id: self.id,
            text: self.text,
            candidates: self.candidates,
        })
    }
}

const FILES: &[(&str, &str)] = texts!["safety":
    "esketamine_nasal",
    "ketamine_iv",
    "ketamine_other",
    "psilocybin",
    "tms",
];

/// The rule sets that come with the program.
#[must_use]
pub fn bundled() -> &'static [RuleSet] {
    static READ: LazyLock<Vec<RuleSet>> = LazyLock::new(|| each(FILES, RuleSet::parse));
    &READ
}

/// The rules of a treatment, found by its identifier or by that of the set.
///
/// # Example
/// ```
/// use euthymia_clinical::safety::rules::find;
/// assert_eq!(find("esketamine_in").unwrap().id, "esketamine_nasal");
/// assert!(find("aspirin").is_none());
/// ```
#[must_use]
pub fn find(word: &str) -> Option<&'static RuleSet> {
    bundled()
        .iter()
        .find(|set| set.id == word || set.treatments.iter().any(|id| id == word))
}

/// Every word by which a set is found.
#[must_use]
pub fn known() -> Vec<&'static str> {
    let sets = bundled().iter();
    sets.flat_map(|set| {
        let own = (!set.treatments.contains(&set.id)).then_some(set.id.as_str());
        own.into_iter()
            .chain(set.treatments.iter().map(String::as_str))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundled::{ids_in, ids_of};

    #[test]
    fn every_file_reads_and_no_unread_number_decides() {
        for (set, (name, _)) in bundled().iter().zip(FILES) {
            assert_eq!(set.id, *name);
            for rule in &set.rules {
                let read = rule.source.status == Status::Confirmed;
                assert!(read == rule.decides(), "{name}: {}", rule.id);
            }
        }
    }

    #[test]
    fn every_set_of_the_folder_is_bundled() {
        let mut files = ids_in("safety");
        files.retain(|id| !matches!(id.as_str(), "adverse_events" | "ctcae" | "look" | "watch"));
        assert_eq!(files, ids_of(FILES));
    }
}
