//! A record assessed under a clinic's choices.

use crate::error::AppError;
use crate::record::{Record, Site};
use euthymia_clinical::assessment::{Assessment, Following, assess as compute};
use euthymia_clinical::course::{BaselineRule, Course, EarlyRule, Reliability};
use euthymia_clinical::drug::DoseTable;
use euthymia_clinical::source::Source;
use euthymia_clinical::trd::Choices;
use euthymia_clinical::trd::count::{Augmentation, Optimisation};
use euthymia_clinical::trial::adequacy::MinimumWeeks;
use std::path::Path;

/// Least duration of an adequate trial where neither the definition nor the clinic says, weeks: that
/// of the esketamine trials.
pub const WEEKS_DEFAULT: f64 = 6.0;

/// Days a visit may be off a planned day where the clinic does not say.
pub const TOLERANCE_DAYS_DEFAULT: i64 = 3;

/// Choices made for one run; what is `None` is the clinic's, or the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Least duration of an adequate trial, weeks.
    pub minimum_weeks: Option<f64>,
    /// A file of minimum doses.
    pub doses: Option<std::path::PathBuf>,
    /// How additions count: `separate` or `same`.
    pub augmentation: Option<String>,
    /// How another course of the same medicine counts: `same` or `separate`.
    pub optimisation: Option<String>,
    /// Early non-response as day and percent: `14:20`.
    pub early: Option<String>,
    /// Standard deviation and reliability for reliable change as `6.4:0.9`.
    pub reliable: Option<String>,
    /// Days a visit may be off a planned day.
    pub tolerance_days: Option<i64>,
    /// Days from one assessment to the next.
    pub every_days: Option<i64>,
    /// The baseline: `before-treatment`, `first` or a date.
    pub baseline: Option<String>,
}

fn usage(message: impl Into<String>) -> AppError {
    AppError::Usage(message.into())
}

/// The choices for definitions: what was asked for, else the clinic's, else the defaults.
///
/// # Errors
/// [`AppError::Usage`] for a word that is none of the choices, [`AppError::Input`] for a dose table
/// that cannot be used.
pub fn choices(asked: &Asked, site: &Site) -> Result<Choices, AppError> {
    let table = match (&asked.doses, &site.doses) {
        (Some(path), _) => crate::record::dose_table(path)?,
        (None, Some(table)) => table.clone(),
        (None, None) => DoseTable::bundled().clone(),
    };
    let minimum = match (asked.minimum_weeks, site.minimum_weeks) {
        (Some(weeks), _) => chosen(weeks, "chosen for this assessment")?,
        (None, Some(weeks)) => chosen(weeks, "the clinic's file")?,
        (None, None) => MinimumWeeks {
            weeks: WEEKS_DEFAULT,
            source: Source::confirmed("esketamine trials, PMID 37025256, table note c"),
            unless_clear_non_response: false,
        },
    };
    let augmentation = word(
        asked.augmentation.as_deref(),
        "--augmentation",
        Augmentation::ALL,
        Augmentation::id,
    )?;
    let optimisation = word(
        asked.optimisation.as_deref(),
        "--optimisation",
        Optimisation::ALL,
        Optimisation::id,
    )?;
    Ok(Choices {
        table,
        minimum,
        augmentation: augmentation
            .or(site.augmentation)
            .unwrap_or(Augmentation::Separate),
        optimisation: optimisation
            .or(site.optimisation)
            .unwrap_or(Optimisation::SameTrial),
    })
}

fn chosen(weeks: f64, by: &str) -> Result<MinimumWeeks, AppError> {
    Ok(MinimumWeeks {
        weeks: checked_weeks(weeks)?,
        source: Source::site(by),
        unless_clear_non_response: false,
    })
}

fn checked_weeks(weeks: f64) -> Result<f64, AppError> {
    if (1.0..=104.0).contains(&weeks) {
        Ok(weeks)
    } else {
        Err(usage(format!(
            "{weeks} is not a least duration; use weeks from 1 to 104"
        )))
    }
}

