//! A value held against the field it was entered for.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, FieldType};
use super::form::{Form, Group, Locators};
use super::place::Place;
use crate::Date;
use crate::log::Cell;

/// A value as it is understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The report does not say.
    NotReported,
    /// Words, a choice, a date.
    Words(String),
    /// A number.
    Number {
        /// In the unit that is kept.
        value: f64,
        /// That unit, where the field has any.
        unit: Option<String>,
    },
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Misfit {
    /// Another type.
    #[error("\"{found}\" is not {expected}")]
    Type {
        /// What was entered.
        found: String,
        /// What is expected.
        expected: &'static str,
    },
    /// A number outside of what can be.
    #[error("{found} is outside of what the form permits, {range}")]
    Range {
        /// What was entered.
        found: String,
        /// What can be.
        range: String,
    },
    /// A word that is none of the list.
    #[error("\"{found}\" is none of: {}", choices.join(", "))]
    Choice {
        /// What was entered.
        found: String,
        /// The list.
        choices: Vec<String>,
    },
    /// A unit is needed.
    #[error("the unit is missing; one of: {}", .0.join(", "))]
    NoUnit(Vec<String>),
    /// A unit that the field does not have.
    #[error("the unit \"{found}\" is none of: {}", units.join(", "))]
    Unit {
        /// What was entered.
        found: String,
        /// The list.
        units: Vec<String>,
    },
    /// Nobody can find it again.
    #[error("it is not said where in the report it stands")]
    NoLocator,
    /// The form needs it.
    #[error("the form needs it, and nobody has entered it")]
    Missing,
    /// Too few items.
    #[error("the form needs at least {least}, and there are {found}")]
    TooFew {
        /// So many are needed.
        least: u32,
        /// So many are there.
        found: usize,
    },
    /// The form does not ask for it.
    #[error("the form has no such field")]
    NoField,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Misplaced {
    /// The place as it is in the log.
    pub place: String,
    /// What is wrong.
    pub misfit: Misfit,
}

impl Misfit {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Type { .. } => "Write it with a decimal point and without its unit.",
            Self::Range { .. } => "Compare it with the report; change the form if it can be.",
            Self::Choice { .. } => "Write one of the words, or add this one to the form.",
            Self::NoUnit(_) | Self::Unit { .. } => "Write the unit that the report prints.",
            Self::NoLocator => "Name the page, table or figure.",
            Self::Missing => "Enter it, or say that the report does not.",
            Self::TooFew { .. } => "Add the others.",
            Self::NoField => "It is kept under its own version of the form; enter it elsewhere.",
        }
    }
}

impl Field {
    /// What a value means in this field.
    ///
    /// # Errors
    /// What does not fit.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::extract::{Form, Value};
    /// use euthymia_review::log::Cell;
    /// let text = "[[fields]]\nid = \"dose\"\ntype = \"number\"\n\
    ///             units = [{ name = \"mg\" }, { name = \"g\", times = 1000 }]\n";
    /// let form = Form::read("dose", text).unwrap();
    /// let cell = Cell { value: Some("0.5".into()), unit: Some("g".into()), locator: None, note: None };
    /// assert_eq!(form.fields[0].read(&cell), Ok(Value::Number { value: 500.0, unit: Some("mg".into()) }));
    /// ```
    pub fn read(&self, cell: &Cell) -> Result<Value, Misfit> {
        let Some(found) = cell.value.as_deref().map(str::trim) else {
            return Ok(Value::NotReported);
        };
        let of_type = || Misfit::Type {
            found: found.to_owned(),
            expected: self.kind.words(),
        };
        match self.kind {
            FieldType::Text => Ok(Value::Words(found.to_owned())),
            FieldType::Choice if self.choices.iter().any(|choice| choice == found) => {
                Ok(Value::Words(found.to_owned()))
            }
            FieldType::Choice => Err(Misfit::Choice {
                found: found.to_owned(),
                choices: self.choices.clone(),
            }),
            FieldType::Date if is_date(found) => Ok(Value::Words(found.to_owned())),
            FieldType::Date => Err(of_type()),
            FieldType::Integer | FieldType::Number | FieldType::Percent => {
                let number = number(found).ok_or_else(of_type)?;
                if self.kind == FieldType::Integer && number.fract() != 0.0 {
                    return Err(of_type());
                }
                self.in_kept_unit(number, cell)
            }
        }
    }

