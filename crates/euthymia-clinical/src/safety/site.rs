//! A clinic's own limits: they fill what sources leave empty, or stand beside what a source says.

use super::plausible;
use super::rules::{Bound, Demand, Rule, RuleSet, bound, bundled, minutes};
use super::session::Convention;
use crate::source::Source;
use serde::Deserialize;

/// The schema of a clinic's file.
pub const SCHEMA: &str = "euthymia.session_site.v1";

/// A clinic's choices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// Name of the clinic.
    pub name: Option<String>,
    /// From which device it counts the observation.
    pub convention: Option<Convention>,
    /// What it set.
    pub settings: Vec<Setting>,
}

/// One limit that the clinic set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The rule, as `set.rule`.
    pub rule: String,
    /// Where the clinic has it from.
    pub source: String,
    at_most: Option<f64>,
    at_least: Option<f64>,
    within_percent_of_before: Option<f64>,
    minutes: Option<f64>,
    tolerance_minutes: Option<f64>,
    required: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    name: Option<String>,
    observation_from: Option<String>,
    #[serde(default)]
    set: Vec<Setting>,
}

/// A clinic's file that cannot be used: where in the text, where known, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct BadSite {
    /// What is wrong and what to do.
    pub problem: String,
    /// The byte at which it was found.
    pub at: Option<usize>,
}

fn bad(problem: impl Into<String>) -> BadSite {
    BadSite {
        problem: problem.into(),
        at: None,
    }
}

impl Site {
    /// Reads a clinic's file and checks every name in it against the bundled rules.
    ///
    /// # Errors
    /// [`BadSite`]: not TOML of the schema, a rule there is none of, a number the rule has no use for.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::safety::site::Site;
    /// let text = r#"
    /// schema = "euthymia.session_site.v1"
    /// [[set]]
    /// rule = "ketamine_iv.systolic_during"
    /// at_most = 180
    /// source = "the clinic's protocol of 2026"
    /// "#;
    /// assert_eq!(Site::parse(text)?.settings.len(), 1);
    /// # Ok::<(), euthymia_clinical::safety::site::BadSite>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, BadSite> {
        let file: File = toml::from_str(text).map_err(|error| BadSite {
            problem: error.message().to_owned(),
            at: error.span().map(|span| span.start),
        })?;
        if file.schema != SCHEMA {
            return Err(bad(format!("expected schema = \"{SCHEMA}\"")));
        }
        let convention = match file.observation_from.as_deref() {
            None => None,
            Some(word) => {
                let found = Convention::ALL.iter().find(|one| one.id() == word);
                Some(
                    *found
                        .ok_or_else(|| bad("observation_from: use first_device or last_device"))?,
                )
            }
        };
        let site = Self {
            name: file.name,
            convention,
            settings: file.set,
        };
        for (index, setting) in site.settings.iter().enumerate() {
            let own = setting.applied(setting.names()?)?;
            let earlier = site.settings.iter().take(index);
            for other in earlier.filter(|other| other.rule == setting.rule) {
                setting.beside(&own, &other.applied(other.names()?)?)?;
            }
        }
        Ok(site)
    }

    /// The rules as this clinic has them: what it set fills an empty rule, and stands as a further
    /// rule beside one that a source already fills.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), which has made them impossible for a site that was read.
    pub fn overlay(&self, set: &RuleSet) -> Result<RuleSet, BadSite> {
        let mut rules = Vec::with_capacity(set.rules.len());
        for rule in &set.rules {
            let name = format!("{}.{}", set.id, rule.id);
            let own: Vec<&Setting> = self.settings.iter().filter(|s| s.rule == name).collect();
            let keeps = rule.decides() && !own.iter().any(|setting| setting.is_tolerance());
            if own.is_empty() || keeps {
                rules.push(rule.clone());
            }
            for setting in own {
                rules.push(setting.applied(rule)?);
            }
        }
        Ok(RuleSet {
            rules,
            ..set.clone()
        })
    }
}

