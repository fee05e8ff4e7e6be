//! What can go wrong, and what to do.

use std::path::PathBuf;

use crate::Slice;

/// Why a search could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EntrezError {
    /// No address.
    #[error("NCBI asks for an e-mail address and \"{found}\" is none: give your own")]
    Email {
        /// What was given.
        found: String,
    },
    /// No name of a program.
    #[error("the tool name \"{found}\" must be one word")]
    Tool {
        /// What was given.
        found: String,
    },
    /// Not the form of a key; the text is not repeated.
    #[error("the API key may hold letters and digits only: copy it from the NCBI account settings")]
    KeyForm,
    /// NCBI does not know the key.
    #[error(
        "NCBI does not accept the API key ({answer}): check NCBI_API_KEY, or run without a key"
    )]
    KeyRefused {
        /// What the server said.
        answer: String,
    },
    /// Nothing to search for.
    #[error("the search is empty")]
    EmptySearch,
    /// A page size that NCBI does not allow.
    #[error("a page of {found} records is not possible: 1 to 9999")]
    PageSize {
        /// What was given.
        found: u32,
    },
    /// An address that is not allowed.
    #[error("the address \"{url}\" is not allowed: {why}")]
    BaseUrl {
        /// What was given.
        url: String,
        /// The rule.
        why: &'static str,
    },
    /// The server said no, and would say so again.
    #[error("{utility} refused (status {status}): {answer}")]
    Refused {
        /// ESearch or EFetch.
        utility: &'static str,
        /// The status of HTTP.
        status: u16,
        /// What the server said.
        answer: String,
    },
    /// Several attempts failed.
    #[error(
        "{utility} failed {attempts} times, at last because {why}; what was fetched is kept: run the same command again to go on"
    )]
    GaveUp {
        /// ESearch or EFetch.
        utility: &'static str,
        /// How often it was tried.
        attempts: u32,
        /// The last reason.
        why: String,
    },
    /// The server wants a pause that nobody would sit through.
    #[error(
        "the server asks for a pause of {seconds} s; what was fetched is kept: run the same command again after that"
    )]
    LongPause {
        /// The pause.
        seconds: u64,
    },
    /// The history server forgot a slice again and again before it was fetched whole.
    #[error(
        "the history server lost the search {times} times in a row ({answer}); run the same command again later"
    )]
    HistoryLost {
        /// How often.
        times: u32,
        /// What the server said.
        answer: String,
    },
    /// Too many records that nothing tells apart.
    #[error("{slice} holds {count} records, more than PubMed gives out, and cannot be cut further")]
    Indivisible {
        /// The slice.
        slice: Slice,
        /// Its records.
        count: u64,
    },
    /// What came is not what was promised.
    #[error(
        "PubMed counts {count} records, and {records} were fetched, {distinct} of them different; {} holds them, but it is not the whole search: run the same command again, or begin again in a new folder", file.display()
    )]
    Incomplete {
        /// What the search found.
        count: u64,
        /// What was fetched.
        records: u64,
        /// Different PMIDs among them.
        distinct: u64,
        /// Where they are.
        file: PathBuf,
    },
    /// A person stopped it.
    #[error("stopped; what was fetched is kept: run the same command again to go on")]
    Cancelled,
    /// The folder belongs to another search.
    #[error(
        "{} holds another search (\"{found}\"): finish that one, or choose another folder", folder.display()
    )]
    OtherSearch {
        /// The folder.
        folder: PathBuf,
        /// Its search.
        found: String,
    },
    /// The folder holds a finished search.
    #[error("{} holds a finished search or another file of records: choose another folder", folder.display())]
    AlreadyDone {
        /// The folder.
        folder: PathBuf,
    },
    /// The file of progress is not ours.
    #[error("{} cannot be read ({why}): delete the folder to begin again", file.display())]
    Progress {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Reading or writing failed.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The reason of the system.
        source: std::io::Error,
    },
}
