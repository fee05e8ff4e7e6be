//! The way to the server.

use std::time::Duration;

/// What a server sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status of HTTP.
    pub status: u16,
    /// The pause it asks for (`Retry-After` in seconds).
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
}

/// A connection that failed, was cut, or was too slow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(pub String);

/// Sends a form to one utility and brings its answer back.
pub trait Transport {
    /// Posts the parameters. An answer with any status is a [`Reply`].
    ///
    /// # Errors
    /// No answer, or not all of it. The text must not hold the parameters.
    fn post(&self, path: &str, form: &[(&'static str, String)]) -> Result<Reply, TransportError>;

    /// Where the requests go, for the provenance.
    fn address(&self) -> &str;
}

/// Reads `Retry-After` when it is a number of seconds; a date is answered by our own pauses.
pub fn retry_after(value: &str) -> Option<Duration> {
    value.trim().parse().ok().map(Duration::from_secs)
}
