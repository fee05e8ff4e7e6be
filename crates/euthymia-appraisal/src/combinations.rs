//! Every way through the questions of a domain.

use crate::assess::Given;
use crate::tool::{Domain, Tool};

/// There are more ways than somebody wants to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are more than {0} ways through these questions")]
pub struct TooMany(pub usize);

/// Every set of answers with which the questions of a domain can be gone through, questions that are
/// not asked left out: the flow chart as a list.
///
/// # Errors
/// [`TooMany`] when there are more than `most`.
///
/// # Example
/// ```
/// use euthymia_appraisal::{bundled, ways};
/// let tool = bundled("rob2").unwrap();
/// let first = tool.domain("1").unwrap();
/// assert_eq!(ways(tool, first, 1_000).unwrap().len(), 5 * 5 * 5);
/// assert!(ways(tool, first, 100).is_err());
/// ```
pub fn ways(tool: &Tool, domain: &Domain, most: usize) -> Result<Vec<Given>, TooMany> {
    let tool = tool.only(domain);
    let mut done = Vec::new();
    let mut open = vec![Given::default()];
    while let Some(given) = open.pop() {
        let seen = tool.assess(&given);
        match seen.next().and_then(|id| tool.question(id)) {
            None if done.len() == most => return Err(TooMany(most)),
            None => done.push(given),
            Some(question) => {
                for answer in question.answers.iter().rev() {
                    let mut further = given.clone();
                    further.answers.insert(question.id.clone(), answer.clone());
                    open.push(further);
                }
            }
        }
    }
    Ok(done)
}
