//! How fast and how often: NCBI's limits, and pauses after a failure.

use std::time::Duration;

/// Attempts at one request before giving up.
pub const ATTEMPTS: u32 = 6;
/// The longest pause that is waited for; a longer one ends the run, which can go on later.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

const LONGEST_BACKOFF: u64 = 60;

/// The least time from one request to the next: NCBI allows three in a second, with a key ten.
#[derive(Debug, Clone)]
pub struct Pace {
    gap: Duration,
    last: Option<Duration>,
}

impl Pace {
    /// The pace with or without a key, with a little to spare.
    pub fn new(has_key: bool) -> Self {
        let gap = if has_key { 110 } else { 350 };
        Self {
            gap: Duration::from_millis(gap),
            last: None,
        }
    }

    /// How long to wait before the next request.
    ///
    /// # Example
    /// ```
    /// use std::time::Duration;
    /// use euthymia_entrez::pace::Pace;
    /// let mut pace = Pace::new(false);
    /// assert_eq!(pace.wait(Duration::ZERO), Duration::ZERO);
    /// pace.sent(Duration::ZERO);
    /// assert_eq!(pace.wait(Duration::from_millis(100)), Duration::from_millis(250));
    /// ```
    pub fn wait(&self, now: Duration) -> Duration {
        self.last
            .map_or(Duration::ZERO, |last| (last + self.gap).saturating_sub(now))
    }

    /// Remembers that a request was sent.
    pub fn sent(&mut self, now: Duration) {
        self.last = Some(now);
    }
}

/// The pause after the given number of failures: 1, 2, 4 … 60 s, or what the server asked for if
/// that is longer.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use euthymia_entrez::pace::pause;
/// assert_eq!(pause(1, None), Duration::from_secs(1));
/// assert_eq!(pause(3, None), Duration::from_secs(4));
/// assert_eq!(pause(40, None), Duration::from_secs(60));
/// assert_eq!(pause(1, Some(Duration::from_secs(9))), Duration::from_secs(9));
/// ```
pub fn pause(failures: u32, asked: Option<Duration>) -> Duration {
    let doubled = 2_u64.saturating_pow(failures.saturating_sub(1));
    let own = Duration::from_secs(doubled.min(LONGEST_BACKOFF));
    asked.map_or(own, |asked| asked.max(own))
}
