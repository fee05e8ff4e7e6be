//! How far reviewers agree, before anything was settled.

use super::screening::folded;
use super::session::Session;
use crate::error::AppError;
use euthymia_cohort::proportion::{Proportion, wilson};
use euthymia_numerics::Probability;
use euthymia_report::words::counted;
use euthymia_review::Screening;
use euthymia_review::log::{Stage, Verdict};
use euthymia_screening::agreement::{
    Coefficient, Ratings, Square, Undefined, Weights, brennan_prediger, cohen, fleiss, gwet,
    krippendorff,
};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Which decisions are held against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementRequest {
    /// The stage.
    pub stage: Stage,
    /// Only the reports of this round.
    pub round: Option<String>,
    /// Whether "maybe" is an answer of its own, between the others; else it counts as include,
    /// because the full text is looked at.
    pub maybe_apart: bool,
    /// Confidence of the intervals, between 0 and 1.
    pub confidence: f64,
}

/// What is computed of a pair.
struct Terms {
    size: usize,
    weights: Weights,
    level: Probability,
}

/// Every pair of reviewers, and all of them together where there are more than two.
///
/// # Errors
/// [`AppError::Usage`] for a round that is not there, or a confidence that is none.
pub fn agreement_views(
    session: &Session,
    request: &AgreementRequest,
) -> Result<Vec<TableView>, AppError> {
    let screening = folded(session);
    let among = among(&screening, request)?;
    let level = Probability::new(request.confidence)
        .ok()
        .filter(|level| level.get() > 0.0 && level.get() < 1.0);
    let level = level.ok_or_else(|| {
        AppError::Usage(format!(
            "--confidence: {} does not lie between 0 and 1",
            request.confidence
        ))
    })?;
    let terms = Terms {
        size: if request.maybe_apart { 3 } else { 2 },
        weights: if request.maybe_apart {
            Weights::Linear
        } else {
            Weights::Nominal
        },
        level,
    };
    let mut views = vec![pairs_view(&screening, request, among.as_deref(), &terms)?];
    if screening.reviewers.len() > 2 {
        views.push(together_view(&screening, request, among.as_deref(), &terms));
    }
    Ok(views)
}

fn among(
    screening: &Screening,
    request: &AgreementRequest,
) -> Result<Option<Vec<usize>>, AppError> {
    let Some(name) = &request.round else {
        return Ok(None);
    };
    let round = screening.rounds.iter().find(|own| own.round.name == *name);
    match round {
        Some(drawn) if drawn.round.stage == request.stage => Ok(Some(drawn.units.clone())),
        Some(drawn) => Err(AppError::Usage(format!(
            "round \"{name}\" is one of {}",
            drawn.round.stage.words()
        ))),
        None => {
            let names: Vec<&str> = screening
                .rounds
                .iter()
                .map(|own| own.round.name.as_str())
                .collect();
            Err(AppError::Usage(match names.is_empty() {
                true => {
                    format!("there is no round \"{name}\", and none was drawn (review pilot N)")
                }
                false => format!(
                    "there is no round \"{name}\"; there are: {}",
                    names.join(", ")
                ),
            }))
        }
    }
}

/// The place of an answer: include, maybe if it stands apart, exclude.
fn answer(verdict: Verdict, size: usize) -> usize {
    match verdict {
        Verdict::Include => 0,
        Verdict::Maybe => usize::from(size > 2),
        Verdict::Exclude => size - 1,
    }
}

/// Key and header of each coefficient of a pair.
const COEFFICIENTS: [(&str, &str); 4] = [
    ("kappa", "Cohen's κ"),
    ("ac1", "Gwet's AC1"),
    ("pabak", "PABAK"),
    ("alpha", "Krippendorff's α"),
];

