//! A letter of one page for the chart: what the record says, under which definitions, with sources.

use super::status_words;
use super::views::about_diagnosis;
use super::views::open_questions;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::assessment::{Assessment, Followed};
use euthymia_clinical::course::events::Durability;
use euthymia_clinical::date::days_between;
use euthymia_clinical::expectation::{challenges, star_d};
use euthymia_clinical::instrument::bundled;
use euthymia_clinical::patient::{CheckState, Patient};
use euthymia_clinical::source::Source;
use euthymia_clinical::trd::Choices;
use euthymia_clinical::trial::Trial;
use euthymia_clinical::trial::adequacy::Adequacy;
use euthymia_clinical::trial::failure::described;
use jiff::civil::Date;
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
    /// The days of the treatment that is followed.
    pub sessions: &'a [Date],
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
        (alert(letter, &mut sources))
        (definitions(letter, &mut sources))
        (trials(letter, &mut sources))
        div.columns {
            div {
                (staging(letter.assessment, &mut sources))
                (course(letter, &mut sources))
                (open(letter.assessment))
            }
            div {
                (checklist(letter.assessment))
                (expectation(letter, &mut sources))
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

fn alert(letter: &Letter<'_>, sources: &mut Sources) -> Markup {
    let signs = &letter.assessment.signs;
    // The latest of each scale, then what was flagged before.
    let mut seen: Vec<&str> = Vec::new();
    let mut latest = Vec::new();
    let mut earlier = Vec::new();
    for (date, sign) in signs {
        if !seen.contains(&sign.instrument.as_str()) {
            seen.push(&sign.instrument);
            latest.push((date, sign));
        } else if sign.flagged != Answer::No {
            earlier.push((date, sign));
        }
    }
    let raised = signs.iter().any(|(_, sign)| sign.flagged != Answer::No);
    html! {
        section.alert role=[raised.then_some("alert")] {
            h2 { "Suicidality" }
            @if signs.is_empty() {
                p { strong { "Not in the record. " } "No answers to a suicide item or screener were entered." }
            }
            ul {
                @for (when, list) in [("", &latest), ("earlier, ", &earlier)] {
                    @for (date, sign) in list {
                        li {
                            (when) (date) " (" (days_between(**date, letter.patient.assessed)) " days before): "
                            (sign.words) (sources.mark(Some(&sign.source)))
                        }
                    }
                }
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
            @if let Some(warning) = about_diagnosis(letter.patient) { p.note { strong { (warning) } } }
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
                                    td { (dose_and_time(trial, judged, choices)) }
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
                ", where a definition gives none. " (crate::words::capital(&choices.augmentation.to_string()))
                "; " (choices.optimisation) "."
                @if letter.patient.history_complete != Some(true) {
                    " The list is not said to be complete, so what it does not show cannot be ruled out."
                }
            }
        }
    }
}

/// "150 mg/day (minimum 50), 123 days".
fn dose_and_time(trial: &Trial, judged: &Adequacy, choices: &Choices) -> String {
    let line = choices
        .table
        .line(&trial.drug.id, trial.formulation, trial.augments.is_some())
        .or_else(|| choices.table.line(&trial.drug.id, trial.formulation, false));
    let dose = trial
        .highest_dose()
        .map_or("dose not recorded".to_owned(), |dose| dose.to_string());
    let least = line.map_or("no minimum known".to_owned(), |line| {
        format!("minimum {}", line.minimum_mg_per_day)
    });
    let days = judged
        .days_at_dose
        .map_or("time not recorded".to_owned(), |days| {
            format!("{days} days")
        });
    let from = trial
        .start()
        .map_or(String::new(), |start| format!(" from {start}"));
    format!("{dose} ({least}), {days}{from}")
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
                        @if let Some(finding) = &staged.resistant {
                            "; called resistant from " (staged.model.trd_at_least.unwrap_or_default())
                            (sources.mark(finding.source.as_ref())) ": " (finding.answer)
                        }
                        @let mark = status_words(staged.model.status);
                        @if !mark.is_empty() { " " em { (mark) } }
                        @if !staged.parts.is_empty() {
                            span.fine {
                                " — "
                                @for (at, part) in staged.parts.iter().enumerate() {
                                    @if at > 0 { ", " }
                                    (part.fact) " (" (part.points) ")"
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn course(letter: &Letter<'_>, sources: &mut Sources) -> Markup {
    let assessment = letter.assessment;
    html! {
        section {
            h2 { "Course and treatments" }
            ul {
                @for procedure in &letter.patient.procedures {
                    li {
                        (procedure.kind)
                        @if let Some(sessions) = procedure.sessions { ", " (sessions) " sessions" }
                        @if let Some(start) = procedure.start { ", from " (start) }
                        @if let Some(stop) = procedure.stop { " to " (stop) }
                    }
                }
                @if let (Some(first), Some(last)) = (letter.sessions.iter().min(), letter.sessions.iter().max()) {
                    li { (letter.sessions.len()) " days of treatment, " (first) " to " (last) }
                }
                @for followed in &assessment.courses { li { (followed_words(followed, sources)) } }
                @if assessment.courses.is_empty() { li { "No course of scores is in the record." } }
            }
        }
    }
}

fn followed_words(followed: &Followed, sources: &mut Sources) -> Markup {
    let name =
        bundled(&followed.instrument).map_or(followed.instrument.as_str(), |pack| &pack.name);
    let rules = &followed.rules;
    let shown = match &followed.shown {
        Ok(shown) => shown,
        Err(error) => return html! { strong { (name) ": " } (error) },
    };
    html! {
        strong { (name) ": " }
        (shown.baseline.1) " on " (shown.baseline.0)
        @if let Some(last) = shown.steps.last() {
            ", " (last.total) " on " (last.date)
            @if let Some(percent) = last.improvement_percent { " (" (format!("{percent:.0}")) " % improvement)" }
            @if let Some((day, best)) = shown.best { "; best: " (best) " points better on day " (day) }
            "; response (" (rules.response.0) ")" (sources.mark(Some(&rules.response.1))) ": "
            @match shown.first_response {
                Some(when) => { "by day " (when.by_day) @if last.response == Some(false) { ", not at the last visit" } }
                None => { "at no scored visit" }
            }
            @if let Some((rule, source)) = &rules.remission {
                "; remission (" (rule) ", other rules exist)" (sources.mark(Some(source))) ": "
                @match shown.first_remission {
                    Some(when) => { "by day " (when.by_day) }
                    None => { "at no scored visit" }
                }
            }
            @match shown.durability {
                Durability::Lost { after, by } => { "; lost between " (after) " and " (by) " days after the last treatment" }
                Durability::AtLeast { days } => { "; response still there " (days) " days after the last treatment" }
                Durability::Unknown | Durability::NoResponse => {}
            }
        } @else { ", no later score" }
        @if let Some(day) = shown.next_due { "; next due " (day) }
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
                        strong { (checked.state_words()) }
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
    let next: Vec<String> = (least..=most.unwrap_or(least))
        .filter_map(|failures| Some((failures, series.next_step(failures)?)))
        .map(|(failures, percent)| format!("{percent:.1} % after {failures} failed"))
        .collect();
    let cumulative = series.cumulative();
    html! {
        section {
            h2 { "What was reported for the next step" }
            p {
                "STAR*D" (sources.mark(Some(&series.source()))) ": "
                @if most.is_none() { "the step is not known, because the list of trials is not said to be complete" }
                @else if next.is_empty() { "no step was studied after so many failed ones" }
                @else { "remission in the next step " (next.join(", ")) }
                @if let Some(total) = cumulative.last() {
                    "; over all steps from the start " (format!("{total:.2}")) " %, theoretical and contested: "
                    @for (at, challenge) in challenges(&series.id).into_iter().enumerate() {
                        @if at > 0 { "; " }
                        (challenge.claim) (sources.mark(Some(&challenge.source())))
                    }
                }
                "."
            }
            @if !letter.published.is_empty() {
                p {
                    "Published response within twelve weeks, single arms, in studies whose entry criterion admits such a patient: "
                    (letter.published.join("; ")) ". "
                    span.fine { "Not treatment effects; some of these treatments may have been given already." }
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
