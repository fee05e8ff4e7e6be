//! Where in a form a value stands.

use std::fmt;
use std::str::FromStr;

/// The place of a value: through which groups, and of which field.
///
/// # Example
/// ```
/// use euthymia_review::extract::Place;
/// let place: Place = "arms/ketamine/n_randomised".parse().unwrap();
/// assert_eq!(place.steps, [("arms".to_owned(), "ketamine".to_owned())]);
/// assert_eq!(place.field, "n_randomised");
/// assert_eq!(place.to_string(), "arms/ketamine/n_randomised");
/// assert!("arms/ketamine".parse::<Place>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Groups from the outside in, each with the name of one of its items: `arms`, `ketamine`.
    pub steps: Vec<(String, String)>,
    /// The field.
    pub field: String,
}

/// A text that names no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no place in a form: write FIELD, or GROUP/ITEM/FIELD")]
pub struct NotAPlace(pub String);

impl Place {
    /// A field beside this one: in the same item of the same group.
    pub fn beside(&self, field: &str) -> Self {
        Self {
            steps: self.steps.clone(),
            field: field.to_owned(),
        }
    }

    /// The same field one group further out; `None` outside of all groups.
    pub fn outside(&self) -> Option<Self> {
        let mut steps = self.steps.clone();
        steps.pop()?;
        Some(Self {
            steps,
            field: self.field.clone(),
        })
    }

    /// The groups without the names of items: `arms/outcomes`.
    pub fn groups(&self) -> String {
        let groups: Vec<&str> = self.steps.iter().map(|(group, _)| group.as_str()).collect();
        groups.join("/")
    }

    /// The item it belongs to: `arms/ketamine`; nothing outside of all groups.
    pub fn item(&self) -> String {
        let steps = self.steps.iter();
        let items: Vec<String> = steps.map(|(group, key)| format!("{group}/{key}")).collect();
        items.join("/")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (group, key) in &self.steps {
            write!(out, "{group}/{key}/")?;
        }
        out.write_str(&self.field)
    }
}

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let wrong = || NotAPlace(text.to_owned());
        let mut parts: Vec<&str> = text.split('/').map(str::trim).collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(wrong());
        }
        let field = parts.pop().ok_or_else(wrong)?.to_owned();
        let mut steps = Vec::new();
        let mut rest = parts.into_iter();
        while let Some(group) = rest.next() {
            let key = rest.next().ok_or_else(wrong)?;
            steps.push((group.to_owned(), key.to_owned()));
        }
        Ok(Self { steps, field })
    }
}
