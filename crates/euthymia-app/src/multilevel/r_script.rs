//! A multilevel analysis as an R script with its data, for metafor's `rma.mv`.

mod names;

use self::names::Names;
use super::MultilevelAnswer;
use crate::error::AppError;
use crate::pool::r_script::model::{adjustment, number};
use crate::pool::r_script::{RScript, heading, quoted, write_with};
use euthymia_report::multilevel::{Dependence, Factor, Multilevel, Numbers, Random};
use euthymia_synthesis::multilevel::{Kind, Method, Term, Test};
use euthymia_table::{ColumnSpec, Format, TableView, Value, render};
use std::path::Path;

/// Writes an answer as a script that reads `data_file`.
///
/// # Errors
/// [`AppError::Usage`] for a model that metafor does not have.
pub fn r_script(answer: &MultilevelAnswer, data_file: &str) -> Result<RScript, AppError> {
    let found = &answer.found;
    let is_structure = |r: &&Random| matches!(r, Random::Levels { .. } | Random::Distances { .. });
    if found.model.random.iter().filter(is_structure).count() > 2 {
        return Err(AppError::Usage(
            "--r-script: metafor fits at most two inner|outer structures; leave out --r-script, or one \
             --structure"
                .to_owned(),
        ));
    }
    let columns = Columns::of(found);
    let mut script = heading(&answer.title);
    script.push_str(&columns.reading(data_file));
    script.push_str(&covariances(found, &columns.names));
    script.push_str(&model(found, &columns.names));
    script.push_str(&comparison(found));
    Ok(RScript {
        script,
        data: columns.csv(found),
    })
}

/// Writes the script to `path`, which ends in `.R`, and its data beside it, ending in `.csv`.
///
/// # Errors
/// [`AppError::Usage`] for another ending or a model that metafor does not have; [`AppError::Write`].
pub fn write_r_script(answer: &MultilevelAnswer, path: &Path) -> Result<(), AppError> {
    write_with(path, |data_file| r_script(answer, data_file))
}

/// The columns of the data, each once.
struct Columns<'a> {
    factors: Vec<&'a Factor>,
    numbers: Vec<&'a Numbers>,
    names: Names,
}

impl<'a> Columns<'a> {
    fn of(found: &'a Multilevel) -> Self {
        let model = &found.model;
        let mut factors: Vec<&Factor> = Vec::new();
        let mut numbers: Vec<&Numbers> = Vec::new();
        for random in &model.random {
            match random {
                Random::Nested(chain) => factors.extend(chain),
                Random::Crossed(factor) => factors.push(factor),
                Random::Levels { inner, outer, .. } => factors.extend([inner, outer]),
                Random::Distances {
                    coordinates, outer, ..
                } => {
                    numbers.extend(coordinates);
                    factors.push(outer);
                }
            }
        }
        match &model.dependence {
            Some(Dependence::Correlation { cluster, .. }) => factors.push(cluster),
            Some(Dependence::Columns { columns, cluster }) => {
                numbers.extend(columns);
                factors.push(cluster);
            }
            None => {}
        }
        factors.extend([&model.by, &model.cluster].into_iter().flatten());
        let mut names = Names::default();
        factors.retain(|factor| names.add(&factor.name));
        // A column may be a factor here and a number there.
        numbers.retain(|numbers| names.add_number(&numbers.name));
        Self {
            factors,
            numbers,
            names,
        }
    }

    fn csv(&self, found: &Multilevel) -> String {
        let mut columns = vec![ColumnSpec::text("slab", "slab")];
        columns.extend(["yi", "vi"].map(|name| ColumnSpec::number(name, name)));
        for factor in &self.factors {
            let name = self.names.of(&factor.name);
            columns.push(ColumnSpec::text(name.clone(), name));
        }
        for numbers in &self.numbers {
            let name = self.names.of_number(&numbers.name);
            columns.push(ColumnSpec::number(name.clone(), name));
        }
        let rows = found.rows.included.iter().enumerate();
        let rows = rows.map(|(row, (candidate, computed))| {
            let mut cells = vec![
                Value::text(&candidate.label),
                Value::number(computed.effect.estimate, 6),
                Value::number(computed.effect.variance.get(), 6),
            ];
            let labels = self.factors.iter().map(|f| f.labels.get(row));
            cells.extend(labels.map(|label| label.map_or(Value::Missing, Value::text)));
            let numbers = self.numbers.iter().map(|n| n.values.get(row).copied());
            cells.extend(numbers.map(|value| Value::number(value, 6)));
            cells
        });
        let view = TableView {
            schema: "euthymia.multilevel.r_data.v1".to_owned(),
            title: String::new(),
            columns,
            rows: rows.collect(),
            notes: Vec::new(),
        };
        // Every row was made with one cell per column, which is all that can fail.
        render(&view, Format::Csv).unwrap_or_default()
    }

