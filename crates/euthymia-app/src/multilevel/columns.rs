//! Words of the command line and columns of a table, made into a model.

use super::MultilevelRequest;
use crate::error::AppError;
use euthymia_report::multilevel::{Dependence, Factor, Model, Numbers, Random};
use euthymia_synthesis::multilevel::{Decay, LevelPattern};
use euthymia_table::{Problems, Table};

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

/// Structures of inner levels by the field's abbreviations.
const PATTERNS: [(&str, LevelPattern); 7] = [
    ("CS", LevelPattern::CompoundSymmetry),
    ("HCS", LevelPattern::HeterogeneousCompoundSymmetry),
    ("UN", LevelPattern::Unstructured),
    ("ID", LevelPattern::Identity),
    ("DIAG", LevelPattern::Diagonal),
    ("AR", LevelPattern::Autoregressive),
    ("HAR", LevelPattern::HeterogeneousAutoregressive),
];

/// Structures of distances likewise.
const DECAYS: [(&str, Decay); 6] = [
    ("CAR", Decay::Power),
    ("SPEXP", Decay::Exponential),
    ("SPGAU", Decay::Gaussian),
    ("SPLIN", Decay::Linear),
    ("SPRAT", Decay::RationalQuadratic),
    ("SPSPH", Decay::Spherical),
];

/// Reads the model that a request names from the columns of a table.
///
/// # Errors
/// [`AppError::Usage`] for words that are none, [`AppError::Input`] for columns that are not there or
/// have gaps.
pub(super) fn model(table: &Table, request: &MultilevelRequest) -> Result<Model, AppError> {
    let mut random = Vec::new();
    for text in &request.nested {
        let names = chain(text)?;
        let factors = names.iter().map(|name| factor(table, name));
        random.push(Random::Nested(factors.collect::<Result<_, _>>()?));
    }
    for name in &request.crossed {
        random.push(Random::Crossed(factor(table, name)?));
    }
    for text in &request.structures {
        random.push(structure(table, text)?);
    }
    let optional = |name: &Option<String>| name.as_deref().map(|n| factor(table, n)).transpose();
    Ok(Model {
        random,
        dependence: dependence(table, request)?,
        by: optional(&request.by)?,
        cluster: optional(&request.cluster)?,
    })
}

/// A column of labels without gaps.
pub(crate) fn factor(table: &Table, name: &str) -> Result<Factor, AppError> {
    let column = table.column(&[name])?;
    let mut problems = Problems::new(FINDINGS_MAX);
    let mut labels = Vec::with_capacity(table.row_count());
    for cell in column.cells() {
        labels.extend(problems.keep(cell.required_text()).map(str::to_owned));
    }
    Ok(problems.into_result(Factor {
        name: column.name().to_owned(),
        labels,
    })?)
}

/// A column of numbers without gaps.
pub(crate) fn numbers(table: &Table, name: &str) -> Result<Numbers, AppError> {
    let column = table.column(&[name])?;
    let mut problems = Problems::new(FINDINGS_MAX);
    let mut values = Vec::with_capacity(table.row_count());
    for cell in column.cells() {
        values.extend(problems.keep(cell.required_number()));
    }
    Ok(problems.into_result(Numbers {
        name: column.name().to_owned(),
        values,
    })?)
}

fn usage(text: String) -> AppError {
    AppError::Usage(text)
}

/// The columns of `a/b/c`.
fn chain(text: &str) -> Result<Vec<&str>, AppError> {
    let names: Vec<&str> = text.split('/').map(str::trim).collect();
    let repeats = |(i, name): (usize, &&str)| names[..i].contains(name);
    if names.iter().any(|name| name.is_empty()) || names.iter().enumerate().any(repeats) {
        return Err(usage(format!(
            "\"{text}\" is no nesting: write one column, or the coarser before the finer, such as \
             --nested district/school"
        )));
    }
    Ok(names)
}

/// Reads `CS:inner|outer` or `SPEXP:x,y|outer`.
fn structure(table: &Table, text: &str) -> Result<Random, AppError> {
    let bad = || {
        let codes = PATTERNS.iter().map(|(code, _)| *code);
        let codes: Vec<&str> = codes.chain(DECAYS.iter().map(|(code, _)| *code)).collect();
        usage(format!(
            "\"{text}\" is no structure: write --structure 'CS:inner|outer', with one of {}; a column \
             of times for CAR, one or more columns of coordinates for the spatial ones: \
             'SPEXP:x,y|outer'",
            codes.join(", ")
        ))
    };
    let (word, rest) = text.split_once(':').ok_or_else(bad)?;
    let (inner, outer) = rest.split_once('|').ok_or_else(bad)?;
    let (word, inner, outer) = (word.trim(), inner.trim(), outer.trim());
    if inner.is_empty() || outer.is_empty() {
        return Err(bad());
    }
    let is_named = |code: &str| code.eq_ignore_ascii_case(word);
    if let Some((code, pattern)) = PATTERNS.into_iter().find(|(code, _)| is_named(code)) {
        return Ok(Random::Levels {
            code,
            pattern,
            inner: factor(table, inner)?,
            outer: factor(table, outer)?,
        });
    }
    let found = DECAYS.into_iter().find(|(code, _)| is_named(code));
    let (code, decay) = found.ok_or_else(bad)?;
    let coordinates = inner
        .split([',', '+'])
        .map(|name| numbers(table, name.trim()));
    let coordinates: Vec<Numbers> = coordinates.collect::<Result<_, _>>()?;
    if decay == Decay::Power && coordinates.len() > 1 {
        return Err(bad());
    }
    Ok(Random::Distances {
        code,
        decay,
        coordinates,
        outer: factor(table, outer)?,
    })
}

fn dependence(table: &Table, request: &MultilevelRequest) -> Result<Option<Dependence>, AppError> {
    if let Some(text) = &request.correlation {
        let bad = || {
            usage(format!(
                "\"{text}\" is no correlation of sampling errors: write the correlation and the column \
                 within whose levels it holds, such as --correlation 0.6:study"
            ))
        };
        let (number, column) = text.split_once(':').ok_or_else(bad)?;
        let correlation: f64 = number.trim().parse().map_err(|_| bad())?;
        if !(-1.0..=1.0).contains(&correlation) {
            return Err(usage(format!(
                "--correlation {correlation}: a correlation lies between -1 and 1"
            )));
        }
        let cluster = factor(table, column.trim())?;
        return Ok(Some(Dependence::Correlation {
            correlation,
            cluster,
        }));
    }
    let Some(text) = &request.covariances else {
        return Ok(None);
    };
    let (names, cluster) = text.split_once(':').ok_or_else(|| {
        usage(format!(
            "\"{text}\" names no covariances: write the columns with each row's covariances with the \
             first, second … row of its cluster, and the cluster, such as --covariances v1,v2:trial"
        ))
    })?;
    let columns = names.split(',').map(|name| numbers(table, name.trim()));
    Ok(Some(Dependence::Columns {
        columns: columns.collect::<Result<_, _>>()?,
        cluster: factor(table, cluster.trim())?,
    }))
}