fn word<T: Copy>(
    text: Option<&str>,
    option: &str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
) -> Result<Option<T>, AppError> {
    let Some(text) = text else { return Ok(None) };
    let found = all.iter().copied().find(|one| id(*one) == text);
    found.map(Some).ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|one| id(*one)).collect();
        usage(format!(
            "{option}: \"{text}\" is not a choice; use one of: {}",
            ids.join(", ")
        ))
    })
}

/// How courses are followed: what was asked for, else the clinic's, else the defaults.
///
/// # Errors
/// [`AppError::Usage`] for what cannot be read.
pub fn following(asked: &Asked, site: &Site) -> Result<Following, AppError> {
    let early = asked.early.as_deref().map(early).transpose()?;
    let baseline = asked.baseline.as_deref().map(baseline).transpose()?;
    let whole = |days: Option<i64>, option: &str, least: i64| match days {
        Some(days) if !(least..=3660).contains(&days) => Err(usage(format!(
            "{option}: {days} is not a number of days from {least} to 3660"
        ))),
        days => Ok(days),
    };
    Ok(Following {
        baseline: baseline.unwrap_or(BaselineRule::BeforeTreatment),
        early: early.or(site.early),
        reliable: asked.reliable.as_deref().map(reliable).transpose()?,
        tolerance_days: whole(asked.tolerance_days, "--tolerance", 0)?
            .or(site.tolerance_days)
            .unwrap_or(TOLERANCE_DAYS_DEFAULT),
        every_days: whole(asked.every_days, "--every", 1)?.or(site.every_days),
    })
}

fn early(text: &str) -> Result<EarlyRule, AppError> {
    let bad = || {
        usage(format!(
            "--early: \"{text}\" is not day:percent; write 14:20 for less than 20 % improvement on day 14"
        ))
    };
    let (day, percent) = text.split_once(':').ok_or_else(bad)?;
    let rule = EarlyRule {
        day: day.trim().parse().map_err(|_| bad())?,
        below_percent: percent
            .trim()
            .trim_end_matches('%')
            .parse()
            .map_err(|_| bad())?,
    };
    let sensible = rule.day > 0 && rule.below_percent > 0.0 && rule.below_percent <= 100.0;
    sensible.then_some(rule).ok_or_else(bad)
}

fn reliable(text: &str) -> Result<Reliability, AppError> {
    let bad = || {
        usage(format!(
            "--reliable: \"{text}\" is not SD:r; write 6.4:0.9 for a standard deviation at baseline of 6.4 \
             points and a reliability of 0.9"
        ))
    };
    let (sd, r) = text.split_once(':').ok_or_else(bad)?;
    let number = |part: &str| part.trim().parse::<f64>().map_err(|_| bad());
    let (sd, r) = (number(sd)?, number(r)?);
    let known = sd.is_finite() && sd > 0.0 && (0.0..1.0).contains(&r);
    known.then_some(Reliability { sd, r }).ok_or_else(bad)
}

fn baseline(text: &str) -> Result<BaselineRule, AppError> {
    match text {
        "before-treatment" => Ok(BaselineRule::BeforeTreatment),
        "first" => Ok(BaselineRule::First),
        day => day.parse().map(BaselineRule::On).map_err(|_| {
            usage(format!(
                "--baseline: \"{text}\" is neither before-treatment, first nor a date such as 2026-03-31"
            ))
        }),
    }
}

/// Assesses a record.
#[must_use]
pub fn assess(record: &Record, choices: &Choices, following: &Following) -> Assessment {
    let courses: Vec<Course> = record
        .instruments()
        .iter()
        .map(|instrument| record.course(instrument))
        .collect();
    compute(&record.patient, &courses, choices, following)
}

/// The clinic's choices of a file, or none.
///
/// # Errors
/// As [`read_site`](crate::record::read_site).
pub fn site(path: Option<&Path>) -> Result<Site, AppError> {
    path.map_or_else(|| Ok(Site::default()), crate::record::read_site)
}
