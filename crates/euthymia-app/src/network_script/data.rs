//! The trials as CSV, and the lines that read them.

use super::{Arms, NetworkScript};
use crate::pool::r_script::model::number;
use crate::pool::r_script::quoted;
use euthymia_synthesis::network::{Network, Trial};

/// All contrasts of all trials, each pair of arms once in the order of the arms.
pub(super) fn contrasts(network: &Network) -> String {
    let mut out = String::from("studlab,treat1,treat2,TE,seTE\n");
    for trial in network.trials() {
        let arms: Vec<(String, f64)> = trial
            .arms()
            .iter()
            .zip(trial.values())
            .map(|(arm, value)| (name(network, *arm), *value))
            .collect();
        for (i, (one, value)) in arms.iter().enumerate() {
            for (j, (other, subtracted)) in arms.iter().enumerate().skip(i + 1) {
                let (estimate, error) = (value - subtracted, variance(trial, i, j).sqrt());
                out.push_str(&format!(
                    "{},{one},{other},{},{}\n",
                    cell(trial.label()),
                    number(estimate),
                    number(error)
                ));
            }
        }
    }
    out
}

fn name(network: &Network, treatment: usize) -> String {
    let label = network.treatments().get(treatment);
    cell(label.map_or("", String::as_str))
}

/// The sampling variance of the difference of two arms.
fn variance(trial: &Trial, i: usize, j: usize) -> f64 {
    let entry = |a: usize, b: usize| match (a.checked_sub(1), b.checked_sub(1)) {
        (Some(a), Some(b)) => trial.covariance().get((a, b)).copied().unwrap_or(0.0),
        _ => 0.0,
    };
    entry(i, i) + entry(j, j) - 2.0 * entry(i, j)
}

/// The arms with netmeta's names of columns.
pub(super) fn arms(arms: Arms<'_>) -> String {
    let line = |study: &str, treatment: &str, values: &[f64]| {
        let values: Vec<String> = values.iter().map(|value| number(*value)).collect();
        format!("{},{},{}\n", cell(study), cell(treatment), values.join(","))
    };
    let (columns, lines): (&str, Vec<String>) = match arms {
        Arms::Counts(rows) => {
            let values = |c: &euthymia_synthesis::effect::proportion::Count| {
                [c.events() as f64, c.n() as f64]
            };
            let lines = rows.iter();
            let lines = lines.map(|a| line(&a.study, &a.treatment, &values(&a.result)));
            ("event,n", lines.collect())
        }
        Arms::Means(rows) => {
            let values =
                |g: &euthymia_synthesis::effect::means::Group| [g.mean(), g.sd(), g.n() as f64];
            let lines = rows.iter();
            let lines = lines.map(|a| line(&a.study, &a.treatment, &values(&a.result)));
            ("mean,sd,n", lines.collect())
        }
        Arms::PersonTime(rows) => {
            let values = |p: &euthymia_synthesis::effect::person_time::PersonTime| {
                [p.events() as f64, p.time()]
            };
            let lines = rows.iter();
            let lines = lines.map(|a| line(&a.study, &a.treatment, &values(&a.result)));
            ("event,time", lines.collect())
        }
    };
    format!("studlab,treatment,{columns}\n{}", lines.concat())
}

/// A text as a cell.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The lines that read the data and say what Euthymia found.
pub(super) fn read(of: &NetworkScript<'_>, contrasts_file: &str, arms_file: &str) -> String {
    let read = |name: &str, file: &str, texts: &str| {
        format!(
            "{name} <- read.csv({}, encoding = \"UTF-8\", na.strings = character(0),\n                \
             colClasses = c({texts}))\n",
            quoted(file)
        )
    };
    let text = |columns: &[&str]| {
        let texts: Vec<String> = columns
            .iter()
            .map(|c| format!("{c} = \"character\""))
            .collect();
        texts.join(", ")
    };
    let mut out = read(
        "con",
        contrasts_file,
        &text(&["studlab", "treat1", "treat2"]),
    );
    if of.arms.is_some() {
        out.push_str(&read("arms", arms_file, &text(&["studlab", "treatment"])));
    }
    let names = (0..of.network.treatments().len()).map(|at| of.treatment(at));
    out.push_str(&format!(
        "treatments <- {}\nreference <- {}\n",
        super::vector(names),
        of.treatment(of.reference)
    ));
    out
}
