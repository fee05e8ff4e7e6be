//! Printed numbers given by name, kept as text until one is asked for.

use crate::error::AppError;
use euthymia_cohort::reconstruct::{Change, Moments, Printed};
use std::str::FromStr;

/// Every name that is understood.
const NAMES: [&str; 25] = [
    "n",
    "lowest",
    "highest",
    "mean",
    "sd",
    "median",
    "min",
    "max",
    "mean_before",
    "sd_before",
    "median_before",
    "min_before",
    "max_before",
    "mean_after",
    "sd_after",
    "median_after",
    "min_after",
    "max_after",
    "mean_change",
    "sd_change",
    "t",
    "df",
    "r",
    "mean_percent",
    "sd_percent",
];

/// Names and texts; each is taken once.
#[derive(Debug)]
pub(super) struct Values(Vec<(String, String)>);

impl Values {
    pub(super) fn read(texts: &[String]) -> Result<Self, AppError> {
        let mut found: Vec<(String, String)> = Vec::new();
        for text in texts {
            let Some((name, value)) = text.split_once('=') else {
                return Err(AppError::Usage(format!(
                    "\"{text}\": write what is printed as name=value, such as mean=27.6"
                )));
            };
            let name = name.trim();
            if !NAMES.contains(&name) {
                return Err(AppError::Usage(format!(
                    "\"{name}\" is not a name of a printed number; use one of: {}",
                    NAMES.join(", ")
                )));
            }
            if found.iter().any(|(known, _)| known == name) {
                return Err(AppError::Usage(format!(
                    "{name} is given twice: give each name once"
                )));
            }
            found.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(Self(found))
    }

    /// Whether anything is said of two measurements.
    pub(super) fn is_paired(&self) -> bool {
        let one = [
            "mean", "sd", "median", "min", "max", "n", "lowest", "highest",
        ];
        self.0.iter().any(|(name, _)| !one.contains(&name.as_str()))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(at).1)
    }

    fn as_whole<T: FromStr>(name: &str, text: &str) -> Result<T, AppError> {
        text.parse()
            .map_err(|_| AppError::Usage(format!("{name}={text}: a whole number is needed")))
    }

    /// A whole number, if given.
    pub(super) fn whole<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, AppError> {
        let text = self.take(name);
        text.map(|text| Self::as_whole(name, &text)).transpose()
    }

    /// A whole number that must be given.
    pub(super) fn needed<T: FromStr>(&mut self, name: &str) -> Result<T, AppError> {
        self.whole(name)?
            .ok_or_else(|| AppError::Usage(format!("{name} is missing: give {name}=…")))
    }

    fn printed(&mut self, name: &str) -> Result<Option<Printed>, AppError> {
        let Some(text) = self.take(name) else {
            return Ok(None);
        };
        let number = text.trim_end_matches('%').parse();
        number
            .map(Some)
            .map_err(|error| AppError::Usage(format!("{name}: {error}")))
    }

    /// Mean, standard deviation and order statistics of one side.
    pub(super) fn moments(&mut self, side: &str) -> Result<Moments, AppError> {
        let name = |what: &str| format!("{what}{side}");
        let mean = self
            .printed(&name("mean"))?
            .ok_or_else(|| AppError::Usage(format!("{0} is missing: give {0}=…", name("mean"))))?;
        Ok(Moments {
            mean,
            sd: self.printed(&name("sd"))?,
            median: self.printed(&name("median"))?,
            minimum: self.whole(&name("min"))?,
            maximum: self.whole(&name("max"))?,
        })
    }

    /// What is printed about change.
    pub(super) fn change(&mut self) -> Result<Change, AppError> {
        Ok(Change {
            mean: self.printed("mean_change")?,
            sd: self.printed("sd_change")?,
            t: self.printed("t")?,
            df: self.whole("df")?,
            correlation: self.printed("r")?,
            percent_mean: self.printed("mean_percent")?,
            percent_sd: self.printed("sd_percent")?,
        })
    }

    /// Refuses what has no place: numbers of one sample beside those of two.
    pub(super) fn finish(&self) -> Result<(), AppError> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(AppError::Usage(format!(
                "{name} is a number of one sample, but others are of two measurements; write \
                 {name}_before or {name}_after"
            ))),
        }
    }
}