impl Setting {
    /// The bundled rule that the setting is about.
    fn names(&self) -> Result<&'static Rule, BadSite> {
        let (set, id) = self.rule.split_once('.').unwrap_or((&self.rule, ""));
        let Some(set) = bundled().iter().find(|one| one.id == set) else {
            let sets: Vec<&str> = bundled().iter().map(|set| set.id.as_str()).collect();
            return Err(bad(format!(
                "\"{}\" is not a rule; write set.rule, such as ketamine_iv.systolic_during; the sets \
                 are: {}",
                self.rule,
                sets.join(", ")
            )));
        };
        set.rules.iter().find(|rule| rule.id == id).ok_or_else(|| {
            let rules: Vec<&str> = set.rules.iter().map(|rule| rule.id.as_str()).collect();
            bad(format!(
                "\"{}\" is not a rule; those of {} are: {}",
                self.rule,
                set.id,
                rules.join(", ")
            ))
        })
    }

    /// Whether two settings of one rule can stand together: a lowest and a highest value can.
    fn beside(&self, own: &Rule, other: &Rule) -> Result<(), BadSite> {
        let named = |problem: String| bad(format!("\"{}\": {problem}", self.rule));
        let bound = |rule: &Rule| match rule.demand {
            Demand::Limit { bound, .. } => bound,
            _ => None,
        };
        match (bound(own), bound(other)) {
            (Some(Bound::AtLeast(low)), Some(Bound::AtMost(high)))
            | (Some(Bound::AtMost(high)), Some(Bound::AtLeast(low))) => {
                plausible::pair(low, high).map_err(named)
            }
            (Some(Bound::WithinPercentOfBefore(_)), Some(Bound::AtMost(_) | Bound::AtLeast(_)))
            | (Some(Bound::AtMost(_) | Bound::AtLeast(_)), Some(Bound::WithinPercentOfBefore(_))) => {
                Ok(())
            }
            _ => Err(named("set twice; keep one".to_owned())),
        }
    }

    /// Only how far "about" may be: the rule itself stays its source's.
    fn is_tolerance(&self) -> bool {
        self.tolerance_minutes.is_some()
    }

    /// The rule with what the clinic set.
    fn applied(&self, rule: &Rule) -> Result<Rule, BadSite> {
        let demand = self.demanded(rule)?;
        let source = match self.is_tolerance() {
            true => Source {
                text: format!(
                    "{}; tolerance set by the clinic: {}",
                    rule.source.text, self.source
                ),
                status: rule.source.status,
            },
            false => Source::site(&self.source),
        };
        Ok(Rule {
            demand,
            source,
            ..rule.clone()
        })
    }

    /// What the rule asks for, with the clinic's number.
    fn demanded(&self, rule: &Rule) -> Result<Demand, BadSite> {
        let named = |problem: String| bad(format!("\"{}\": {problem}", self.rule));
        let limit = bound(self.at_most, self.at_least, self.within_percent_of_before);
        let limit = limit.map_err(named)?;
        let own = minutes(self.minutes).map_err(named)?;
        let tolerance = minutes(self.tolerance_minutes).map_err(named)?;
        let mut demand = rule.demand.clone();
        let given = [
            limit.is_some(),
            own.is_some(),
            tolerance.is_some(),
            self.required.is_some(),
        ];
        let asked = match (&mut demand, given) {
            (
                Demand::Limit {
                    bound, quantity, ..
                },
                [true, false, false, false],
            ) => {
                *bound = limit;
                limit
                    .map_or(Ok(()), |limit| plausible::limit(*quantity, limit))
                    .map_err(named)?;
                true
            }
            (
                Demand::Every { minutes, .. }
                | Demand::Observed { minutes }
                | Demand::Abstained { minutes, .. }
                | Demand::Apart { minutes },
                [false, true, false, false],
            ) => {
                *minutes = own;
                own.map_or(Ok(()), plausible::length).map_err(named)?;
                true
            }
            (
                Demand::Measured {
                    minute: Some(minute),
                    tolerance: slot,
                    ..
                },
                [false, false, true, false],
            ) => {
                *slot = tolerance;
                tolerance
                    .map_or(Ok(()), |off| plausible::tolerance(off, *minute))
                    .map_err(named)?;
                true
            }
            (Demand::Recorded { .. }, [false, false, false, true]) => self.required == Some(true),
            _ => false,
        };
        match asked {
            true => Ok(demand),
            false => Err(named(wanted(&rule.demand).to_owned())),
        }
    }
}

/// What a setting must give, by the kind of the rule.
fn wanted(demand: &Demand) -> &'static str {
    match demand {
        Demand::Limit { .. } => "give one of at_most, at_least, within_percent_of_before",
        Demand::Measured {
            minute: Some(_), ..
        } => "give tolerance_minutes",
        Demand::Measured { minute: None, .. } => "this rule has no number that a clinic could set",
        Demand::Recorded { .. } => "give required = true",
        Demand::Every { .. }
        | Demand::Observed { .. }
        | Demand::Abstained { .. }
        | Demand::Apart { .. } => "give minutes",
    }
}
