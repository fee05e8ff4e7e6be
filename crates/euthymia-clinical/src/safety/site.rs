//! A clinic's own limits: they fill what sources leave empty, or stand beside what a source says.

use super::rules::{Demand, Rule, RuleSet, bound, minutes};
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
        for setting in &site.settings {
            let (set, id) = setting.rule.split_once('.').unwrap_or((&setting.rule, ""));
            let rules = super::rules::bundled().iter().find(|one| one.id == set);
            let rule = rules.and_then(|set| set.rules.iter().find(|rule| rule.id == id));
            let rule = rule.ok_or_else(|| {
                bad(format!(
                    "\"{}\" is not a rule; write set.rule, such as ketamine_iv.systolic_during; \
                     euthymia session rules lists them",
                    setting.rule
                ))
            })?;
            setting.applied(rule)?;
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
    /// Only how far "about" may be: the rule itself stays its source's.
    fn is_tolerance(&self) -> bool {
        self.tolerance_minutes.is_some()
    }

    fn applied(&self, rule: &Rule) -> Result<Rule, BadSite> {
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
            (Demand::Limit { bound, .. }, [true, false, false, false]) => {
                *bound = limit;
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
                true
            }
            (
                Demand::Measured {
                    tolerance: slot, ..
                },
                [false, false, true, false],
            ) => {
                *slot = tolerance;
                true
            }
            (Demand::Recorded { .. }, [false, false, false, true]) => self.required == Some(true),
            _ => false,
        };
        if !asked {
            return Err(named(wanted(&rule.demand).to_owned()));
        }
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
}

/// What a setting must give, by the kind of the rule.
fn wanted(demand: &Demand) -> &'static str {
    match demand {
        Demand::Limit { .. } => "give one of at_most, at_least, within_percent_of_before",
        Demand::Measured { .. } => "give tolerance_minutes",
        Demand::Recorded { .. } => "give required = true",
        Demand::Every { .. }
        | Demand::Observed { .. }
        | Demand::Abstained { .. }
        | Demand::Apart { .. } => "give minutes",
    }
}
