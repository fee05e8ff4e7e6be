//! The remission rules that sources use, each with who uses it.

use crate::definition::{Definition, DefinitionError};

/// A remission rule with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemissionRule {
    /// The definition in the grammar of [`Definition::parse`].
    pub definition: &'static str,
    /// Who uses it, with identifiers.
    pub source: &'static str,
}

/// The rules in order of strictness. They are five different rules: a rate under one is not the
/// rate under another.
pub static MADRS: [RemissionRule; 5] = [
    RemissionRule {
        definition: "madrs<10",
        source: "Payette 2023 (10.1016/j.jad.2023.04.019); Hawley 2002, J Affect Disord",
    },
    RemissionRule {
        definition: "madrs<=10",
        source: "Goodwin 2022, COMP001 (10.1056/NEJMoa2206443); Zimmerman 2004",
    },
    RemissionRule {
        definition: "madrs<11",
        source: "Cole 2020, SAINT (10.1176/appi.ajp.2019.19070720)",
    },
    RemissionRule {
        definition: "madrs<=11",
        source: "Zimmerman 2004, whole sample",
    },
    RemissionRule {
        definition: "madrs<=12",
        source: "esketamine trials (TRANSFORM, SUSTAIN, ASPIRE programmes)",
    },
];

/// Rules for other scales, each with its source.
static OTHERS: [RemissionRule; 3] = [
    RemissionRule {
        definition: "hamd17<=7",
        source: "STAR*D (10.1176/ajp.2006.163.11.1905)",
    },
    RemissionRule {
        definition: "qids_sr16<=5",
        source: "STAR*D (10.1176/ajp.2006.163.11.1905)",
    },
    RemissionRule {
        definition: "phq9<5",
        source: "SUSTAIN-3",
    },
];

/// The rules for a scale, the strictest first; none where no source here has one.
///
/// # Example
/// ```
/// use euthymia_clinical::remission::rules;
/// assert_eq!(rules("madrs").len(), 5);
/// assert_eq!(rules("phq9")[0].definition, "phq9<5");
/// assert!(rules("cgi_s").is_empty());
/// ```
#[must_use]
pub fn rules(instrument: &str) -> &'static [RemissionRule] {
    if instrument == "madrs" {
        return &MADRS;
    }
    let at = OTHERS
        .iter()
        .position(|rule| rule.definition.split(['<', '=']).next() == Some(instrument));
    at.and_then(|at| OTHERS.get(at..=at)).unwrap_or(&[])
}

impl RemissionRule {
    /// The rule as a definition.
    ///
    /// # Errors
    /// Never for the rules of this module, which a test reads one by one.
    pub fn parse(&self) -> Result<Definition, DefinitionError> {
        Definition::parse(self.definition)
    }
}

#[cfg(test)]
mod tests {
    use super::{MADRS, OTHERS};

    #[test]
    fn the_rules_of_other_scales_read() {
        for rule in &OTHERS {
            assert!(rule.parse().is_ok(), "{}", rule.definition);
        }
    }

    #[test]
    fn every_rule_reads_and_each_implies_the_next() {
        let rules: Vec<_> = MADRS.iter().map(|rule| rule.parse().unwrap()).collect();
        for pair in rules.windows(2) {
            // < 11 and ≤ 10 are the same rule for whole scores, and ≤ 10 implies < 11.
            assert!(
                pair[0].implies(&pair[1]),
                "{} does not imply {}",
                pair[0],
                pair[1]
            );
        }
    }
}