    /// Reads the data: labels as text, so that "01" stays what it is.
    fn reading(&self, data_file: &str) -> String {
        let texts = self.factors.iter().map(|f| self.names.of(&f.name));
        let classes: Vec<String> = std::iter::once("slab".to_owned())
            .chain(texts)
            .map(|name| format!("{name} = \"character\""))
            .collect();
        format!(
            "dat <- read.csv({}, check.names = FALSE, na.strings = character(),\n                \
             colClasses = c({}))\n\n",
            quoted(data_file),
            classes.join(", ")
        )
    }
}

fn covariances(found: &Multilevel, names: &Names) -> String {
    match &found.model.dependence {
        None => String::new(),
        Some(Dependence::Correlation {
            correlation,
            cluster,
        }) => {
            let cluster = names.of(&cluster.name);
            format!(
                "# The sampling errors of one {cluster} have the correlation {correlation}\n\
                 V <- {} * sqrt(outer(dat$vi, dat$vi)) * outer(dat${cluster}, dat${cluster}, \"==\")\n\
                 diag(V) <- dat$vi\n\n",
                number(*correlation)
            )
        }
        Some(Dependence::Columns { columns, cluster }) => {
            let columns: Vec<String> = columns
                .iter()
                .map(|c| quoted(&names.of_number(&c.name)))
                .collect();
            format!(
                "# The sampling covariances stand in the data\n\
                 V <- diag(dat$vi, nrow(dat))\n\
                 for (rows in split(seq_len(nrow(dat)), dat${}))\n  \
                 if (length(rows) > 1) V[rows, rows] <- as.matrix(dat[rows, c({})[seq_along(rows)]])\n\n",
                names.of(&cluster.name),
                columns.join(", ")
            )
        }
    }
}

/// A column as a factor with the levels in our order.
fn ordered(factor: &Factor, names: &Names) -> String {
    let name = names.of(&factor.name);
    let grouping = factor.grouping();
    let levels: Vec<String> = grouping.labels().iter().map(|l| quoted(l)).collect();
    format!(
        "dat${name} <- factor(dat${name}, levels = c({}))\n",
        levels.join(", ")
    )
}

/// The formulas of the random part, with the lines that must stand before them, and the structures.
fn formulas(found: &Multilevel, names: &Names) -> (String, Vec<String>, Vec<&'static str>) {
    let (mut before, mut random, mut structures) = (String::new(), Vec::new(), Vec::new());
    let mut seen: Vec<Vec<&str>> = Vec::new();
    for term in &found.model.random {
        match term {
            Random::Nested(chain) => {
                let path: Vec<&str> = chain.iter().map(|f| f.name.as_str()).collect();
                let fresh: Vec<usize> = (1..=path.len())
                    .filter(|end| !seen.contains(&path[..*end].to_vec()))
                    .collect();
                seen.extend(fresh.iter().map(|end| path[..*end].to_vec()));
                let r: Vec<String> = path.iter().map(|name| names.of(name)).collect();
                if fresh.len() == path.len() {
                    random.push(format!("~ 1 | {}", r.join("/")));
                    continue;
                }
                for end in fresh {
                    let (name, parts) = (r[..end].join("."), &r[..end]);
                    let parts: Vec<String> = parts.iter().map(|p| format!("dat${p}")).collect();
                    before.push_str(&format!(
                        "dat${name} <- paste({}, sep = \"/\")\n",
                        parts.join(", ")
                    ));
                    random.push(format!("~ 1 | {name}"));
                }
            }
            Random::Crossed(factor) => {
                if seen.contains(&vec![factor.name.as_str()]) {
                    continue;
                }
                seen.push(vec![factor.name.as_str()]);
                random.push(format!("~ 1 | {}", names.of(&factor.name)));
            }
            Random::Levels {
                code, inner, outer, ..
            } => {
                before.push_str(&ordered(inner, names));
                let (inner, outer) = (names.of(&inner.name), names.of(&outer.name));
                random.push(format!("~ {inner} | {outer}"));
                structures.push(*code);
            }
            Random::Distances {
                code,
                coordinates,
                outer,
                ..
            } => {
                let at: Vec<String> = coordinates
                    .iter()
                    .map(|c| names.of_number(&c.name))
                    .collect();
                random.push(format!("~ {} | {}", at.join(" + "), names.of(&outer.name)));
                structures.push(*code);
            }
        }
    }
    (before, random, structures)
}

