//! A comparison as R scripts with their data.

use super::CompareAnswer;
use crate::error::AppError;
use crate::network_script::{Arms, NetworkScript, NetworkScriptFiles, network_script};
use crate::output::write_whole;
use euthymia_report::compared::{
    ArmResult, Compared, NetworkMeasure, NodeRows, Part, component_model,
};
use euthymia_synthesis::network::{Arm, Network};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A script with the names of its files, which follow on the name that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedScript {
    /// What comes between that name and its endings: nothing, or `-1` for the first part of several.
    pub suffix: String,
    /// The files.
    pub files: NetworkScriptFiles,
}

/// The scripts of an analysis: one for a connected network; for a network in parts one for each, and
/// one for all of it where components join the parts.
///
/// # Errors
/// [`AppError::Analysis`] for a search for τ² that did not settle: R would find other numbers.
pub fn r_scripts(answer: &CompareAnswer, stem: &str) -> Result<Vec<NamedScript>, AppError> {
    let compared = &answer.main;
    let components = component_model(compared).ok().map(|model| model.fit);
    let title = format!("{} ({})", answer.title, compared.choice);
    let script = |suffix: String, network: &Network, part: Option<&Part>, whole: bool| {
        let rows = ArmRows::of(&compared.rows, network);
        let reference = part.map_or(0, |part| part.reference);
        let of = NetworkScript {
            title: &title,
            network,
            measure: match compared.options.measure {
                NetworkMeasure::Generic => "",
                measure => measure.code(),
            },
            reference,
            better: compared.options.better,
            fit: part.map(|part| &part.random),
            components: components.as_ref().filter(|_| whole),
            arms: rows.arms(),
            counts: None,
            draws: Some(compared.options.draws),
        };
        let name = format!("{stem}{suffix}");
        NamedScript {
            files: network_script(&of, &format!("{name}.csv"), &format!("{name}_arms.csv")),
            suffix,
        }
    };
    settled(compared)?;
    let mut scripts = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        scripts.push(match compared.parts.len() {
            1 => script(String::new(), part.network(), Some(part), true),
            _ => script(format!("-{}", at + 1), part.network(), Some(part), false),
        });
    }
    if compared.parts.len() > 1 && components.is_some() {
        scripts.push(script(String::new(), &compared.network, None, true));
    }
    Ok(scripts)
}

fn settled(compared: &Compared) -> Result<(), AppError> {
    match compared.parts.iter().find(|part| !part.random.converged()) {
        None => Ok(()),
        Some(part) => Err(AppError::Analysis(format!(
            "--r-script: the search for τ² with {} as reference did not settle, so that R would find \
             other numbers; choose --tau2 dl, or give a value",
            part.reference_name()
        ))),
    }
}

/// Writes the scripts to `path`, which ends in `.R`, and their data beside them, ending in `.csv` and
/// `_arms.csv`; returns the scripts that were written.
///
/// # Errors
/// [`AppError::Usage`] for another ending; as [`r_scripts`]; [`AppError::Write`].
pub fn write_r_scripts(answer: &CompareAnswer, path: &Path) -> Result<Vec<PathBuf>, AppError> {
    let ends = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("r"));
    let Some(stem) = path.file_stem().filter(|_| ends) else {
        return Err(AppError::Usage(format!(
            "--r-script: {}: name a file that ends in .R; its data are written beside it, ending in .csv",
            path.display()
        )));
    };
    let stem = stem.to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let mut written = Vec::new();
    for script in r_scripts(answer, &stem)? {
        let name = format!("{stem}{}", script.suffix);
        let beside = |file: String| path.with_file_name(file);
        write_whole(
            &beside(format!("{name}.csv")),
            script.files.contrasts.as_bytes(),
        )?;
        if let Some(arms) = &script.files.arms {
            write_whole(&beside(format!("{name}_arms.csv")), arms.as_bytes())?;
        }
        let to = beside(format!("{name}.{ending}"));
        write_whole(&to, script.files.script.as_bytes())?;
        written.push(to);
    }
    Ok(written)
}

/// The arms of the trials of a network, by what they report.
enum ArmRows {
    Counts(Vec<Arm<euthymia_synthesis::effect::proportion::Count>>),
    Means(Vec<Arm<euthymia_synthesis::effect::means::Group>>),
    PersonTime(Vec<Arm<euthymia_synthesis::effect::person_time::PersonTime>>),
    /// Comparisons.
    None,
}

impl ArmRows {
    fn of(rows: &NodeRows, network: &Network) -> Self {
        let NodeRows::Arms(arms) = rows else {
            return Self::None;
        };
        let trials: BTreeSet<&str> = network.trials().iter().map(|t| t.label()).collect();
        let (mut counts, mut means, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for own in arms
            .iter()
            .filter(|own| trials.contains(own.study.as_str()))
        {
            let (study, treatment) = (own.study.clone(), own.node.clone());
            match own.result {
                ArmResult::Count(result) => counts.push(Arm {
                    study,
                    treatment,
                    result,
                }),
                ArmResult::Mean(result) => means.push(Arm {
                    study,
                    treatment,
                    result,
                }),
                ArmResult::PersonTime(result) => times.push(Arm {
                    study,
                    treatment,
                    result,
                }),
            }
        }
        match (counts.is_empty(), means.is_empty(), times.is_empty()) {
            (false, _, _) => Self::Counts(counts),
            (_, false, _) => Self::Means(means),
            (_, _, false) => Self::PersonTime(times),
            _ => Self::None,
        }
    }

    fn arms(&self) -> Option<Arms<'_>> {
        match self {
            Self::Counts(arms) => Some(Arms::Counts(arms)),
            Self::Means(arms) => Some(Arms::Means(arms)),
            Self::PersonTime(arms) => Some(Arms::PersonTime(arms)),
            Self::None => None,
        }
    }
}
