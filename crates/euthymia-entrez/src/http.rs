//! The network: the only place that names the HTTP library.

use std::time::Duration;

use crate::transport::retry_after;
use crate::{BaseUrl, Reply, Transport, TransportError};

/// The largest answer that is read: a page of 9,999 records is a tenth of it.
const LARGEST_ANSWER: u64 = 1 << 30;

/// E-utilities over HTTPS (or HTTP to this machine itself). Redirects are not followed, so that a
/// key goes to one host only.
#[derive(Debug)]
pub struct Https {
    agent: ureq::Agent,
    base: BaseUrl,
}

impl Https {
    /// With 30 s to connect and five minutes for an answer.
    pub fn new(base: BaseUrl) -> Self {
        Self::with_timeout(base, Duration::from_secs(300))
    }

    /// With another limit for an answer.
    pub fn with_timeout(base: BaseUrl, whole: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .https_only(!base.is_loopback())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(whole.min(Duration::from_secs(30))))
            .timeout_global(Some(whole))
            .user_agent(concat!("euthymia/", env!("CARGO_PKG_VERSION")));
        let config = if base.is_loopback() {
            config.proxy(None)
        } else {
            config
        };
        Self {
            agent: config.build().into(),
            base,
        }
    }
}

impl Transport for Https {
    fn post(&self, path: &str, form: &[(&'static str, String)]) -> Result<Reply, TransportError> {
        let told = |error: ureq::Error| TransportError(error.to_string());
        let pairs = form.iter().map(|(name, value)| (*name, value.as_str()));
        let mut answer = self
            .agent
            .post(self.base.join(path))
            .send_form(pairs)
            .map_err(told)?;
        let asked = answer.headers().get("retry-after");
        let retry_after = asked
            .and_then(|value| value.to_str().ok())
            .and_then(retry_after);
        let body = answer
            .body_mut()
            .with_config()
            .limit(LARGEST_ANSWER)
            .read_to_vec()
            .map_err(told)?;
        Ok(Reply {
            status: answer.status().as_u16(),
            retry_after,
            body,
        })
    }

    fn address(&self) -> &str {
        self.base.as_str()
    }
}
