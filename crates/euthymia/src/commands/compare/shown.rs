//! What of a comparison is printed, and what is written.

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::compare::CompareAnswer;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_report::compared::tables::{Outcome, choices_view};
use euthymia_report::compared::{Which, figures, tables};
use euthymia_table::TableView;
use std::path::{Path, PathBuf};

/// What is printed and written.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "What is shown")]
pub(super) struct ShownArgs {
    /// Tables to print, separated by commas: reference, network, trials, left-out, league,
    /// heterogeneity, splits, ranks, contributions, certainty, leave-one-out, funnel, net-heat, absolute,
    /// components, choices, models, model-ranks, all; moderators and dose-response come with --moderator
    /// and --dose-response; pairs, certainty-pairs, all-contributions, leave-one-out-effects and
    /// model-effects are long forms for machines [default: network,reference,heterogeneity,ranks, and
    /// models with --model]
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    show: Vec<String>,
    /// Also write the figures into this folder: network graph, forest, league table, rankograms, direct
    /// and indirect evidence, contributions, risk of bias, components, net heat, funnel, all models
    /// beside each other, curves over moderators and doses where asked
    #[arg(long, value_name = "FOLDER")]
    figures: Option<PathBuf>,
    /// What the figures of --figures are written as: svg, png or pdf
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    figure_format: String,
}

impl ShownArgs {
    /// The tables that were asked for; `further` for models beside those of inverse variances.
    ///
    /// # Errors
    /// [`AppError::Usage`] naming the tables there are.
    pub(super) fn which(&self, further: bool) -> Result<Vec<Which>, AppError> {
        if self.show.is_empty() {
            let mut usual = Which::DEFAULT.to_vec();
            usual.extend(further.then_some(Which::Models));
            return Ok(usual);
        }
        let mut all = Vec::new();
        for word in &self.show {
            let found = Which::from_word(word.trim()).ok_or_else(|| {
                let words = Which::ALL.into_iter().chain(Which::LONG);
                let words = words.chain(Which::MODELS);
                let words: Vec<&str> = words.map(Which::word).collect();
                AppError::Usage(format!(
                    "--show: there is no table \"{word}\"; use {} or all",
                    words.join(", ")
                ))
            })?;
            all.extend(found);
        }
        Ok(all)
    }

    /// Prints the tables.
    ///
    /// # Errors
    /// As [`terminal::tables`].
    pub(super) fn print(
        &self,
        answer: &CompareAnswer,
        which: &[Which],
        format: OutputFormat,
    ) -> Result<(), AppError> {
        let mut views: Vec<TableView> = Vec::new();
        for one in which {
            match one {
                Which::Choices => views.push(side_by_side(answer)),
                other => views.extend(tables(&answer.main, &[*other])),
            }
        }
        if !answer.others.is_empty() && !which.contains(&Which::Choices) {
            views.push(side_by_side(answer));
        }
        if let Some(first) = views.first_mut() {
            first.title = format!("{}. {}", answer.title, first.title);
            let said = &mut first.notes;
            let new = answer
                .main
                .warnings
                .iter()
                .filter(|text| !said.contains(text));
            let new: Vec<String> = new.cloned().collect();
            said.extend(new);
        }
        terminal::tables(&views, format)
    }

    /// Writes the figures; everything is drawn before the first file is written.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a format that is none, [`AppError::Write`].
    pub(super) fn write_figures(&self, answer: &CompareAnswer) -> Result<(), AppError> {
        let Some(folder) = &self.figures else {
            return Ok(());
        };
        let format = FigureFormat::of(Path::new(&format!("x.{}", self.figure_format)))?;
        let mut files = Vec::new();
        for figure in figures(&answer.main) {
            let name = format!("{}.{}", figure.id, format.extension());
            files.push((folder.join(name), format.draw(&figure.scene)?));
        }
        for (path, bytes) in &files {
            write_whole(path, bytes)?;
        }
        terminal::progress(&format!(
            "Wrote {} figures into {}.",
            files.len(),
            folder.display()
        ));
        Ok(())
    }
}

/// The result under each choice of nodes.
fn side_by_side(answer: &CompareAnswer) -> TableView {
    let main: Outcome = (answer.main.choice.clone(), Ok(answer.main.clone()));
    let all: Vec<Outcome> = std::iter::once(main)
        .chain(answer.others.iter().cloned())
        .collect();
    choices_view(&all)
}
