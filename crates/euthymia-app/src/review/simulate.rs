//! Reviews that are done, read again in the order that a model would have chosen.

use crate::error::AppError;
use euthymia_plot::{RecallCurve, RecallGroup, RecallRun, Threshold};
use euthymia_screening::text::{Corpus, Matrix};
use euthymia_screening::{Discovery, Plan, Replay, simulate};
use euthymia_table::{ColumnSpec, Diagnostic, Problems, Table, TableView, Value};
use euthymia_workbook::{FileOptions, read_path};
use std::path::{Path, PathBuf};

/// What to read again, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimulateRequest {
    /// Tables with a title, an abstract and a label for each record.
    pub files: Vec<PathBuf>,
    /// The column that says what was included; guessed without it.
    pub label: Option<String>,
    /// How.
    pub plan: Plan,
    /// How often, each time from other known records: seeds 1, 2 ….
    pub seeds: u64,
}

/// One file, read again.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// Name of the file.
    pub file: String,
    /// The column that said what was included.
    pub label: String,
    /// Records.
    pub records: usize,
    /// Included ones among them.
    pub included: usize,
    /// One replay for each seed.
    pub replays: Vec<Replay>,
}

/// How far a simulation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SimulateProgress {
    /// Replays done.
    pub done: u64,
    /// Replays in all.
    pub of: u64,
}

/// Names of the column that says what was included, the likeliest first.
const LABELS: [&str; 8] = [
    "label_included",
    "included",
    "label",
    "final_label",
    "include",
    "is_included",
    "relevant",
    "decision",
];
const TITLES: [&str; 3] = ["title", "primary_title", "article_title"];
const ABSTRACTS: [&str; 3] = ["abstract", "abstract_text", "notes_abstract"];
/// Words of a label, in small letters.
const YES: [&str; 7] = ["1", "1.0", "yes", "true", "include", "included", "relevant"];
const NO: [&str; 7] = [
    "0",
    "0.0",
    "no",
    "false",
    "exclude",
    "excluded",
    "irrelevant",
];

/// Reads labelled records of each file again, once for each seed.
///
/// # Errors
/// [`AppError::Input`] when a file cannot be read, has no such column, or a label is missing or
/// cannot be understood; [`AppError::Analysis`] when too few records were included.
pub fn simulate_files(
    request: &SimulateRequest,
    progress: &mut dyn FnMut(SimulateProgress),
) -> Result<Vec<Simulated>, AppError> {
    if request.seeds == 0 {
        return Err(AppError::Usage("--seeds: at least 1".to_owned()));
    }
    let labelled: Vec<Labelled> = request
        .files
        .iter()
        .map(|file| labelled(file, request.label.as_deref()))
        .collect::<Result<_, _>>()?;
    let seeds: Vec<u64> = (1..=request.seeds).collect();
    let of = labelled.len() as u64 * request.seeds;
    let mut before = 0;
    let mut all = Vec::with_capacity(labelled.len());
    for own in labelled {
        let corpus = Corpus::of(&own.texts);
        let matrix = Matrix::of(&corpus, &request.plan.model.weighting());
        let replays = simulate(
            &matrix,
            &own.included,
            &request.plan,
            &seeds,
            &mut |count| {
                let done = before + count as u64;
                progress(SimulateProgress { done, of });
            },
        );
        before += request.seeds;
        let cannot = |error| AppError::Analysis(format!("{}: {error}", own.file));
        all.push(Simulated {
            replays: replays.map_err(cannot)?,
            records: own.included.len(),
            included: own.included.iter().filter(|is_in| **is_in).count(),
            file: own.file,
            label: own.label,
        });
    }
    Ok(all)
}

/// The records of a file.
struct Labelled {
    file: String,
    label: String,
    texts: Vec<String>,
    included: Vec<bool>,
}

fn labelled(path: &Path, label: Option<&str>) -> Result<Labelled, AppError> {
    let table = read_path(path, &FileOptions::default())?.table;
    let label = match label {
        Some(name) => table.column(&[name])?,
        None => guessed(&table)?,
    };
    let title = table.find_column(&TITLES)?;
    let abstracts = table.find_column(&ABSTRACTS)?;
    if abstracts.is_none() {
        table.column(&TITLES)?;
    }
    let mut problems = Problems::new(20);
    let mut included = Vec::with_capacity(table.row_count());
    for cell in label.cells() {
        let is_in = cell.required_text().and_then(|text| {
            let word = text.to_lowercase();
            match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
                (true, _) => Ok(true),
                (_, true) => Ok(false),
                _ => Err(cell
                    .error("expected 1 (included) or 0 (excluded)")
                    .with_found(text)
                    .with_help("Every record needs a label; leave out those without, or name another column with --label.")),
            }
        });
        included.extend(problems.keep(is_in));
    }
    let included = problems.into_result(included)?;
    let text = |row: usize| {
        let columns = [title, abstracts];
        let texts = columns
            .iter()
            .flatten()
            .filter_map(|own| own.cell(row).text());
        texts.collect::<Vec<_>>().join(" ")
    };
    Ok(Labelled {
        file: super::text::file_name(path),
        label: label.name().to_owned(),
        texts: (0..table.row_count()).map(text).collect(),
        included,
    })
}

