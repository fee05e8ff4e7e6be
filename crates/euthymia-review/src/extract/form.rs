//! A form: fields, groups that repeat, and what must hold between numbers.

use serde::Deserialize;

use euthymia_table::Diagnostic;

use super::field::Field;
use super::place::Place;
use super::written;
use crate::folder::disk;

/// Name of the form that a review begins with.
pub const TRIALS: &str = "trials";

/// The form that a review begins with: the columns of the evidence base.
pub const TRIALS_TEXT: &str = include_str!("../../forms/trials.toml");

/// A form as it is filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its name.
    pub name: String,
    /// The first 16 hexadecimal digits of the SHA-256 of its text.
    pub version: String,
    /// What it is for.
    pub title: Option<String>,
    /// Which values need a place in the report.
    pub locators: Locators,
    /// What is asked once for a study.
    pub fields: Vec<Field>,
    /// What is asked several times.
    pub groups: Vec<Group>,
    /// What must hold between numbers.
    pub checks: Vec<CheckRule>,
}

/// Fields that are asked for each of several things, such as arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name in places.
    pub id: String,
    /// What its items are, in words.
    pub title: Option<String>,
    /// So many items at least.
    pub at_least: u32,
    /// What is asked of each item.
    pub fields: Vec<Field>,
    /// What is asked several times of each item.
    pub groups: Vec<Group>,
}

/// Which values need a place in the report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locators {
    /// Every number.
    #[default]
    Numbers,
    /// Every value.
    All,
    /// None.
    None,
}

/// What is checked between fields of one item. A field that the item does not have is looked for in
/// the groups around it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRule {
    /// What.
    pub kind: CheckKind,
    /// Groups from the outside in: `arms/outcomes`; nothing for fields outside of all groups.
    #[serde(default)]
    pub group: String,
    /// The fields, in the order that the kind says.
    pub fields: Vec<String>,
}

/// What is checked, and of which fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// The first is not more than the second.
    AtMost,
    /// A percentage, a count and its n: the count is printed as that percentage.
    Percentage,
    /// A mean, its standard deviation, n and the scale: whole numbers can have them.
    WholeNumbers,
    /// A standard deviation, a standard error and n agree.
    Spread,
    /// Lower limit, mean, upper limit, level in percent, standard error, standard deviation, n: the
    /// interval lies evenly about the mean and fits its error.
    Interval,
    /// A score and its scale: within the range.
    OnScale,
    /// A standard deviation: not several times smaller than in the other items, as one that is a
    /// standard error would be.
    Alike,
    /// The first date is not after the second.
    InOrder,
}

impl CheckKind {
    /// How many fields it takes, least and most.
    pub fn takes(self) -> (usize, usize) {
        match self {
            Self::AtMost | Self::OnScale | Self::InOrder => (2, 2),
            Self::Percentage | Self::Spread => (3, 3),
            Self::WholeNumbers => (4, 4),
            Self::Interval => (7, 7),
            Self::Alike => (1, 1),
        }
    }
}

impl Form {
    /// Reads the text of a form.
    ///
    /// # Errors
    /// Everything that is wrong, each with its line.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::extract::{Form, Place};
    /// let text = "[[fields]]\nid = \"year\"\ntype = \"integer\"\nmin = 1938\n";
    /// let form = Form::read("short", text).unwrap();
    /// let place: Place = "year".parse().unwrap();
    /// assert_eq!(form.field(&place).unwrap().min, Some(1938.0));
    /// ```
    pub fn read(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        written::read(name, text)
    }

    /// The version of a text: the first 16 hexadecimal digits of its SHA-256.
    pub fn version_of(text: &str) -> String {
        disk::hex(&disk::sha256(text.as_bytes()))
            .chars()
            .take(16)
            .collect()
    }

    /// The field at a place; `None` where the form has none.
    pub fn field(&self, place: &Place) -> Option<&Field> {
        let fields = match place.steps.is_empty() {
            true => &self.fields,
            false => &self.group(&place.steps)?.fields,
        };
        fields.iter().find(|field| field.id == place.field)
    }

    /// The group that steps lead to; `None` where the form has none.
    pub fn group(&self, steps: &[(String, String)]) -> Option<&Group> {
        let mut groups = &self.groups;
        let mut found = None;
        for (id, _) in steps {
            let group = groups.iter().find(|group| group.id == *id)?;
            groups = &group.groups;
            found = Some(group);
        }
        found
    }

    /// Every field with its groups from the outside in, in the order of the form.
    pub fn all_fields(&self) -> Vec<(String, &Field)> {
        let mut found: Vec<(String, &Field)> = Vec::new();
        found.extend(self.fields.iter().map(|field| (String::new(), field)));
        for group in &self.groups {
            group.add_fields("", &mut found);
        }
        found
    }
}

impl Group {
    fn add_fields<'f>(&'f self, before: &str, found: &mut Vec<(String, &'f Field)>) {
        let path = match before.is_empty() {
            true => self.id.clone(),
            false => format!("{before}/{}", self.id),
        };
        found.extend(self.fields.iter().map(|field| (path.clone(), field)));
        for group in &self.groups {
            group.add_fields(&path, found);
        }
    }
}

/// Whether a text may be the name of a form, a field, a group or an item: small letters, digits,
/// `-` and `_`, a letter or digit first.
pub fn is_a_name(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.bytes().next().is_some_and(is_plain)
        && text
            .bytes()
            .all(|byte| is_plain(byte) || byte == b'-' || byte == b'_')
}
