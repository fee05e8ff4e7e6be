//! The case series as a document: methods, results in words with their numbers, tables, figures,
//! reporting checklists, appendix.

mod facts;
mod methods;
mod results;

use super::analysis::Analysis;
use super::figures::{Figure, figures};
use super::outcomes::sources_view;
use crate::checklist::{self, Checklist, fill};
use crate::document::{Document, Section};
use euthymia_table::{Audience, TableView};

pub use facts::UnknownFact;

/// What the analysis does not know and the document shows.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// What each column of the files was taken for.
    pub columns: Vec<TableView>,
    /// What only the authors know, by the name of the fact.
    pub said: Vec<(String, String)>,
    /// A script that repeats the main analyses.
    pub script: Option<String>,
    /// The series beside published results.
    pub literature: Option<Section>,
    /// The program's version, for the last line.
    pub version: String,
}

/// Makes the document.
///
/// # Errors
/// [`UnknownFact`] for a fact that no checklist asks for.
pub fn document(analysis: &Analysis, extras: Extras) -> Result<Document, UnknownFact> {
    let series = &analysis.series;
    let colophon = format!("Made with euthymia {}.", extras.version);
    let facts = facts::facts(analysis, &extras)?;
    let parts = Parts {
        tables: analysis.tables(Audience::People),
        figures: figures(analysis),
    };
    let mut sections = vec![
        summary(analysis),
        methods_section(analysis, &extras),
        patients(analysis, &parts),
        outcomes(analysis, &parts),
    ];
    if !analysis.comparisons.is_empty() {
        sections.push(parts.section(
            "groups",
            "Groups compared",
            &["groups", "multiplicity"],
            &[],
        ));
    }
    sections.push(safety(analysis, &parts));
    sections.push(treatment(analysis, &parts));
    sections.extend(extras.literature.clone());
    sections.push(limits(analysis, &extras));
    sections.push(author_section(&extras));
    let lists: Vec<_> = Checklist::bundled()
        .into_iter()
        .map(|list| (list, fill(list, &facts)))
        .collect();
    sections.push(checklist::section("reporting", &lists));
    sections.push(appendix(analysis, &parts, extras));
    sections.retain(|section| !section.parts.is_empty());
    Ok(Document {
        title: series.name.clone(),
        subtitle: results::subtitle(analysis),
        sections,
        colophon,
        numbered: true,
    })
}

/// Tables and figures by name.
struct Parts {
    tables: Vec<(&'static str, TableView)>,
    figures: Vec<Figure>,
}

impl Parts {
    fn add_tables(&self, section: &mut Section, names: &[&str]) {
        for name in names {
            for (_, view) in self.tables.iter().filter(|(known, _)| known == name) {
                section.table(view.clone());
            }
        }
    }

    fn add_figures(&self, section: &mut Section, ids: &[&str]) {
        for id in ids {
            for figure in self.figures.iter().filter(|figure| figure.id == *id) {
                section.figure(figure.id, figure.scene.clone(), figure.caption.clone());
            }
        }
    }