fn pairs_view(
    screening: &Screening,
    request: &AgreementRequest,
    among: Option<&[usize]>,
    terms: &Terms,
) -> Result<TableView, AppError> {
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    for (one, other) in pairs(screening.reviewers.len()) {
        let decided = screening.pairs(request.stage, (one, other), among);
        let decided = decided.iter();
        let answers: Vec<(usize, usize)> = decided
            .map(|(a, b)| (answer(*a, terms.size), answer(*b, terms.size)))
            .collect();
        let name = |place: u16| {
            let name = screening.reviewers.get(usize::from(place));
            name.map_or(Value::Missing, Value::text)
        };
        let mut row = vec![name(one), name(other)];
        row.extend(pair_row(&answers, terms, &mut notes)?);
        rows.push(row);
    }
    notes.push(explanation(request));
    Ok(TableView {
        schema: "euthymia.review.agreement.v1".to_owned(),
        title: title(request),
        columns: pair_columns(),
        rows,
        notes,
    })
}

fn title(request: &AgreementRequest) -> String {
    let round = request.round.as_ref().map(|name| format!(", {name}"));
    let stage = request.stage.words();
    format!(
        "Agreement of reviewers, {stage}{}",
        round.unwrap_or_default()
    )
}

fn explanation(request: &AgreementRequest) -> String {
    let kept = "What each reviewer decided last, before anything was settled.";
    let maybe = match request.maybe_apart {
        true => {
            "Include, maybe and exclude are in order: next to each other they agree by half \
             (κ, AC2 and PABAK with linear weights)."
        }
        false => "Maybe counts as include: both have the full text looked at.",
    };
    format!("{kept} {maybe}")
}

fn pair_columns() -> Vec<ColumnSpec> {
    let mut columns = vec![
        ColumnSpec::text("first", "First"),
        ColumnSpec::text("second", "Second"),
        ColumnSpec::number("reports", "Both decided"),
        ColumnSpec::number("agreed", "Agreed").for_machines(),
        ColumnSpec::number("only_first", "First includes, second not"),
        ColumnSpec::number("only_second", "Second includes, first not"),
    ];
    for (key, header) in [("percent", "Agreement")].into_iter().chain(COEFFICIENTS) {
        columns.push(ColumnSpec::text(format!("{key}_words"), header).for_people());
        for (end, of) in [("", ""), ("_lower", ", lower"), ("_upper", ", upper")] {
            let column = ColumnSpec::number(format!("{key}{end}"), format!("{header}{of}"));
            columns.push(column.for_machines());
        }
    }
    columns
}