/// The first column whose name says that it holds labels.
fn guessed(table: &Table) -> Result<euthymia_table::Column<'_>, Diagnostic> {
    for name in LABELS {
        if let Some(column) = table.find_column(&[name])? {
            return Ok(column);
        }
    }
    let names: Vec<&str> = table.names().collect();
    Err(table
        .error("no column says what was included")
        .with_help(format!(
            "Name it with --label; the columns are: {}.",
            names.join(", ")
        )))
}

/// A measure: its key, its name for people, and its value.
type Measure = (&'static str, &'static str, fn(&Discovery) -> Option<f64>);

/// What is told of a replay.
const MEASURES: [Measure; 10] = [
    ("wss_95", "WSS@95", |own| Some(own.work_saved(0.95))),
    ("wss_100", "WSS@100", |own| Some(own.work_saved(1.0))),
    ("rrf_5", "RRF@5", |own| Some(own.recall_after(0.05))),
    ("rrf_10", "RRF@10", |own| Some(own.recall_after(0.1))),
    ("rrf_20", "RRF@20", |own| Some(own.recall_after(0.2))),
    ("erf_10", "ERF@10", |own| Some(own.extra_after(0.1))),
    ("atd", "ATD", |own| Some(own.time_to_discovery())),
    ("loss", "Loss", Discovery::loss),
    ("read_95", "Read for 95 %", |own| {
        Some(own.read_for(0.95) as f64)
    }),
    ("read_100", "Read for 100 %", |own| {
        Some(own.read_for(1.0) as f64)
    }),
];

/// One table for each file: each measure as mean, least and largest over the seeds.
#[must_use]
pub fn simulation_views(simulated: &[Simulated], plan: &Plan) -> Vec<TableView> {
    simulated.iter().map(|own| view(own, plan)).collect()
}

fn view(simulated: &Simulated, plan: &Plan) -> TableView {
    let rows = MEASURES.iter().map(|(key, name, measure)| {
        let values: Vec<f64> = simulated
            .replays
            .iter()
            .filter_map(|replay| measure(&replay.discovery))
            .collect();
        let decimals = if key.starts_with("read") { 0 } else { 4 };
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let value = |value: Option<f64>| Value::number(value, decimals);
        vec![
            Value::text(simulated.file.as_str()),
            Value::text(plan.model.word()),
            Value::text(*name),
            value((!values.is_empty()).then_some(mean)),
            value(values.iter().copied().reduce(f64::min)),
            value(values.iter().copied().reduce(f64::max)),
            Value::Count(values.len() as u64),
        ]
    });
    TableView {
        schema: "euthymia.review.simulation.v1".to_owned(),
        title: format!(
            "{}: {} records, {} included by \"{}\"",
            simulated.file, simulated.records, simulated.included, simulated.label
        ),
        columns: vec![
            ColumnSpec::text("file", "File").for_machines(),
            ColumnSpec::text("model", "Model").for_machines(),
            ColumnSpec::text("measure", "Measure"),
            ColumnSpec::number("mean", "Mean"),
            ColumnSpec::number("least", "Least"),
            ColumnSpec::number("largest", "Largest"),
            ColumnSpec::number("seeds", "Seeds"),
        ],
        rows: rows.collect(),
        notes: vec![
            format!(
                "{}: {}. Known before the start, and not counted: {} included and {} excluded, drawn by \
                 seed. It learns after every {}.",
                plan.model.word(),
                plan.model.settings(),
                plan.known_in,
                plan.known_out,
                match plan.batch {
                    0 | 1 => "record".to_owned(),
                    batch => format!("{batch} records"),
                }
            ),
            "WSS@r: share that need not be read to find r % of the included, less what random order \
             saves; RRF@p: share of the included found after p % was read; ERF: how much more than in \
             random order; ATD: mean rank of the included; loss: 0 for the best order, 1 for the worst. \
             All as shares of the records that are read."
                .to_owned(),
        ],
    }
}

/// The curves of recall, one group for each file.
#[must_use]
pub fn recall_figure(simulated: &[Simulated], plan: &Plan) -> RecallCurve {
    let run = |replay: &Replay| RecallRun {
        texts: replay.discovery.texts(),
        found_at: replay.discovery.ranks().to_vec(),
    };
    let group = |own: &Simulated| RecallGroup {
        label: own.file.clone(),
        runs: own.replays.iter().map(run).collect(),
    };
    RecallCurve {
        title: format!(
            "Records read and included ones found: {}",
            plan.model.word()
        ),
        description: "One staircase for each seed, from left (nothing read) to right (all read)."
            .to_owned(),
        groups: simulated.iter().map(group).collect(),
        thresholds: vec![Threshold {
            value: 0.95,
            label: "95 %".to_owned(),
        }],
        footnotes: vec![format!("{}.", plan.model.settings())],
    }
}
