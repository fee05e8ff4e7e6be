//! PubMed searched over the network, in a program that was built with it.

use super::Where;
use crate::options::OutputFormat;
use clap::Args;
use euthymia_app::AppError;
use std::path::Path;
use std::process::ExitCode;

/// A search of PubMed.
#[derive(Args)]
#[command(next_help_heading = "PubMed itself, in a program built with --features pubmed")]
pub(crate) struct PubMedArgs {
    /// Search PubMed by TERM in its syntax (left out: by --strategy, its lines joined), and take what
    /// it finds into the review
    #[arg(long, value_name = "TERM", num_args = 0..=1, default_missing_value = "")]
    pub(super) pubmed: Option<String>,
    /// Your e-mail address, which NCBI asks for; an API key is taken from $NCBI_API_KEY
    #[arg(long, value_name = "ADDRESS")]
    pub(super) email: Option<String>,
    /// Short name of the new source [default: pubmed and the day]
    #[arg(long, value_name = "NAME")]
    pub(super) source: Option<String>,
    /// Records asked for at once, 1 to 9999 [default: 500]
    #[arg(long, value_name = "N")]
    pub(super) page_size: Option<u32>,
    /// Where the E-utilities are [default: those of NCBI]
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
}

impl PubMedArgs {
    pub(super) fn is_wanted(&self) -> bool {
        self.pubmed.is_some()
    }

    /// Refuses options that say nothing without `--pubmed`.
    pub(super) fn refuse_rest(&self) -> Result<(), AppError> {
        let given = [
            ("--email", self.email.is_some()),
            ("--source", self.source.is_some()),
            ("--page-size", self.page_size.is_some()),
            ("--base-url", self.base_url.is_some()),
        ];
        match given.iter().find(|(_, is_given)| *is_given) {
            Some((name, _)) => Err(AppError::Usage(format!("{name} belongs to --pubmed"))),
            None => Ok(()),
        }
    }

    #[cfg(not(feature = "pubmed"))]
    pub(super) fn run(
        &self,
        _: Option<&Path>,
        _: &Where,
        _: OutputFormat,
    ) -> Result<ExitCode, AppError> {
        Err(AppError::Usage(
            "--pubmed: this program was built without the network. Build it with: cargo install --path \
             crates/euthymia --features pubmed"
                .to_owned(),
        ))
    }

    #[cfg(feature = "pubmed")]
    pub(super) fn run(
        &self,
        strategy: Option<&Path>,
        at: &Where,
        format: OutputFormat,
    ) -> Result<ExitCode, AppError> {
        super::fetch::run(self, strategy, at, format)
    }
}
