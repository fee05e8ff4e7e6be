//! What an answer means: the thing asked for, a reason to ask again, or the end.

use std::time::Duration;

use crate::found::NotFound;
use crate::page::NotAPage;
use crate::{EntrezError, Found, Page, Reply, Request};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The count of a search.
    Found(Found),
    /// A page, as text, with the number of its records.
    Page {
        /// The XML as it came.
        text: String,
        /// Its records.
        records: u64,
    },
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The same request may work later.
    Again {
        /// What happened.
        why: String,
        /// The pause the server asks for.
        pause: Option<Duration>,
    },
    /// The history server no longer has the search.
    Stale(String),
    /// It would fail again.
    Fatal(EntrezError),
}

/// What an error of NCBI speaks of, by words in it; the first that fits counts.
const MEANINGS: [(&str, Meaning); 7] = [
    ("rate limit", Meaning::Again),
    ("api key", Meaning::Key),
    ("cannot be larger than", Meaning::Refused),
    ("history", Meaning::Stale),
    ("unable to obtain query", Meaning::Stale),
    ("webenv", Meaning::Stale),
    ("id list is empty", Meaning::Stale),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Again,
    Key,
    Refused,
    Stale,
}

/// Reads a reply to a request.
///
/// # Errors
/// [`Failure`]: what to do instead.
pub fn read(request: &Request, reply: Reply) -> Result<Answer, Failure> {
    let Reply {
        status,
        retry_after,
        body,
    } = reply;
    let text = String::from_utf8(body);
    match (status, text) {
        (200..=299, Ok(text)) => content(request, status, retry_after, text),
        (200..=299, Err(_)) => Err(again("the answer is not UTF-8".to_owned(), retry_after)),
        (408 | 429 | 500..=599, text) => {
            let said = text.map_or_else(|_| String::new(), |text| said(&text));
            let why = format!("the server answered with status {status} ({said})");
            Err(again(why, retry_after))
        }
        (_, text) => {
            let said = text.map_or_else(|_| String::new(), |text| said(&text));
            Err(
                by_words(request, status, retry_after, said).unwrap_or_else(|said| {
                    Failure::Fatal(EntrezError::Refused {
                        utility: request.utility(),
                        status,
                        answer: said,
                    })
                }),
            )
        }
    }
}

fn content(
    request: &Request,
    status: u16,
    pause: Option<Duration>,
    text: String,
) -> Result<Answer, Failure> {
    let refused = |said: String| {
        by_words(request, status, pause, short(&said)).unwrap_or_else(|why| again(why, pause))
    };
    match request {
        Request::Search { .. } => match Found::read(&text) {
            Ok(found) => Ok(Answer::Found(found)),
            Err(NotFound::Said(said)) => Err(refused(said)),
            Err(form) => Err(again(form.to_string(), pause)),
        },
        Request::Page { .. } => match Page::read(&text) {
            Ok(page) => {
                let records = page.pmids.len() as u64;
                Ok(Answer::Page { text, records })
            }
            Err(NotAPage::Said(said)) => Err(refused(said)),
            Err(other) => Err(again(other.to_string(), pause)),
        },
    }
}

fn again(why: String, pause: Option<Duration>) -> Failure {
    Failure::Again { why, pause }
}

/// What the server's words mean; the words again when they mean nothing to us.
fn by_words(
    request: &Request,
    status: u16,
    pause: Option<Duration>,
    said: String,
) -> Result<Failure, String> {
    let low = said.to_lowercase();
    let meaning = MEANINGS.iter().find(|(words, _)| low.contains(words));
    match (meaning.map(|(_, meaning)| *meaning), request) {
        (Some(Meaning::Again), _) => Ok(again(said, pause)),
        (Some(Meaning::Key), _) => Ok(Failure::Fatal(EntrezError::KeyRefused { answer: said })),
        (Some(Meaning::Refused), _) => Ok(Failure::Fatal(EntrezError::Refused {
            utility: request.utility(),
            status,
            answer: said,
        })),
        (Some(Meaning::Stale), Request::Page { .. }) => Ok(Failure::Stale(said)),
        _ => Err(said),
    }
}

/// The message in a body of an unknown form: the text of `ERROR` or `error`, else its beginning.
fn said(text: &str) -> String {
    match (Found::read(text), Page::read(text)) {
        (Err(NotFound::Said(said)), _) | (_, Err(NotAPage::Said(said))) => short(&said),
        (_, Err(NotAPage::Html)) => "a web page".to_owned(),
        _ => short(text),
    }
}

/// One line of at most 300 characters.
fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(60).collect();
    words.join(" ").chars().take(300).collect()
}
