//! `euthymia compare`

mod against;
mod certainty;
mod choices;
mod components;
mod doses;
mod model;
mod models;
mod moderators;
mod report;
mod shown;

use self::against::AgainstArgs;
use self::certainty::CertaintyArgs;
use self::choices::ChoiceArgs;
use self::components::ComponentArgs;
use self::doses::DoseArgs;
use self::model::ModelArgs;
use self::models::ModelsArgs;
use self::moderators::ModeratorArgs;
use self::report::ReportArgs;
use self::shown::ShownArgs;
use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::compare::r_script::write_r_scripts;
use euthymia_app::compare::settings::{
    CompareSettings, DataSettings, SCHEMA, read_settings, write,
};
use euthymia_app::compare::{CompareAnswer, differences, results, run as compute};
use euthymia_app::output::write_whole;
use euthymia_report::compared::Which;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare several treatments at once: network meta-analysis
///
/// With a FILE, one row per arm:
///   study,treatment,events,n                        OR, RR, RD
///   study,treatment,mean,sd,n                       MD, SMD
///   study,treatment,events,time                     IRR
///   study,treatment,events and n, time or median    HR
/// or one row per comparison, ratios as logarithms:
///   study,treatment1,treatment2,estimate,se         HR, GEN, or any of the above
///   study,treatment1,treatment2,hr,ci_low,ci_high   HR (or o_minus_e,v of a log-rank test)
/// A column outcome makes it a file of several outcomes: --outcome names the one to compare.
/// Columns dose, dose_unit, class, group, components (a+b), control (its kind),
/// risk_of_bias and indirectness (low, some, high) are used where they are there.
///
/// Without a FILE, --outcome selects the randomised parallel trials of the evidence base.
///
/// With a FILE ending in .toml, a saved analysis is run again, and it is said whether the numbers
/// are those that were saved.
///
/// Which treatments count as one node decides the answer: --controls, --doses, --nodes and --merge
/// say it, --side-by-side shows the result under the usual choices beside each other.
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A CSV file with one row per arm or comparison, or a saved analysis; without it, the evidence
    /// base
    file: Option<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    models: ModelsArgs,
    #[command(flatten)]
    choices: ChoiceArgs,
    #[command(flatten)]
    against: AgainstArgs,
    #[command(flatten)]
    certainty: CertaintyArgs,
    #[command(flatten)]
    components: ComponentArgs,
    #[command(flatten)]
    moderators: ModeratorArgs,
    #[command(flatten)]
    doses: DoseArgs,
    #[command(flatten)]
    shown: ShownArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// Also save the analysis with its numbers: a file ending in .toml that runs again
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Also write the analysis as an R script, FILE.R with its data FILE.csv and FILE_arms.csv, that fits
    /// the same model with metafor and stops where its numbers differ; of a network in parts one script
    /// for each, FILE-1.R, FILE-2.R ...
    #[arg(long, value_name = "FILE")]
    r_script: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    read: ReadArgs,
}

