//! Where the E-utilities are.

use crate::EntrezError;

/// The address under which `esearch.fcgi` and `efetch.fcgi` are found: `https`, or `http` to this
/// machine itself.
///
/// # Example
/// ```
/// use euthymia_entrez::BaseUrl;
/// assert!(BaseUrl::parse("http://127.0.0.1:8080").is_ok());
/// assert!(BaseUrl::parse("http://example.org/entrez").is_err());
/// assert_eq!(
///     BaseUrl::default().join("esearch.fcgi"),
///     "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    loopback: bool,
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self {
            text: "https://eutils.ncbi.nlm.nih.gov/entrez/eutils".to_owned(),
            loopback: false,
        }
    }
}

impl BaseUrl {
    /// Checks an address.
    ///
    /// # Errors
    /// Any scheme but `https` (or `http` to a loopback address), no host, a user name, a query, a
    /// fragment, or a character that does not belong into an address.
    pub fn parse(text: &str) -> Result<Self, EntrezError> {
        let refused = |why| EntrezError::BaseUrl {
            url: text.to_owned(),
            why,
        };
        let strange = |c: char| !c.is_ascii_graphic() || "@?#\\\"<>%".contains(c);
        if text.contains(strange) {
            return Err(refused(
                "it may hold scheme, host, port and path, and nothing else",
            ));
        }
        let (scheme, rest) = text
            .split_once("://")
            .ok_or(refused("it does not begin with https://"))?;
        let authority = rest.split('/').next().unwrap_or_default();
        let host = host(authority).ok_or(refused("its host or port cannot be read"))?;
        let loopback = is_loopback(host);
        match scheme {
            "https" => {}
            "http" if loopback => {}
            "http" => {
                return Err(refused(
                    "http is allowed to this machine only; use https://",
                ));
            }
            _ => return Err(refused("only https:// is allowed")),
        }
        Ok(Self {
            text: text.trim_end_matches('/').to_owned(),
            loopback,
        })
    }

    /// The address of one utility.
    pub fn join(&self, path: &str) -> String {
        format!("{}/{path}", self.text)
    }

    /// True when the address is this machine itself.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// The host of `host:port`, when both are possible.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(inside) => inside.split_once(']')?,
        None => match authority.find(':') {
            Some(at) => authority.split_at_checked(at)?,
            None => (authority, ""),
        },
    };
    let port = match port.strip_prefix(':') {
        Some(digits) => digits.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    (port && !host.is_empty()).then_some(host)
}

fn is_loopback(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
