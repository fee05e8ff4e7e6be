//! A site's own wording for a scale it holds a licence for.

use super::check::PackError;
use super::pack::{AnswerOption, Pack};
use serde::Deserialize;

/// The file format that [`Wording::parse`] reads.
pub const SCHEMA: &str = "euthymia.wording.v1";

/// The wording of one scale, loaded by a site; it stays with the site.
///
/// # Example
/// ```
/// use euthymia_clinical::instrument::{bundled, wording::Wording};
/// let text = r#"
/// schema = "euthymia.wording.v1"
/// instrument = "moaas"
/// language = "en"
/// permission = "licence 17 of the clinic"
/// [[item]]
/// id = "1"
/// text = "The clinic's text"
/// "#;
/// let wording = Wording::parse(text, "moaas-en.toml").unwrap();
/// let worded = wording.applied_to(bundled("moaas").unwrap()).unwrap();
/// assert_eq!(worded.items[0].text.as_deref(), Some("The clinic's text"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Name and version of the file format.
    pub schema: String,
    /// Which scale.
    pub instrument: String,
    /// Language tag, such as `en` or `pl`.
    pub language: String,
    /// Under which licence or permission the site uses the wording.
    pub permission: String,
    /// The items that have wording.
    #[serde(rename = "item")]
    pub items: Vec<WordedItem>,
}

/// The wording of an item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordedItem {
    /// Which item.
    pub id: String,
    /// Its wording.
    pub text: String,
    /// The wording of its answers.
    #[serde(default)]
    pub options: Vec<AnswerOption>,
}

impl Wording {
    /// Reads a site's wording.
    ///
    /// # Errors
    /// Not TOML, unknown keys, another format, or no permission named.
    pub fn parse(text: &str, name: &str) -> Result<Self, PackError> {
        let fail = |problem: String| PackError {
            what: name.to_owned(),
            problems: vec![problem],
        };
        let wording: Self =
            toml::from_str(text).map_err(|error| fail(error.to_string().trim_end().to_owned()))?;
        if wording.schema != SCHEMA {
            return Err(fail(format!(
                "schema is \"{}\", expected \"{SCHEMA}\"",
                wording.schema
            )));
        }
        if wording.permission.trim().is_empty() {
            return Err(fail(
                "permission is empty: say under which licence the wording is used".to_owned(),
            ));
        }
        Ok(wording)
    }

    /// The pack with this wording in its items. The pack's own labels stay.
    ///
    /// # Errors
    /// Wording for another scale, for items that it does not have, or answers out of range.
    pub fn applied_to(&self, pack: &Pack) -> Result<Pack, PackError> {
        let mut problems = Vec::new();
        if self.instrument != pack.id {
            problems.push(format!(
                "the wording is for \"{}\", not for \"{}\"",
                self.instrument, pack.id
            ));
        }
        let mut worded = pack.clone();
        for own in &self.items {
            let Some(item) = worded.items.iter_mut().find(|item| item.id == own.id) else {
                problems.push(format!("the {} has no item \"{}\"", pack.name, own.id));
                continue;
            };
            let fits =
                |option: &&AnswerOption| !(item.minimum..=item.maximum).contains(&option.value);
            if let Some(wrong) = own.options.iter().find(fits) {
                problems.push(format!(
                    "item {}: answer {} is out of range",
                    own.id, wrong.value
                ));
            }
            item.text = Some(own.text.clone());
            item.options.clone_from(&own.options);
        }
        if problems.is_empty() {
            Ok(worded)
        } else {
            Err(PackError {
                what: format!("wording of {}", self.instrument),
                problems,
            })
        }
    }
}