/// What is asked of the evidence base.
#[derive(ClapArgs)]
#[command(next_help_heading = "Selecting from the evidence base")]
struct SelectArgs {
    /// Outcome: response, remission, change, score, ae_dissociation, serious_ae, dropout …; with a FILE
    /// that has a column outcome, one of its words
    #[arg(long, value_name = "WORD")]
    outcome: Option<String>,
    /// Only trials with an arm of this treatment, report group or class; may be repeated
    #[arg(long, value_name = "WORD", conflicts_with = "file")]
    treatment: Vec<String>,
    /// Days after the start, such as 1..28; add ,unstated for courses whose last day is not stated
    #[arg(long, value_name = "DAYS", conflicts_with = "file")]
    time: Option<String>,
    /// Only this scale, such as madrs
    #[arg(long, value_name = "SCALE", conflicts_with = "file")]
    instrument: Option<String>,
    /// Only this definition, such as 'madrs<=10'
    #[arg(long, value_name = "RULE", conflicts_with = "file")]
    definition: Option<String>,
    /// Only populations that are treatment-resistant by the study's own statement
    #[arg(long, conflicts_with = "file")]
    trd_only: bool,
    /// Only studies whose entry criterion admits patients with N failed trials of antidepressants
    #[arg(long, value_name = "N", conflicts_with = "file")]
    failures: Option<u64>,
    /// Admit numbers whose denominator nobody read
    #[arg(long, conflicts_with = "file")]
    include_n_not_seen: bool,
    /// Admit unverified (recalled) numbers
    #[arg(long, conflicts_with = "file")]
    include_unverified: bool,
    /// A folder of evidence files instead of the bundled evidence base
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    evidence: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  euthymia compare --outcome response --time 1..42 --side-by-side
  euthymia compare --outcome remission --controls by-kind --important 1.25
  euthymia compare --outcome response --side-by-side --report response.html
  euthymia compare --outcome response --moderator year --at year=2010 --at year=2020
  euthymia compare --outcome change --treatment esketamine_in --dose-response emax
  euthymia compare --outcome response --against ae_nausea --against dropout --trade 0,0.5,1
  euthymia compare examples/smoking.csv --measure OR --reference 'No contact' --show all
  euthymia compare examples/smoking.csv --measure OR --certainty --important 1.25
  euthymia compare --outcome response --nodes components --combination ketamine_iv+rtms_hf
  euthymia compare examples/smoking.csv --measure OR --model mh,nch-exact,firth,binomial-random
  euthymia compare examples/smoking.csv --measure OR --model bayes --tau-prior half-normal:0.5
  euthymia compare examples/smoking.csv --measure OR --save analysis.toml
  euthymia compare analysis.toml";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    args.report.check()?;
    let settings = settings(args)?;
    let which = args.shown.which(!settings.models.model.is_empty())?;
    let mut which = args.certainty.shown(which);
    let answer = compute(&settings.request()?)?;
    for table in Which::of_models(&answer.main.options) {
        if !which.contains(&table) {
            which.push(table);
        }
    }
    for finding in &answer.notes {
        terminal::note(&finding.to_string());
    }
    if let Some(path) = &args.save {
        save(&settings, &answer, path)?;
    }
    if let Some(path) = &args.r_script {
        for written in write_r_scripts(&answer, path)? {
            terminal::progress(&format!("Wrote {}.", written.display()));
        }
    }
    args.shown.write_figures(&answer)?;
    args.report.write(&answer, &settings)?;
    args.shown.print(&answer, &which, args.format)?;
    let changed = match settings.result.as_slice() {
        [] => Vec::new(),
        saved => differences(saved, &results(&answer)),
    };
    if !settings.result.is_empty() && changed.is_empty() {
        terminal::note("The numbers are those that were saved.");
    }
    for line in &changed {
        terminal::note(&format!("Changed since it was saved. {line}."));
    }
    let settled = answer.main.parts.iter().all(|part| part.random.converged())
        && answer.main.further_settled();
    Ok(if changed.is_empty() && settled {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Saves the analysis with its numbers; files are named from the folder it is saved in.
fn save(settings: &CompareSettings, answer: &CompareAnswer, path: &Path) -> Result<(), AppError> {
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let saved = CompareSettings {
        result: results(answer),
        ..settings.seen_from(folder)
    };
    write_whole(path, write(&saved)?.as_bytes())
}

fn settings(args: &Args) -> Result<CompareSettings, AppError> {
    let is_saved = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("toml"))
    };
    if let Some(path) = args.file.as_ref().filter(|path| is_saved(path)) {
        let given = [
            args.model.is_given(),
            args.models.is_given(),
            args.choices.is_given(),
            args.certainty.is_given(),
            args.components.is_given(),
            args.moderators.is_given(),
            args.doses.is_given(),
            args.against.is_given(),
        ];
        if given.contains(&true) {
            return Err(AppError::Usage(
                "a saved analysis has its model, its nodes and its judgements: edit the file, or leave the options out"
                    .to_owned(),
            ));
        }
        return read_settings(path);
    }
    let select = &args.select;
    let (encoding, delimiter, decimal, missing) = args.read.words()?;
    Ok(CompareSettings {
        schema: SCHEMA.to_owned(),
        data: DataSettings {
            file: args.file.clone(),
            encoding,
            delimiter,
            decimal,
            missing,
            evidence: select.evidence.clone(),
            outcome: select.outcome.clone(),
            treatment: select.treatment.clone(),
            time: select.time.clone(),
            instrument: select.instrument.clone(),
            definition: select.definition.clone(),
            trd_only: select.trd_only,
            failures: select.failures,
            include_n_not_seen: select.include_n_not_seen,
            include_unverified: select.include_unverified,
        },
        model: args.model.settings(),
        models: args.models.settings(),
        choice: args.choices.settings()?,
        components: args.components.settings(),
        certainty_rules: args.certainty.settings()?,
        certainty: Vec::new(),
        moderation: args.moderators.settings(),
        doses: args.doses.settings(),
        against: args.against.settings()?,
        result: Vec::new(),
    })
}