fn pair_row(
    answers: &[(usize, usize)],
    terms: &Terms,
    notes: &mut Vec<String>,
) -> Result<Vec<Value>, AppError> {
    let last = terms.size - 1;
    let count = |which: &dyn Fn(&(usize, usize)) -> bool| {
        Value::Count(answers.iter().filter(|own| which(own)).count() as u64)
    };
    let mut row = vec![
        Value::Count(answers.len() as u64),
        count(&|own| own.0 == own.1),
        count(&|own| own.0 < last && own.1 == last),
        count(&|own| own.1 < last && own.0 == last),
    ];
    let table = Square::of_pairs(answers.iter().copied(), terms.size);
    row.extend(match &table {
        Ok(table) => percent_cells(table, terms)?,
        Err(_) => vec![Value::Missing; 4],
    });
    let of = |compute: Compute| {
        compute(
            table.as_ref().map_err(|error| *error)?,
            terms.weights,
            terms.level,
        )
    };
    let two = answers.iter().map(|(a, b)| vec![*a, *b]);
    let alpha = Ratings::new(two, terms.size).and_then(|ratings| krippendorff(&ratings));
    let alpha = alpha.map(|value| Coefficient {
        value,
        precision: None,
    });
    for found in [of(cohen), of(gwet), of(brennan_prediger), alpha] {
        if let Err(error) = found {
            let note = format!("No coefficient where a dash stands: {error}.");
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        row.extend(cells(found.ok()));
    }
    Ok(row)
}

/// How far each pair of reviewers who decided on the same reports agreed, in a sentence: how many,
/// Cohen's κ and Gwet's AC1 with 95 % intervals, where they exist. Maybe counts as include.
pub(super) fn agreement_words(screening: &Screening, stage: Stage) -> Vec<String> {
    let name = |place: u16| {
        screening
            .reviewers
            .get(usize::from(place))
            .map(String::as_str)
    };
    let sentence = |(one, other): (u16, u16)| {
        let decided = screening.pairs(stage, (one, other), None);
        let answers = decided.iter().map(|(a, b)| (answer(*a, 2), answer(*b, 2)));
        let table = Square::of_pairs(answers, 2).ok()?;
        let mut words = format!(
            "{} and {} agreed on {} of {}",
            name(one)?,
            name(other)?,
            table.agreed(),
            counted(decided.len(), "report", "reports")
        );
        for (of, compute) in [("Cohen's κ", cohen as Compute), ("Gwet's AC1", gwet)] {
            let found = compute(&table, Weights::Nominal, Probability::NINETY_FIVE);
            if let Ok(own) = found {
                words += &format!(", {of} {}", coefficient(&own));
            }
        }
        Some(words + ".")
    };
    pairs(screening.reviewers.len())
        .filter_map(sentence)
        .collect()
}

type Compute = fn(&Square, Weights, Probability) -> Result<Coefficient, Undefined>;

/// A coefficient with its interval, where it has one.
pub(super) fn coefficient(found: &Coefficient) -> String {
    match found.precision {
        Some(own) => fmt::interval(found.value, own.lower, own.upper, 2),
        None => fmt::number(found.value, 2),
    }
}

fn percent_cells(table: &Square, terms: &Terms) -> Result<Vec<Value>, AppError> {
    let failed = |error: euthymia_cohort::CohortError| AppError::Analysis(error.to_string());
    let share = Proportion::new(table.agreed(), table.pairs()).map_err(failed)?;
    let interval = wilson(share, terms.level).map_err(failed)?;
    let (lower, upper) = (interval.lower, interval.upper);
    Ok(vec![
        Value::text(fmt::percent_interval(share.estimate(), lower, upper, 1)),
        Value::percent(share.estimate(), 1),
        Value::percent(lower, 1),
        Value::percent(upper, 1),
    ])
}

fn cells(found: Option<Coefficient>) -> Vec<Value> {
    let Some(found) = found else {
        return vec![Value::Missing; 4];
    };
    vec![
        Value::text(coefficient(&found)),
        Value::number(found.value, 2),
        Value::number(found.precision.map(|own| own.lower), 2),
        Value::number(found.precision.map(|own| own.upper), 2),
    ]
}

fn together_view(
    screening: &Screening,
    request: &AgreementRequest,
    among: Option<&[usize]>,
    terms: &Terms,
) -> TableView {
    let places: Vec<usize> = match among {
        Some(among) => among.to_vec(),
        None => (0..screening.units.len()).collect(),
    };
    let answers = places.iter().map(|place| {
        let unit = screening.units.get(*place);
        let decided = unit.map(|unit| unit.at(request.stage));
        let people = 0..u16::try_from(screening.reviewers.len()).unwrap_or(u16::MAX);
        let last = |who| Some(decided?.by(who).last()?.verdict);
        people
            .filter_map(last)
            .map(|verdict| answer(verdict, terms.size))
            .collect()
    });
    let ratings = Ratings::new(answers, terms.size);
    let shared = ratings.as_ref().map_or(0, Ratings::shared);
    let of = |compute: fn(&Ratings) -> Result<f64, Undefined>| {
        let found = ratings.as_ref().map_err(|error| *error).and_then(compute);
        Value::number(found.ok(), 2)
    };
    let row = |name: &str, value| vec![Value::text(name), value];
    TableView {
        schema: "euthymia.review.agreement_together.v1".to_owned(),
        title: "All reviewers together".to_owned(),
        columns: vec![
            ColumnSpec::text("coefficient", "Coefficient"),
            ColumnSpec::number("value", "Value"),
        ],
        rows: vec![
            row("Krippendorff's α", of(krippendorff)),
            row("Fleiss' κ", of(fleiss)),
        ],
        notes: vec![format!(
            "{} that at least two decided on; Fleiss' κ of those that most decided on.",
            counted(shared, "report", "reports")
        )],
    }
}

fn pairs(count: usize) -> impl Iterator<Item = (u16, u16)> {
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)))
}
