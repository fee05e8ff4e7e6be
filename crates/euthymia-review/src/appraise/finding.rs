//! What a person should look at in the appraisals of a review.

use crate::log::EventId;
use euthymia_appraisal::Notice;

/// Something in the appraisals that a person should look at. Nothing of it is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A tool that this program does not have.
    #[error("{study} was appraised by {author} with \"{tool}\", which is no tool here: it waits")]
    NoTool {
        /// The event.
        event: EventId,
        /// The study.
        study: String,
        /// Who.
        author: String,
        /// The tool.
        tool: String,
    },
    /// The answers were given to another version of the tool.
    #[error(
        "{study} was appraised by {author} with {tool} version {then}; here is version {now}: look \
         at it and enter it again"
    )]
    OtherVersion {
        /// The event.
        event: EventId,
        /// The study.
        study: String,
        /// Who.
        author: String,
        /// The tool.
        tool: String,
        /// The version then.
        then: String,
        /// The version here.
        now: String,
    },
    /// Something given does not fit the tool.
    #[error("{study}, {author}, {tool}: {notice}")]
    DoesNotFit {
        /// The event.
        event: EventId,
        /// The study.
        study: String,
        /// Who.
        author: String,
        /// The tool.
        tool: String,
        /// What.
        notice: Notice,
    },
    /// Nobody has named the study.
    #[error("\"{study}\" was appraised, but no study has that name")]
    NoStudy {
        /// The event.
        event: EventId,
        /// The study.
        study: String,
    },
    /// A tool for single outcomes without one, or one for studies with one.
    #[error("{study} was appraised with {tool}, which judges {unit}: {said}")]
    OtherUnit {
        /// The event.
        event: EventId,
        /// The study.
        study: String,
        /// The tool.
        tool: String,
        /// What it judges.
        unit: &'static str,
        /// What is wrong.
        said: &'static str,
    },
    /// Somebody judged again after the agreement.
    #[error(
        "{author} judged {study} with {tool} again after it was agreed on; the agreement stands"
    )]
    AfterAgreement {
        /// The event.
        event: EventId,
        /// The study.
        study: String,
        /// The tool.
        tool: String,
        /// Who.
        author: String,
    },
}
