//! Judging studies with tools.

use super::{Reading, Where};
use crate::commands::appraise::PictureArgs;
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::output::write_whole;
use euthymia_app::review::{
    Appraisal, AppraisalInterview, AppraisalRequest, EnteredAppraisal, Prompt, answers_template,
    appraisals_views, assessment_views, enter_appraisal, evidence_rows, judged_studies,
    read_answers, tool, tools_view,
};
use euthymia_table::{Format, ReadOptions, render};
use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;

/// Judge a study with a tool: risk of bias, question by question or from a file of answers
///
/// Questions are asked on the terminal, or read from --answers. Nothing is entered before you say so.
/// What the answers lead to is shown with the rules that led there.
#[derive(Args)]
pub(crate) struct AppraiseArgs {
    /// Short name of the study
    #[arg(required_unless_present_any = ["template", "tools"])]
    study: Option<String>,
    /// The tool, such as rob2; --tools lists them
    #[arg(long, value_name = "TOOL", required_unless_present_any = ["template", "tools"])]
    tool: Option<String>,
    /// The outcome that is judged, where the tool judges one: response, remission, ae_headache
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    /// Answers from a file, TOML as --template prints it or CSV with question, answer, support
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Enter it as what several people agreed on
    #[arg(long)]
    agree: bool,
    /// Show what the answers lead to, and enter nothing
    #[arg(long)]
    dry_run: bool,
    /// Print an empty file of answers for a tool, and do nothing else
    #[arg(long, value_name = "TOOL")]
    template: Option<String>,
    /// List the tools, and do nothing else
    #[arg(long)]
    tools: bool,
    #[command(flatten)]
    at: Where,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn appraise(args: &AppraiseArgs) -> Result<ExitCode, AppError> {
    if args.tools {
        terminal::tables(&[tools_view()], args.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(word) = &args.template {
        terminal::say(&answers_template(tool(word)?));
        return Ok(ExitCode::SUCCESS);
    }
    let used = tool(args.tool.as_deref().unwrap_or_default())?;
    let mut session = args.at.open()?;
    let appraisal = match &args.answers {
        Some(path) => read_answers(path, used)?,
        None => match ask(AppraisalInterview::new(used, Appraisal::default()))? {
            Some(appraisal) => appraisal,
            None => {
                terminal::note("Nothing was entered.");
                return Ok(ExitCode::SUCCESS);
            }
        },
    };
    let is_shown = args.answers.is_none() || args.dry_run;
    if is_shown {
        let seen = used.assess(&appraisal.given());
        terminal::tables(&assessment_views(used, &seen), args.format)?;
    }
    if args.dry_run {
        return Ok(ExitCode::SUCCESS);
    }
    if args.answers.is_none() && !agrees("Enter this? [y/N] ")? {
        terminal::note("Nothing was entered.");
        return Ok(ExitCode::SUCCESS);
    }
    let request = AppraisalRequest {
        study: args.study.clone().unwrap_or_default(),
        outcome: args.outcome.clone(),
        tool: used.id.clone(),
        appraisal,
        agreed: args.agree,
    };
    let entered = enter_appraisal(&mut session, &request)?;
    if !is_shown {
        // What is refused prints nothing, so that tables come after the entry.
        terminal::tables(&assessment_views(used, &entered.seen), args.format)?;
    }
    say_entered(&entered, args.format);
    Ok(ExitCode::SUCCESS)
}

fn say_entered(entered: &EnteredAppraisal, format: OutputFormat) {
    for told in &entered.told {
        terminal::note(told);
    }
    let entry = entered.entry.to_string();
    let short = entry.get(..8).unwrap_or(&entry);
    terminal::beside(
        &format!("Entered as {short}; euthymia review undo {short} takes it back.\n"),
        format,
    );
}

/// One line of standard input; `None` at its end.
fn line() -> Result<Option<String>, AppError> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text);
    match read {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(text.trim().to_owned())),
        Err(error) => Err(AppError::Usage(format!(
            "the answer cannot be read: {error}"
        ))),
    }
}

fn agrees(question: &str) -> Result<bool, AppError> {
    terminal::say(question);
    let said = line()?.unwrap_or_default();
    Ok(said.eq_ignore_ascii_case("y") || said.eq_ignore_ascii_case("yes"))
}

/// Asks question after question; `None` when the person leaves.
fn ask(mut interview: AppraisalInterview) -> Result<Option<Appraisal>, AppError> {
    terminal::say(
        "An empty line leaves a question open, < goes back, q leaves without entering.\n",
    );
    let mut domain = String::new();
    while let Some(prompt) = interview.prompt() {
        if prompt.domain != domain {
            terminal::say(&format!("\n{}\n", prompt.domain));
            domain.clone_from(&prompt.domain);
        }
        terminal::say(&question(&prompt));
        match line()?.as_deref() {
            None | Some("q") => return Ok(None),
            Some("") => interview.skip(),
            Some("<") => interview.back(),
            Some(word) if interview.takes(word) => {
                terminal::say("      What supports it? ");
                let support = line()?.unwrap_or_default();
                interview.answer(word, &support)?;
            }
            Some(_) => terminal::say("      That is none of the answers.\n"),
        }
    }
    Ok(Some(interview.into_appraisal()))
}

fn question(prompt: &Prompt) -> String {
    let help = match &prompt.help {
        Some(help) => format!("      {help}\n"),
        None => String::new(),
    };
    let choice = |(short, words): &(String, String)| format!("{short} {words}");
    let choices: Vec<String> = prompt.choices.iter().map(choice).collect();
    format!(
        "{:<5} {}\n{help}      {}: ",
        prompt.id,
        prompt.text,
        choices.join(", ")
    )
}

/// List what was judged of studies, by whom, what counts and where people differ; draw it
#[derive(Args)]
#[command(
    after_help = "Example:\n  euthymia review appraisals --figure lights.svg --review finished"
)]
pub(crate) struct AppraisalsArgs {
    /// Write what counts into a file in the format of the evidence base's appraisals.csv
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn appraisals(args: &AppraisalsArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    if args.picture.asks() {
        let found = judged_studies(&session);
        for left_out in &found.left_out {
            terminal::note(&format!("Not drawn: {left_out}."));
        }
        args.picture
            .draw(found.judged, &ReadOptions::default(), None)?;
    }
    let Some(path) = &args.to else {
        terminal::tables(&appraisals_views(&session), args.at.format)?;
        return Ok(ExitCode::SUCCESS);
    };
    let rows = evidence_rows(&session);
    let broken = |error: euthymia_table::ViewError| AppError::Analysis(error.to_string());
    let text = render(&rows.view, Format::Csv).map_err(broken)?;
    write_whole(path, text.as_bytes())?;
    for left_out in &rows.left_out {
        terminal::note(&format!("No row for {left_out}."));
    }
    terminal::say(&format!(
        "{} judgements in {}.\n",
        rows.view.rows.len(),
        path.display()
    ));
    Ok(ExitCode::SUCCESS)
}
