//! A letter of one page for the chart: what the record says, under which definitions, with sources.

use super::views::open_questions;
use super::{range_words, status_words};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::assessment::Assessment;
use euthymia_clinical::expectation::{challenges, star_d};
use euthymia_clinical::patient::{CheckState, Patient};
use euthymia_clinical::source::Source;
use euthymia_clinical::trd::Choices;
use euthymia_clinical::trial::failure::described;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("letter.css");

/// What a letter is made of.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The record.
    pub patient: &'a Patient,
    /// The assessment of it.
    pub assessment: &'a Assessment,
    /// The choices it was made under.
    pub choices: &'a Choices,
    /// Name of the clinic, where it is given.
    pub clinic: Option<&'a str>,
    /// Published response rates of studies that admit patients with as many failed trials, a line
    /// each.
    pub published: &'a [String],
    /// Program and version.
    pub program: &'a str,
}

/// Sources in the order of first mention, each with a number.
#[derive(Default)]
struct Sources(Vec<Source>);

impl Sources {
    fn number(&mut self, source: &Source) -> usize {
        let found = self.0.iter().position(|known| known == source);
        found.unwrap_or_else(|| {
            self.0.push(source.clone());
            self.0.len() - 1
        }) + 1
    }

    fn mark(&mut self, source: Option<&Source>) -> Markup {
        match source {
            Some(source) => {
                let number = self.number(source);
                html! { sup { a href={ "#s" (number) } { (number) } } }
            }
            None => html! {},
        }
    }
}

/// Writes the letter as one self-contained page.
#[must_use]
pub fn letter(letter: &Letter<'_>) -> String {
    let mut sources = Sources::default();
    let patient = letter.patient;
    let body = html! {
        (alert(letter.assessment, &mut sources))
        (definitions(letter, &mut sources))
        (trials(letter, &mut sources))
        div.columns {
            div {
                (staging(letter.assessment, &mut sources))
                (course(letter.assessment))
                (expectation(letter, &mut sources))
            }
            div {
                (open(letter.assessment))
                (checklist(letter.assessment))
            }
        }
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Assessment of treatment resistance: " (patient.id) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Assessment of treatment resistance" }
                    p {
                        @if let Some(clinic) = letter.clinic { (clinic) " · " }
                        "Patient " strong { (patient.id) } " · assessed " strong { (patient.assessed) }
                        @if let Some(diagnosis) = patient.diagnosis { " · " (diagnosis) }
                        @if let Some(start) = patient.episode_start { " · episode since " (start) }
                        @if let Some(severity) = patient.severity { " · " (severity) }
                    }
                }
                main {
                    (body)
                    (source_list(&sources))
                }
                footer {
                    p {
                        "Computed from the record by published rules; it informs and does not prescribe. "
                        "A clinician checks the record and decides. " (letter.program)
                    }
                    p.sign { "Checked by: " span {} " Date: " span {} }
                }
            }
        }
    };
    page.into_string()
}

fn alert(assessment: &Assessment, sources: &mut Sources) -> Markup {
    let raised: Vec<_> = assessment
        .signs
        .iter()
        .filter(|(_, sign)| sign.flagged != Answer::No)
        .collect();
    html! {
        @if !raised.is_empty() {
            section.alert role="alert" {
                h2 { "Suicidality" }
                ul {
                    @for (date, sign) in raised {
                        li { (date) ": " (sign.words) (sources.mark(Some(&sign.source))) }
                    }
                }
            }
        } @else if assessment.signs.is_empty() {
            section.alert {
                p { strong { "Suicidality: not in the record. " } "No answers to a suicide item or screener were entered." }
            }
        }
    }
}

