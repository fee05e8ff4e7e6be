//! The remission rules that sources use, each with who uses it.

use crate::definition::Definition;
use crate::outcome_rule::{Kind, RuleOutcome, all};
use crate::source::{Source, Status};

/// A remission rule with its source.
#[derive(Clone, Debug, PartialEq)]
pub struct RemissionRule {
    /// The rule.
    pub definition: Definition,
    /// Who uses it, with identifiers.
    pub source: &'static str,
    /// Whether it was read there.
    pub status: Status,
}

impl RemissionRule {
    /// Who uses it, as a source.
    #[must_use]
    pub fn source(&self) -> Source {
        Source {
            text: self.source.to_owned(),
            status: self.status,
        }
    }
}

/// The rules for a scale in the order of the file, in which those for the MADRS stand from strict to
/// lenient (a test); none where no source here has one. On the MADRS they
/// are five different rules: a rate under one is not the rate under another.
///
/// # Example
/// ```
/// use euthymia_clinical::remission::rules;
/// assert_eq!(rules("madrs").len(), 5);
/// assert_eq!(rules("phq9")[0].definition.to_string(), "PHQ-9 < 5");
/// assert!(rules("cgi_s").is_empty());
/// ```
#[must_use]
pub fn rules(instrument: &str) -> Vec<RemissionRule> {
    let pairs = all().iter().filter_map(|rule| match &rule.kind {
        Kind::Pair { rule: text } if rule.outcome == RuleOutcome::Remission => {
            let definition = Definition::parse(text).ok()?;
            (definition.instrument() == Some(instrument)).then_some(RemissionRule {
                definition,
                source: &rule.source,
                status: rule.status,
            })
        }
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn each_rule_on_the_madrs_implies_the_next() {
        for pair in rules("madrs").windows(2) {
            // < 11 and ≤ 10 are the same rule for whole scores, and ≤ 10 implies < 11.
            let (first, second) = (&pair[0].definition, &pair[1].definition);
            assert!(first.implies(second), "{first} does not imply {second}");
        }
    }
}
