//! Tools for judging studies: their questions, their published algorithms, and what answers lead to.
//!
//! A [`Tool`] is a data file of the folder `appraisal`: domains, questions in our own words, and the
//! algorithm as rules over answers. [`Tool::assess`] takes the answers that there are and says which
//! questions are asked now, what each domain leads to and by which rule, and what is open and why.
//! It knows no study, no review and no variance.

mod assess;
mod combinations;
mod condition;
mod library;
mod pack;
mod parse;
mod tool;

pub use assess::{Assessed, Assessment, Given, Led, Notice};
pub use combinations::{TooMany, ways};
pub use condition::{Condition, ConditionError};
pub use library::{bundled, bundled_all, bundled_ids};
pub use pack::ToolError;
pub use tool::{AnswerWord, Basis, Domain, JudgementWord, Overall, Question, Rule, Tool, Unit};