fn model(found: &Multilevel, names: &Names) -> String {
    let options = &found.options;
    let (mut before, random, structures) = formulas(found, names);
    let v = if found.model.dependence.is_some() {
        "V"
    } else {
        "vi"
    };
    let mut arguments = vec!["yi".to_owned(), v.to_owned()];
    if let Some(by) = &found.model.by {
        before.push_str(&ordered(by, names));
        arguments.push(format!("mods = ~ {} - 1", names.of(&by.name)));
    }
    if !random.is_empty() {
        arguments.push(format!("random = list({})", random.join(", ")));
    }
    if !structures.is_empty() {
        let codes: Vec<String> = structures.iter().map(|code| quoted(code)).collect();
        arguments.push(format!("struct = c({})", codes.join(", ")));
    }
    arguments.push("data = dat, slab = dat$slab".to_owned());
    arguments.push(format!(
        "method = \"{}\"",
        match options.method {
            Method::Reml => "REML",
            Method::Ml => "ML",
        }
    ));
    arguments.push(
        match options.test {
            Test::Normal => "test = \"z\"",
            Test::Residual => "test = \"t\"",
            Test::Contained => "test = \"t\", dfs = \"contain\"",
        }
        .to_owned(),
    );
    arguments.push(format!("level = {}", number(100.0 * options.level.get())));
    let large = if found.rows.len() > 500 {
        ", sparse = TRUE"
    } else {
        ""
    };
    let call = arguments.join(",\n                ");
    // The smallest tolerance that the optimiser reaches differs between models.
    let mut code = format!(
        "# The model\n{before}\
         model <- NULL\n\
         for (tolerance in c(1e-12, 1e-10, 1e-8)) {{\n  \
         control <- list(rel.tol = tolerance, iter.max = 10000, eval.max = 10000)\n  \
         model <- tryCatch(rma.mv({call}{large}, control = control), error = function(e) NULL)\n  \
         if (!is.null(model)) break\n}}\n"
    );
    match (&found.robust, &found.model.cluster) {
        (Some(robust), Some(cluster)) => code.push_str(&format!(
            "fit <- robust(model, cluster = dat${}, {})\n",
            names.of(&cluster.name),
            adjustment(robust.kind)
        )),
        _ => code.push_str("fit <- model\n"),
    }
    code.push_str("print(fit)\n\n");
    code
}

/// Our numbers beside R's.
fn comparison(found: &Multilevel) -> String {
    let mut all: Vec<(String, f64, String)> = Vec::new();
    for (place, mean) in found.means.iter().enumerate() {
        let at = place + 1;
        let mut add = |what: &str, ours: Option<f64>, theirs: String| {
            all.extend(ours.map(|ours| (format!("{what}_{at}"), ours, theirs)));
        };
        add("estimate", Some(mean.estimate), format!("fit$beta[{at}]"));
        add(
            "standard_error",
            Some(mean.standard_error),
            format!("fit$se[{at}]"),
        );
        add(
            "ci_lower",
            mean.bounds.map(|b| b.lower),
            format!("fit$ci.lb[{at}]"),
        );
        add(
            "ci_upper",
            mean.bounds.map(|b| b.upper),
            format!("fit$ci.ub[{at}]"),
        );
        add("p", mean.p_value, format!("fit$pval[{at}]"));
    }
    for (place, theirs) in components(found).into_iter().enumerate() {
        if let Some(component) = found.fit.components.get(place) {
            all.push((format!("component_{}", place + 1), component.value, theirs));
        }
    }
    all.extend(
        found
            .fit
            .heterogeneity
            .map(|h| ("q".to_owned(), h.q, "model$QE".to_owned())),
    );
    let log_likelihood = found.fit.statistics().log_likelihood;
    all.push((
        "log_likelihood".to_owned(),
        log_likelihood,
        "as.numeric(logLik(model))".to_owned(),
    ));
    let list = |value: &dyn Fn(&(String, f64, String)) -> String| {
        let lines = all
            .iter()
            .map(|one| format!("  {} = {}", one.0, value(one)));
        lines.collect::<Vec<_>>().join(",\n")
    };
    format!(
        "# Euthymia's numbers beside R's\neuthymia <- c(\n{}\n)\nr <- c(\n{}\n)\n\
         cat(sprintf(\"%-20s %22.15g %22.15g\\n\", names(euthymia), euthymia, r), sep = \"\")\n",
        list(&|one| number(one.1)),
        list(&|one| one.2.clone())
    )
}

/// Where metafor keeps each parameter of the random part.
fn components(found: &Multilevel) -> Vec<String> {
    let (mut intercepts, mut structures) = (0, 0);
    let mut all = Vec::new();
    for (place, term) in found.data.terms().iter().enumerate() {
        let range = found.data.parameters_of_term(place);
        if matches!(term, Term::Intercept(_)) {
            intercepts += 1;
            all.push(format!("model$sigma2[{intercepts}]"));
            continue;
        }
        structures += 1;
        let (variance, correlation) = if structures == 1 {
            ("tau2", "rho")
        } else {
            ("gamma2", "phi")
        };
        let (mut variances, mut correlations) = (0, 0);
        for component in found.fit.components.get(range).unwrap_or_default() {
            if component.parameter.kind == Kind::Variance {
                variances += 1;
                all.push(format!("model${variance}[{variances}]"));
            } else {
                correlations += 1;
                all.push(format!("model${correlation}[{correlations}]"));
            }
        }
    }
    all
}
