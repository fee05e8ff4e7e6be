//! A whole comparison as a document: question, nodes, methods with references, every table and figure,
//! warnings, what was left out, and what runs it again.

mod further_methods;
mod layout;
mod members;
mod methods;
mod results;

pub use members::members_view;

use super::analysis::Compared;
use super::tables::{Outcome, Which, choices_view};
use super::{Figure, figures, sentences};
use crate::document::{Document, Item, Part, Section};
use crate::words::counted;

/// What the analysis does not know and the document shows.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// What is compared, as the title.
    pub title: String,
    /// What was asked of the data, a sentence each.
    pub question: Vec<String>,
    /// What was said while the data were read.
    pub notes: Vec<String>,
    /// The saved analysis that runs again.
    pub saved: Option<String>,
    /// A script that repeats the analysis elsewhere.
    pub script: Option<String>,
    /// The program's version, for the last line.
    pub version: String,
}

/// Makes the document of a comparison; `others` are the results under other choices of nodes.
#[must_use]
pub fn document(main: &Compared, others: &[Outcome], extras: Extras) -> Document {
    let own: Outcome = (main.choice.clone(), Ok(main.clone()));
    let choices: Vec<Outcome> = std::iter::once(own).chain(others.iter().cloned()).collect();
    let mut figures = figures(main);
    let mut sections = vec![
        summary(main, &choices),
        question(&extras),
        nodes(main, &choices),
        methods(main),
    ];
    sections.extend(layout::sections(main, &choices, &mut figures));
    sections.push(sources(main));
    sections.push(appendix(&extras));
    sections.retain(|section| !section.parts.is_empty());
    Document {
        subtitle: format!(
            "Network meta-analysis of {}.",
            counted(main.network.trials().len(), "trial", "trials")
        ),
        title: extras.title,
        sections,
        colophon: format!("Made with euthymia {}.", extras.version),
        numbered: true,
    }
}

fn summary(main: &Compared, choices: &[Outcome]) -> Section {
    let mut section = Section::new("summary", "Summary");
    section.say(sentences::size(main));
    section.list(results::effects(main));
    section.say(sentences::directness(main));
    if choices.len() > 1 {
        section.list(sentences::choice_decides(choices));
    }
    for warning in &main.warnings {
        section.caution(warning.clone());
    }
    section.caution(results::CAUTION);
    section
}

fn question(extras: &Extras) -> Section {
    let mut section = Section::new("question", "Question and data");
    for sentence in &extras.question {
        section.say(sentence.clone());
    }
    if !extras.notes.is_empty() {
        section.say("While the data were read:");
        section.list(extras.notes.iter().cloned());
    }
    section
}

fn nodes(main: &Compared, choices: &[Outcome]) -> Section {
    let mut section = Section::new("nodes", "What counts as one treatment");
    section.say(format!("The main choice: {}.", main.choice));
    section.table(members_view(main, choices));
    if choices.len() > 1 {
        section.heading("choices", "The result under each choice of nodes");
        section.table(choices_view(choices));
    }
    section
}

fn methods(main: &Compared) -> Section {
    let mut section = Section::new("methods", "Methods");
    let (paragraphs, references) = methods::paragraphs(main);
    for paragraph in paragraphs {
        section.say(paragraph);
    }
    section.heading("references", "References");
    section.list(references);
    section
}

/// Where the number of each trial comes from, as far as the data say it.
fn sources(main: &Compared) -> Section {
    let mut section = Section::new("sources", "Where the numbers come from");
    let items: Vec<Item> = main
        .network
        .trials()
        .iter()
        .map(|trial| Item {
            id: None,
            text: trial.label().to_owned(),
            below: own_lines(main, trial.label()),
        })
        .filter(|item| !item.below.is_empty())
        .collect();
    if !items.is_empty() {
        section.parts.push(Part::List(items));
    }
    section
}

fn own_lines(main: &Compared, trial: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in main.data.rows.sources(trial) {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}

fn appendix(extras: &Extras) -> Section {
    let mut section = Section::new("appendix", "Appendix: the analysis again");
    if let Some(saved) = &extras.saved {
        section.heading(
            "saved",
            "The saved analysis: keep it as a .toml file and run it",
        );
        section.code(saved.clone());
    }
    if let Some(script) = &extras.script {
        section.heading(
            "script",
            "The same network in R; --r-script writes it with its data",
        );
        section.code(script.clone());
    }
    section
}