    fn section(&self, id: &str, heading: &str, tables: &[&str], figures: &[&str]) -> Section {
        let mut section = Section::new(id, heading);
        self.add_tables(&mut section, tables);
        self.add_figures(&mut section, figures);
        section
    }
}

fn summary(analysis: &Analysis) -> Section {
    let mut section = Section::new("summary", "Summary");
    if let Some(note) = &analysis.series.note {
        section.caution(note.clone());
    }
    for sentence in results::main_results(analysis) {
        section.say(sentence);
    }
    section.caution(
        "An uncontrolled series: what happened after treatment is not what happened because of it. See \
         Limits.",
    );
    section
}

fn methods_section(analysis: &Analysis, extras: &Extras) -> Section {
    let mut section = Section::new("methods", "Methods");
    for (name, text) in &extras.said {
        if [
            "setting",
            "recruitment",
            "eligibility",
            "diagnosis",
            "treatment",
        ]
        .contains(&name.as_str())
        {
            section.say(text.clone());
        }
    }
    for paragraph in methods::paragraphs(analysis) {
        section.say(paragraph);
    }
    section
}

fn patients(analysis: &Analysis, parts: &Parts) -> Section {
    let mut section = Section::new("patients", "Patients");
    section.say(results::patients(analysis));
    parts.add_figures(&mut section, &["flow"]);
    parts.add_tables(&mut section, &["flow", "characteristics"]);
    parts.add_figures(&mut section, &["missingness"]);
    section
}

fn outcomes(analysis: &Analysis, parts: &Parts) -> Section {
    let mut section = Section::new("outcomes", "Outcomes");
    for sentence in results::outcomes(analysis) {
        section.say(sentence);
    }
    parts.add_figures(&mut section, &["trajectories", "outcomes"]);
    parts.add_tables(&mut section, &["visits"]);
    section.heading("change", "Change");
    parts.add_tables(&mut section, &["change", "estimates", "crosswalk"]);
    parts.add_figures(&mut section, &["before-after", "raincloud", "waterfall"]);
    section.heading("definitions", "Outcomes by definition");
    parts.add_tables(&mut section, &["definitions", "intervals"]);
    parts.add_figures(&mut section, &["responders"]);
    if !analysis.times.is_empty() {
        section.heading("times", "Time to the outcome");
        parts.add_tables(&mut section, &["times"]);
        parts.add_figures(&mut section, &["time-to-response"]);
    }
    section
}

fn safety(analysis: &Analysis, parts: &Parts) -> Section {
    let mut section = Section::new("safety", "Adverse events");
    section.say(results::safety(analysis));
    let flagged = analysis
        .series
        .patients
        .iter()
        .filter(|p| p.flagged_sheets > 0);
    let (patients, sheets) = flagged.fold((0, 0), |(patients, sheets), patient| {
        (patients + 1, sheets + patient.flagged_sheets)
    });
    if patients > 0 {
        section.caution(format!(
            "{patients} patients have {sheets} answer sheets on which the item about suicide is flagged. \
             Each needs to be looked at by a clinician."
        ));
    }
    parts.add_figures(&mut section, &["adverse-events"]);
    parts.add_tables(&mut section, &["events"]);
    section
}

fn treatment(analysis: &Analysis, parts: &Parts) -> Section {
    let mut section = parts.section(
        "treatment",
        "Treatment",
        &["sessions"],
        &["courses", "calendar"],
    );
    if analysis.sessions.is_none() {
        section.say("The files say nothing of sessions, doses or deviations.");
    }
    section
}

fn limits(analysis: &Analysis, extras: &Extras) -> Section {
    let mut section = Section::new("limits", "Limits");
    section.list(results::limits(analysis));
    for (name, text) in &extras.said {
        if name == "limitations" {
            section.say(text.clone());
        }
    }
    section
}

/// What the authors say that has no place elsewhere.
fn author_section(extras: &Extras) -> Section {
    let mut section = Section::new("statements", "Statements");
    const ELSEWHERE: [&str; 6] = [
        "setting",
        "recruitment",
        "eligibility",
        "diagnosis",
        "treatment",
        "limitations",
    ];
    for (name, text) in &extras.said {
        if !ELSEWHERE.contains(&name.as_str()) {
            section.say(format!("{}: {text}", name.replace('_', " ")));
        }
    }
    section
}

fn appendix(analysis: &Analysis, parts: &Parts, extras: Extras) -> Section {
    let mut section = Section::new("appendix", "Appendix: definitions, data and code");
    section.table(sources_view(&analysis.definitions));
    parts.add_tables(&mut section, &["left-out"]);
    if !extras.columns.is_empty() {
        section.heading("columns", "What each column was taken for");
        for view in extras.columns {
            section.table(view);
        }
    }
    if let Some(script) = extras.script {
        section.heading("script", "The main analyses again, in R");
        section.code(script);
    }
    section
}
