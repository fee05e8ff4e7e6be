//! `euthymia instrument list|show`

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::output::{refuse_same_file, write_whole};
use euthymia_app::score::{pack, questionnaire, with_wording};
use euthymia_report::instrument::{list_view, show_views};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the rating scales: items, totals, suicide item, licence
    List {
        /// How to print
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
    /// Show one scale: items, formula, bands by source, licence, how sure each fact is
    Show(Shown),
    /// Write one scale as a FHIR R4 Questionnaire
    ///
    /// JSON. Wording is in it only where the licence allows, or where your site brings its own.
    Export(Exported),
}

#[derive(Args)]
pub(crate) struct Exported {
    /// The scale, such as phq9
    instrument: String,
    /// Where to write it; printed otherwise
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    own: OwnArgs,
}

#[derive(Args)]
pub(crate) struct Shown {
    /// The scale, such as madrs, phq9, qids_sr16
    instrument: String,
    #[command(flatten)]
    own: OwnArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// A site's own files for a scale.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "A site's own files")]
pub(crate) struct OwnArgs {
    /// A pack of your own instead of the bundled one
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,
    /// The wording that your site holds a licence for
    #[arg(long, value_name = "FILE")]
    wording: Option<PathBuf>,
}

impl OwnArgs {
    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.pack.iter().chain(&self.wording)
    }

    /// The pack with what the site brings.
    ///
    /// # Errors
    /// An unknown scale, or a file that cannot be used.
    pub(crate) fn pack(&self, id: &str) -> Result<euthymia_clinical::instrument::Pack, AppError> {
        let pack = pack(&id.to_lowercase(), self.pack.as_deref())?;
        match &self.wording {
            Some(path) => with_wording(&pack, path),
            None => Ok(pack),
        }
    }
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, AppError> {
    match command {
        Command::List { format } => {
            let packs = euthymia_clinical::instrument::bundled_all();
            terminal::tables(&[list_view(packs)], *format)?;
        }
        Command::Show(shown) => {
            let pack = shown.own.pack(&shown.instrument)?;
            terminal::tables(&show_views(&pack), shown.format)?;
        }
        Command::Export(exported) => {
            let json = questionnaire(&exported.own.pack(&exported.instrument)?);
            match &exported.out {
                Some(path) => {
                    for own in exported.own.files() {
                        refuse_same_file(own, path, "--out")?;
                    }
                    write_whole(path, json.as_bytes())?;
                    terminal::note(&format!("wrote {}", path.display()));
                }
                None => terminal::say(&json),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
