//! A location–scale analysis as an R script with its data, for metafor's `rma(scale = …)`.

use super::LocationScaleAnswer;
use crate::error::AppError;
use crate::pool::r_script::model::number;
use crate::pool::r_script::{RScript, heading, quoted, write_with};
use euthymia_report::location_scale::{Covariate, LocationScale};
use euthymia_synthesis::location_scale::{Link, Method, Reference};
use euthymia_synthesis::pairwise::interval::Inference;
use euthymia_table::{ColumnSpec, Format, TableView, Value, render};
use std::path::Path;

/// Writes an answer as a script that reads `data_file`.
#[must_use]
pub fn r_script(answer: &LocationScaleAnswer, data_file: &str) -> RScript {
    let found = &answer.found;
    let mut script = heading(&answer.title);
    script.push_str(&format!(
        "dat <- read.csv({}, check.names = FALSE, na.strings = character(){})\n",
        quoted(data_file),
        match &found.covariate {
            Covariate::Numbers(_) => "",
            Covariate::Levels(_) => ",\n                colClasses = c(z = \"character\")",
        }
    ));
    script.push_str(&model(found));
    script.push_str(&comparison(found));
    RScript {
        script,
        data: csv(found),
    }
}

/// Writes the script to `path`, which ends in `.R`, and its data beside it, ending in `.csv`.
///
/// # Errors
/// [`AppError::Usage`] for another ending; [`AppError::Write`].
pub fn write_r_script(answer: &LocationScaleAnswer, path: &Path) -> Result<(), AppError> {
    write_with(path, |data_file| Ok(r_script(answer, data_file)))
}

fn csv(found: &LocationScale) -> String {
    let columns = vec![
        ColumnSpec::text("slab", "slab"),
        ColumnSpec::number("yi", "yi"),
        ColumnSpec::number("vi", "vi"),
        ColumnSpec::text("z", "z"),
    ];
    let rows = found.rows.included.iter().enumerate();
    let rows = rows.map(|(row, (candidate, computed))| {
        let z = match &found.covariate {
            Covariate::Numbers(n) => Value::number(n.values.get(row).copied(), 6),
            Covariate::Levels(f) => f.labels.get(row).map_or(Value::Missing, Value::text),
        };
        vec![
            Value::text(&candidate.label),
            Value::number(computed.effect.estimate, 6),
            Value::number(computed.effect.variance.get(), 6),
            z,
        ]
    });
    let view = TableView {
        schema: "euthymia.location_scale.r_data.v1".to_owned(),
        title: String::new(),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    };
    // Every row was made with one cell per column, which is all that can fail.
    render(&view, Format::Csv).unwrap_or_default()
}

fn model(found: &LocationScale) -> String {
    let mut code = format!(
        "# The model; z is the column {}\n",
        found.covariate.name().replace(char::is_control, " ")
    );
    if let Covariate::Levels(factor) = &found.covariate {
        let grouping = factor.grouping();
        let levels: Vec<String> = grouping.labels().iter().map(|l| quoted(l)).collect();
        code.push_str(&format!(
            "dat$z <- factor(dat$z, levels = c({}))\n",
            levels.join(", ")
        ));
    }
    let method = match found.options.method {
        Method::Reml => "REML",
        Method::Ml => "ML",
    };
    let test = match found.options.reference {
        Reference::Normal => "z",
        Reference::StudentT => "t",
        Reference::KnappHartung => "knha",
    };
    let link = match found.options.link {
        Link::Log => "log",
        Link::Identity => "identity",
    };
    // The smallest tolerance that the optimiser reaches differs between models; it starts again where
    // it stopped.
    code.push_str(&format!(
        "model <- function(...) rma(yi, vi, scale = ~ z, data = dat, slab = dat$slab, method = \"{method}\",\n                           \
         link = \"{link}\", test = \"{test}\", level = {},\n                           \
         control = list(optimizer = \"nlminb\", iter.max = 10000, eval.max = 10000, ...))\n\
         fit <- NULL\n\
         for (tolerance in c(1e-12, 1e-10, 1e-8)) {{\n  \
         fit <- tryCatch(model(rel.tol = tolerance), error = function(e) NULL)\n  \
         if (!is.null(fit)) break\n}}\n\
         start <- as.numeric(fit$alpha)\n\
         fit <- tryCatch(model(rel.tol = tolerance, alpha.init = start), error = function(e) fit)\n\
         print(fit)\n\n",
        number(100.0 * found.options.level.get())
    ));
    code
}

/// Our numbers beside R's.
fn comparison(found: &LocationScale) -> String {
    let fit = &found.fit;
    let mut all: Vec<(String, f64, String)> = Vec::new();
    let mut add = |name: &str, ours: f64, theirs: &str| {
        all.push((name.to_owned(), ours, theirs.to_owned()));
    };
    let mut tested =
        |prefix: &str, at: usize, r: &str, estimate: &str, value: f64, test: Option<&Inference>| {
            add(
                &format!("{prefix}_{at}"),
                value,
                &format!("fit${estimate}[{at}]"),
            );
            let Some(test) = test else { return };
            for (what, ours, theirs) in [
                ("standard_error", test.standard_error, "se"),
                ("ci_lower", test.bounds.lower, "ci.lb"),
                ("ci_upper", test.bounds.upper, "ci.ub"),
                ("p", test.p_value, "pval"),
            ] {
                add(
                    &format!("{prefix}_{what}_{at}"),
                    ours,
                    &format!("fit${theirs}{r}[{at}]"),
                );
            }
        };
    if let Some(value) = fit.beta.first() {
        tested("mean", 1, "", "beta", *value, Some(&found.mean));
    }
    for (place, alpha) in fit.alpha.iter().enumerate() {
        let test = found.scale.as_ref().and_then(|tests| tests.get(place));
        tested("scale", place + 1, ".alpha", "alpha", *alpha, test);
    }
    add("q", fit.residual_q, "fit$QE");
    add(
        "log_likelihood",
        fit.log_likelihood,
        "as.numeric(logLik(fit))",
    );
    let list = |value: &dyn Fn(&(String, f64, String)) -> String| {
        let lines = all
            .iter()
            .map(|one| format!("  {} = {}", one.0, value(one)));
        lines.collect::<Vec<_>>().join(",\n")
    };
    format!(
        "# Euthymia's numbers beside R's\neuthymia <- c(\n{}\n)\nr <- c(\n{}\n)\n\
         cat(sprintf(\"%-24s %22.15g %22.15g\\n\", names(euthymia), euthymia, r), sep = \"\")\n",
        list(&|one| number(one.1)),
        list(&|one| one.2.clone())
    )
}
