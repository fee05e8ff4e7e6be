//! What `euthymia case-series` writes to be given away: tables without identifiers, an arm of the
//! evidence base, an R script.

use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::case_series::deidentify::{self, Order, Policy};
use euthymia_app::case_series::read::{Loaded, SeriesRequest};
use euthymia_app::case_series::{r_script, to_evidence};
use euthymia_report::case_series::Analysis;
use euthymia_report::case_series::small_cells::SmallCells;
use euthymia_table::TableView;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Files that are made of the patients' rows.
#[derive(ClapArgs)]
pub(crate) struct FileArgs {
    /// Write the tables without identifiers and dates, settings that read them back, and a page on how
    /// far the patients hide among each other
    #[arg(long, value_name = "FOLDER")]
    deidentify: Option<PathBuf>,
    /// Write who each number of --deidentify is; without it nobody can tell
    #[arg(long, value_name = "FILE", requires = "deidentify")]
    key: Option<PathBuf>,
    /// Columns of numbers that --deidentify puts into bands, such as age=5,episode_years=2
    #[arg(
        long,
        value_name = "COLUMN=WIDTH,...",
        requires = "deidentify",
        value_delimiter = ','
    )]
    bands: Vec<String>,
    /// Counts below this are hidden by --deidentify, and k of its k-anonymity
    #[arg(long, value_name = "NUMBER", requires = "deidentify", default_value_t = 5,
          value_parser = clap::value_parser!(u64).range(1..=1000))]
    least: u64,
    /// Add the patients as one arm to the evidence base in a folder; a new folder starts as a copy of the
    /// bundled one. Then: euthymia report --evidence FOLDER
    #[arg(long, value_name = "FOLDER")]
    to_evidence: Option<PathBuf>,
    /// What --to-evidence needs and the files cannot say, such as country=Canada; once for each
    #[arg(long, value_name = "KEY=VALUE", requires = "to_evidence")]
    about: Vec<String>,
    /// Write an R script that repeats the main analyses from the same files in base R
    #[arg(long, value_name = "FILE")]
    r_script: Option<PathBuf>,
}

impl FileArgs {
    /// Writes what is asked for; returns tables to show. `seed` is the one that was given, if any.
    pub(crate) fn write(
        &self,
        loaded: &Loaded,
        request: &SeriesRequest,
        analysis: &Analysis,
        seed: Option<u64>,
    ) -> Result<Vec<TableView>, AppError> {
        let mut views = Vec::new();
        if let Some(folder) = &self.deidentify {
            let policy = self.policy(seed)?;
            let made =
                deidentify::deidentify(loaded, &analysis.series, &analysis.choices, &policy)?;
            views.push(deidentify::write(
                loaded,
                &made,
                folder,
                self.key.as_deref(),
            )?);
            let key = match &self.key {
                Some(key) => format!("; who each number is stands in {}", key.display()),
                None => "; no key was written".to_owned(),
            };
            terminal::note(&format!("Wrote {}{key}.", folder.display()));
        }
        if let Some(folder) = &self.to_evidence {
            let said = pairs("--about", &self.about)?;
            let rows = to_evidence::write(folder, |base| {
                to_evidence::arm_rows(loaded, analysis, &said, base)
            })?;
            terminal::note(&format!(
                "Wrote {} with the study {}.",
                folder.display(),
                rows.study_id
            ));
        }
        if let Some(path) = &self.r_script {
            r_script::write(loaded, request, analysis, path)?;
            terminal::note(&format!("Wrote {}.", path.display()));
        }
        Ok(views)
    }

    fn policy(&self, seed: Option<u64>) -> Result<Policy, AppError> {
        let bands = pairs("--bands", &self.bands)?;
        let width = |(column, text): (String, String)| match text.parse::<f64>() {
            Ok(width) => Ok((column, width)),
            Err(_) => Err(AppError::Usage(format!(
                "--bands: \"{text}\" is no width; write a number, such as age=5"
            ))),
        };
        Ok(Policy {
            small: SmallCells { least: self.least },
            bands: bands.into_iter().map(width).collect::<Result<_, _>>()?,
            order: seed.map_or(Order::Secret, Order::Seed),
        })
    }
}

/// `name=value` texts by name.
fn pairs(option: &str, texts: &[String]) -> Result<BTreeMap<String, String>, AppError> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err(AppError::Usage(format!(
            "{option}: \"{text}\" is no pair; write NAME=VALUE"
        ))),
    };
    texts.iter().map(pair).collect()
}
