//! Appraisals of the studies, and what the analysis says without those at risk of bias.

use super::Args;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, numbered, refuse_same_file, write_whole};
use euthymia_app::pool::{PoolAnswer, RiskRequest, excluded, risk_grid};
use std::path::{Path, PathBuf};

/// Which appraisals count, and what is made of them.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Risk of bias")]
pub(super) struct RiskArgs {
    /// A CSV file with what was judged of each study: study (label or identifier), domain (overall,
    /// indirectness, or one of the tool's), judgement; outcome and tool where they are there. It goes
    /// before appraisals of the evidence base, and prints the analysis without studies at risk
    #[arg(long, value_name = "FILE")]
    appraisals: Option<PathBuf>,
    /// Print the analysis without studies at risk of bias, by the appraisals of the evidence base
    #[arg(long)]
    sensitivity: bool,
    /// Only appraisals by this tool, such as 'RoB 2'
    #[arg(long, value_name = "TOOL")]
    appraisal_tool: Option<String>,
    /// The outcome of a file of studies, where appraisals are of several
    #[arg(long, value_name = "OUTCOME")]
    appraisal_outcome: Option<String>,
    /// Leave studies out of the main analysis: high, or some_concerns (and high); studies that nobody
    /// appraised are left out with them
    #[arg(long, value_name = "JUDGEMENT")]
    exclude_risk: Option<String>,
    /// Write the judgements, studies by domains: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    risk_figure: Option<PathBuf>,
    /// Write the judgements by domain, divided by the weight in the analysis: a file ending in .svg,
    /// .png or .pdf
    #[arg(long, value_name = "FILE")]
    risk_summary: Option<PathBuf>,
}

/// Studies on one page of a figure.
const ROWS: usize = 60;

impl RiskArgs {
    /// True when any of them was given.
    pub(super) fn is_given(&self) -> bool {
        let words = [
            &self.appraisal_tool,
            &self.appraisal_outcome,
            &self.exclude_risk,
        ];
        let files = [&self.appraisals, &self.risk_figure, &self.risk_summary];
        self.sensitivity
            || words.iter().any(|own| own.is_some())
            || files.iter().any(|own| own.is_some())
    }

    /// What is asked of appraisals; `grade` uses those of the evidence base unasked.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices.
    pub(super) fn request(
        &self,
        args: &Args,
        grade: bool,
    ) -> Result<Option<RiskRequest>, AppError> {
        let of_base = grade && args.file.is_none();
        if !(self.is_given() || of_base) {
            return Ok(None);
        }
        Ok(Some(RiskRequest {
            file: self.appraisals.clone(),
            read: args.read.options()?,
            tool: self.appraisal_tool.clone(),
            outcome: self.appraisal_outcome.clone(),
            keep: self.exclude_risk.as_deref().map(excluded).transpose()?,
        }))
    }

    /// The formats of the figures, so that a wrong ending is told before anything is computed.
    ///
    /// # Errors
    /// [`AppError::Usage`] for an ending that is no figure's.
    pub(super) fn check(&self) -> Result<(), AppError> {
        for path in self.risk_figure.iter().chain(&self.risk_summary) {
            FigureFormat::of(path)?;
        }
        Ok(())
    }

    /// Writes the figures that are asked for.
    ///
    /// # Errors
    /// As [`risk_grid`]; [`AppError::Write`].
    pub(super) fn draw(&self, answer: &PoolAnswer) -> Result<(), AppError> {
        if self.risk_figure.is_none() && self.risk_summary.is_none() {
            return Ok(());
        }
        let grid = risk_grid(answer)?;
        if let Some(path) = &self.risk_figure {
            let format = FigureFormat::of(path)?;
            let pages = grid.traffic_light().pages(ROWS);
            for (index, page) in pages.iter().enumerate() {
                let path = match pages.len() {
                    1 => path.clone(),
                    _ => numbered(path, index + 1),
                };
                self.write("--risk-figure", &path, &format.draw(page)?)?;
            }
        }
        if let Some(path) = &self.risk_summary {
            let scene = grid.summary_of_analysis()?.to_scene();
            let bytes = FigureFormat::of(path)?.draw(&scene)?;
            self.write("--risk-summary", path, &bytes)?;
        }
        Ok(())
    }

    fn write(&self, option: &str, path: &Path, bytes: &[u8]) -> Result<(), AppError> {
        if let Some(input) = &self.appraisals {
            refuse_same_file(input, path, option)?;
        }
        write_whole(path, bytes)
    }
}