fn definitions(letter: &Letter<'_>, sources: &mut Sources) -> Markup {
    html! {
        section {
            h2 { "Is it treatment-resistant? It depends on the definition" }
            table {
                thead { tr { th { "Definition" } th { "Answer" } th { "Because" } } }
                tbody {
                    @for verdict in &letter.assessment.verdicts {
                        @let finding = &verdict.finding;
                        tr {
                            th scope="row" {
                                (verdict.definition.name) (sources.mark(finding.source.as_ref()))
                                @let mark = status_words(verdict.definition.status);
                                @if !mark.is_empty() { " " em { (mark) } }
                            }
                            td class={ "answer " (finding.answer.id()) } { (finding.answer) }
                            td {
                                @for (at, reason) in deciding(finding).enumerate() {
                                    @if at > 0 { "; " }
                                    (reason)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn deciding(finding: &euthymia_clinical::finding::Finding) -> impl Iterator<Item = &str> {
    finding
        .because
        .iter()
        .filter(|reason| finding.answer == Answer::Yes || reason.answer == finding.answer)
        .map(|reason| reason.statement.as_str())
}

fn trials(letter: &Letter<'_>, sources: &mut Sources) -> Markup {
    let choices = letter.choices;
    let table_source = Source {
        text: choices.table.source.clone(),
        status: choices.table.status,
    };
    html! {
        section {
            h2 { "Antidepressant trials" }
            table.trials {
                thead { tr { th { "Trial" } th { "Judged" } th { "Dose and time" } th { "Improvement" } } }
                tbody {
                    @for (trial, judged) in letter.patient.trials.iter().zip(&letter.assessment.trials) {
                        tr {
                            th scope="row" { (trial.label) }
                            @match judged {
                                None => { td colspan="2" { "not an antidepressant trial" } }
                                Some(judged) => {
                                    td class={ "answer " (judged.verdict.id()) } {
                                        (judged.finding.statement.strip_prefix(&format!("{}: ", trial.label)).unwrap_or(&judged.finding.statement))
                                    }
                                    td {
                                        @for (at, reason) in judged.finding.because.iter().take(2).enumerate() {
                                            @if at > 0 { "; " }
                                            (reason.statement)
                                        }
                                    }
                                }
                            }
                            td { (described(&trial.effect)) }
                        }
                    }
                    @if letter.patient.trials.is_empty() {
                        tr { td colspan="4" { "none recorded" } }
                    }
                }
            }
            p.note {
                "Minimum doses: " (choices.table.name) (sources.mark(Some(&table_source)))
                ". Minimum duration: " (choices.minimum.weeks) " weeks" (sources.mark(Some(&choices.minimum.source)))
                ", where a definition gives none. " (capital(&choices.augmentation.to_string()))
                "; " (choices.optimisation) "."
                @if letter.patient.history_complete.is_none() { " The list of trials is taken as complete." }
            }
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}

fn staging(assessment: &Assessment, sources: &mut Sources) -> Markup {
    html! {
        section {
            h2 { "Staging" }
            ul {
                @for staged in &assessment.stagings {
                    li {
                        strong { (staged.model.name) (sources.mark(Some(&staged.model.source()))) ": " }
                        (staged.words)
                        @let mark = status_words(staged.model.status);
                        @if !mark.is_empty() { " " em { (mark) } }
                        @if !staged.parts.is_empty() {
                            span.fine {
                                " — "
                                @for (at, part) in staged.parts.iter().enumerate() {
                                    @if at > 0 { ", " }
                                    (part.fact) " (" (range_words(part.points.low, part.points.high)) ")"
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn course(assessment: &Assessment) -> Markup {
    html! {
        section {
            h2 { "Course" }
            @if assessment.courses.is_empty() { p { "No scores are in the record." } }
            ul {
                @for followed in &assessment.courses {
                    @let name = euthymia_clinical::instrument::bundled(&followed.instrument).map_or(followed.instrument.as_str(), |pack| &pack.name);
                    li {
                        strong { (name) ": " }
                        @match &followed.shown {
                            Err(error) => { (error) }
                            Ok(shown) => {
                                (shown.baseline.1) " on " (shown.baseline.0)
                                @if let Some(last) = shown.steps.last() {
                                    ", " (last.total) " on " (last.date)
                                    @if let Some(percent) = last.improvement_percent { " (" (format!("{percent:.0}")) " % improvement)" }
                                    @if last.response == Some(true) { ", response" }
                                    @if last.remission == Some(true) { ", remission" }
                                } @else { ", no later score" }
                                @if let Some(day) = shown.next_due { "; next due " (day) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn open(assessment: &Assessment) -> Markup {
    let fields = open_questions(assessment);
    html! {
        section {
            h2 { "What would settle the rest" }
            @if fields.is_empty() { p { "Every definition has an answer." } }
            ul { @for field in &fields { li { (field) } } }
        }
    }
}

fn checklist(assessment: &Assessment) -> Markup {
    html! {
        section {
            h2 { "Before calling it resistant" }
            ul {
                @for checked in &assessment.checklist {
                    li {
                        (checked.point.name) ": "
                        strong { (checked.state) }
                        @if checked.state != CheckState::Excluded && !checked.words.is_empty() {
                            span.fine { " — " (checked.words.join("; ")) }
                        }
                    }
                }
            }
        }
    }
}

fn expectation(letter: &Letter<'_>, sources: &mut Sources) -> Markup {
    let Some(series) = star_d() else {
        return html! {};
    };
    let (least, most) = letter.assessment.failures;
    let next: Vec<String> = (least..=most)
        .filter_map(|failures| Some((failures, series.next_step(failures)?)))
        .map(|(failures, percent)| format!("{percent:.1} % after {failures} failed"))
        .collect();
    let cumulative = series.cumulative();
    html! {
        section {
            h2 { "What was reported for the next step" }
            p {
                "STAR*D" (sources.mark(Some(&series.source()))) ": "
                @if next.is_empty() { "no step was studied after so many failed ones" }
                @else { "remission in the next step " (next.join(", ")) }
                @if let Some(total) = cumulative.last() {
                    "; cumulative " (format!("{total:.2}")) " % is theoretical and contested"
                    @for challenge in challenges(&series.id) { (sources.mark(Some(&challenge.source()))) " " }
                }
                "."
            }
            @if !letter.published.is_empty() {
                p {
                    "Published response within twelve weeks, single arms, in studies whose entry criterion admits such a patient: "
                    (letter.published.join("; ")) ". "
                    span.fine { "Not treatment effects; numbers with their studies: euthymia assess." }
                }
            }
        }
    }
}

fn source_list(sources: &Sources) -> Markup {
    html! {
        section.sources {
            h2 { "Sources" }
            ol {
                @for (at, source) in sources.0.iter().enumerate() {
                    li id={ "s" (at + 1) } { (source) }
                }
            }
        }
    }
}