    fn in_kept_unit(&self, number: f64, cell: &Cell) -> Result<Value, Misfit> {
        let names = || self.units.iter().map(|unit| unit.name.clone()).collect();
        let (value, unit) = match (&cell.unit, self.units.is_empty()) {
            (None, true) => (number, None),
            (None, false) => return Err(Misfit::NoUnit(names())),
            (Some(unit), _) => match self.unit(unit) {
                Some(unit) => {
                    let value = number.mul_add(unit.times, unit.plus);
                    (value, Some(self.kept(unit).to_owned()))
                }
                None => {
                    return Err(Misfit::Unit {
                        found: unit.clone(),
                        units: names(),
                    });
                }
            },
        };
        let (min, max) = self.range();
        let is_in = min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max);
        match is_in {
            true => Ok(Value::Number { value, unit }),
            false => Err(Misfit::Range {
                found: value.to_string(),
                range: range_words(min, max),
            }),
        }
    }
}

fn range_words(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "any number".to_owned(),
    }
}

/// A finite number with a decimal point and nothing but digits, a sign and an exponent.
fn number(text: &str) -> Option<f64> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let plain = has_digit && text.bytes().all(is_plain);
    let value: f64 = plain.then(|| text.parse().ok()).flatten()?;
    value.is_finite().then_some(value)
}

/// A year, a month or a day as `2020-05-17`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_shaped = [&[4][..], &[4, 2], &[4, 2, 2]].contains(&lengths.as_slice());
    let date = Date::parse(text);
    let read = [
        date.year.is_some(),
        date.month.is_some(),
        date.day.is_some(),
    ];
    is_shaped && read.iter().take(parts.len()).all(|part| *part)
}

impl Form {
    /// Everything about values that does not fit the form: types, ranges, units, places in the
    /// report, what the form does not ask and what it needs.
    pub fn misfits(&self, cells: &BTreeMap<String, Cell>) -> Vec<Misplaced> {
        let mut found = Vec::new();
        let mut places = Vec::new();
        for (text, cell) in cells {
            let mut say = |misfit| {
                found.push(Misplaced {
                    place: text.clone(),
                    misfit,
                });
            };
            let place = text.parse::<Place>().ok();
            let Some((place, field)) = place.and_then(|place| {
                let field = self.field(&place)?;
                Some((place, field))
            }) else {
                say(Misfit::NoField);
                continue;
            };
            if let Err(misfit) = field.read(cell) {
                say(misfit);
            }
            if cell.value.is_some() && cell.locator.is_none() && self.needs_locator(field) {
                say(Misfit::NoLocator);
            }
            places.push(place);
        }
        let here = Here {
            places: &places,
            steps: Vec::new(),
        };
        here.missing(&self.fields, &self.groups, &mut found);
        found
    }

    fn needs_locator(&self, field: &Field) -> bool {
        match self.locators {
            Locators::Numbers => field.kind.is_number(),
            Locators::All => true,
            Locators::None => false,
        }
    }
}

/// An item of a form whose places are looked through for what is missing.
struct Here<'p> {
    places: &'p [Place],
    steps: Vec<(String, String)>,
}

impl Here<'_> {
    fn missing(&self, fields: &[Field], groups: &[Group], found: &mut Vec<Misplaced>) {
        for field in fields.iter().filter(|field| field.is_required) {
            let place = Place {
                steps: self.steps.clone(),
                field: field.id.clone(),
            };
            if !self.places.contains(&place) {
                found.push(Misplaced {
                    place: place.to_string(),
                    misfit: Misfit::Missing,
                });
            }
        }
        for group in groups {
            let keys = self.keys(&group.id);
            if keys.len() < group.at_least as usize {
                let place = Place {
                    steps: self.steps.clone(),
                    field: group.id.clone(),
                };
                found.push(Misplaced {
                    place: place.to_string(),
                    misfit: Misfit::TooFew {
                        least: group.at_least,
                        found: keys.len(),
                    },
                });
            }
            for key in keys {
                let mut steps = self.steps.clone();
                steps.push((group.id.clone(), key.to_owned()));
                let inner = Here {
                    places: self.places,
                    steps,
                };
                inner.missing(&group.fields, &group.groups, found);
            }
        }
    }

    /// Names of the items of a group of this item.
    fn keys(&self, group: &str) -> BTreeSet<&str> {
        let depth = self.steps.len();
        let of_group = |place: &&Place| place.steps.starts_with(&self.steps);
        let step = self.places.iter().filter(of_group);
        step.filter_map(|place| place.steps.get(depth))
            .filter(|(id, _)| id == group)
            .map(|(_, key)| key.as_str())
            .collect()
    }
}
