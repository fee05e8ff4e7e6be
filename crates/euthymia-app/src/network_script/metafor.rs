//! The part of a script that needs metafor alone.

use super::{NetworkScript, numbers, vector};
use crate::pool::r_script::model::number;
use crate::pool::r_script::quoted;
use euthymia_synthesis::network::component::ComponentFit;
use euthymia_synthesis::network::{Better, Fit, Model, Tau2Method, p_scores};

/// Contrasts from the first arm of each trial with their covariances, and a fit of any design.
const PREPARE: &str = r#"
# 1. The model from its definition, with metafor. Of every trial the contrasts from its first arm, whose
#    covariances follow from the standard errors of all pairs: (v_bi + v_bj - v_ij) / 2.
suppressPackageStartupMessages(library(metafor))
of_trial <- function(rows) {
  base <- rows$treat1[1]
  own <- rows[rows$treat1 == base, ]
  between <- function(i, j) {
    if (i == j) return(0)
    pair <- (rows$treat1 == i & rows$treat2 == j) | (rows$treat1 == j & rows$treat2 == i)
    rows$seTE[pair]^2
  }
  V <- matrix(0, nrow(own), nrow(own))
  for (i in seq_len(nrow(own))) for (j in seq_len(nrow(own)))
    V[i, j] <- (own$seTE[i]^2 + own$seTE[j]^2 - between(own$treat2[i], own$treat2[j])) / 2
  X <- matrix(0, nrow(own), length(treatments), dimnames = list(NULL, treatments))
  X[, base] <- 1
  X[cbind(seq_len(nrow(own)), match(own$treat2, treatments))] <- -1
  list(y = own$TE, V = V, X = X, trial = own$studlab, row = seq_len(nrow(own)))
}
trials <- lapply(unique(con$studlab), function(s) of_trial(con[con$studlab == s, ]))
y <- unlist(lapply(trials, `[[`, "y"))
V <- as.matrix(bldiag(lapply(trials, `[[`, "V")))
X <- do.call(rbind, lapply(trials, `[[`, "X"))
rows <- data.frame(trial = unlist(lapply(trials, `[[`, "trial")), row = unlist(lapply(trials, `[[`, "row")))
# Between trials every contrast varies by tau^2, those of one trial with correlation 1/2.
S <- as.matrix(bldiag(lapply(trials, function(t) (diag(length(t$y)) + 1) / 2)))
several_arms <- any(rows$row > 1)

fit_design <- function(X, tau2_method, given = 0) {
  W <- solve(V)
  P <- W - W %*% X %*% solve(t(X) %*% W %*% X, t(X) %*% W)
  Q <- drop(t(y) %*% P %*% y)
  df <- length(y) - ncol(X)
  likelihood <- function(method) {
    if (several_arms)
      rma.mv(y, V, mods = unname(X), intercept = FALSE, random = ~ row | trial, struct = "CS", rho = 1 / 2,
             data = rows, method = method)$tau2
    else
      rma.mv(y, V, mods = unname(X), intercept = FALSE, random = ~ 1 | trial, data = rows, method = method)$sigma2
  }
  if (df == 0 && tau2_method != "given") tau2_method <- "none"
  tau2 <- switch(tau2_method, none = 0, given = given, DL = max(0, (Q - df) / sum(P * S)),
                 likelihood(tau2_method))
  if (length(y) == 1) { # rma.mv asks for two rows; one is its own estimate
    M <- solve(V + tau2 * S)
    C <- solve(t(X) %*% M %*% X)
    return(list(tau2 = tau2, Q = Q, b = drop(C %*% t(X) %*% M %*% y), C = C))
  }
  fit <- rma.mv(y, V + tau2 * S, mods = unname(X), intercept = FALSE, method = "FE", test = "z")
  list(tau2 = tau2, Q = Q, b = as.numeric(fit$beta), C = unname(vcov(fit)))
}
same <- function(what, euthymia, r, tolerance) {
  cat(sprintf("%-44s %22.15g %22.15g\n", what, euthymia, r), sep = "")
  for (i in seq_along(euthymia))
    stopifnot(all.equal(as.numeric(euthymia[i]), as.numeric(r[i]), tolerance = tolerance))
}
cat(sprintf("%-44s %22s %22s\n", "", "Euthymia", "R"))
"#;

/// P-scores from effects and their covariances.
const P_SCORES: &str = r#"p_score <- function(i) mean(sapply(setdiff(seq_along(b), i), function(j)
  pnorm(better * (b[i] - b[j]) / sqrt(C[i, i] + C[j, j] - 2 * C[i, j]))))
"#;

pub(super) fn part(of: &NetworkScript<'_>) -> String {
    let mut out = PREPARE.to_owned();
    if let Some(fit) = of.fit {
        out.push_str(&network(of, fit));
    }
    if let Some(fit) = of.components {
        out.push_str(&components(of, fit));
    }
    out
}

fn network(of: &NetworkScript<'_>, fit: &Fit) -> String {
    let places: Vec<usize> = (0..of.network.treatments().len())
        .filter(|at| *at != of.reference)
        .collect();
    let found: Vec<_> = places
        .iter()
        .filter_map(|at| Some((*at, fit.compare(*at, of.reference)?)))
        .collect();
    let tolerance = tolerance(fit.options.model);
    let (method, given) = method(fit.options.model, fit.tau2.is_some());
    let better = if of.better == Better::Larger { 1 } else { -1 };
    let mut out = format!(
        "\n# The network: each treatment less the reference\n\
         effects <- data.frame(\n  treatment = {},\n  estimate = {},\n  se = {})\n\
         others <- setdiff(treatments, reference)\n\
         fit <- fit_design(X[, others, drop = FALSE], \"{method}\", {given})\n\
         place <- match(effects$treatment, others)\n\
         same(paste(effects$treatment, \"estimate\"), effects$estimate, fit$b[place], {tolerance})\n\
         same(paste(effects$treatment, \"standard error\"), effects$se, sqrt(diag(fit$C))[place], {tolerance})\n",
        vector(found.iter().map(|(at, _)| of.treatment(*at))),
        numbers(found.iter().map(|(_, c)| c.estimate)),
        numbers(found.iter().map(|(_, c)| c.standard_error)),
    );
    if let Some(tau2) = fit.tau2 {
        out.push_str(&format!(
            "same(\"tau^2\", {}, fit$tau2, {tolerance})\n",
            number(tau2.value)
        ));
    }
    if let Some(found) = fit.heterogeneity {
        out.push_str(&format!("same(\"Q\", {}, fit$Q, 1e-8)\n", number(found.q)));
    }
    if let Some(scores) = p_scores(fit, of.better, 0.0) {
        out.push_str(&format!(
            "b <- setNames(numeric(length(treatments)), treatments)\n\
             b[others] <- fit$b\n\
             C <- matrix(0, length(b), length(b), dimnames = list(treatments, treatments))\n\
             C[others, others] <- fit$C\n\
             better <- {better}\n\
             p_scores <- {}\n\
             {P_SCORES}\
             same(paste(treatments, \"P-score\"), p_scores, sapply(seq_along(b), p_score), {tolerance})\n",
            numbers(scores.into_iter())
        ));
    }
    out
}

fn components(of: &NetworkScript<'_>, fit: &ComponentFit) -> String {
    let names = fit.components.names();
    let rows = (0..of.network.treatments().len()).flat_map(|at| fit.components.of(at));
    let mut out = format!(
        "\n# Components: a treatment is worth the sum of what it is made of\n\
         parts <- matrix({}, nrow = length(treatments), byrow = TRUE,\n                \
         dimnames = list(treatments, {}))\n",
        numbers(rows),
        vector(names.iter().map(|name| quoted(name)))
    );
    let effects: Option<Vec<_>> = fit.effects().into_iter().collect();
    let Some(effects) = effects.filter(|_| fit.aliases.is_empty()) else {
        out.push_str(
            "# The trials do not determine every component, so that there is nothing to compare\n",
        );
        return out;
    };
    let (method, given) = method(fit.model, fit.tau2.is_some());
    let tolerance = tolerance(fit.model);
    out.push_str(&format!(
        "component_effects <- {}\ncomponent_se <- {}\n\
         fit <- fit_design(X %*% parts, \"{method}\", {given})\n\
         same(paste(colnames(parts), \"component\"), component_effects, fit$b, {tolerance})\n\
         same(paste(colnames(parts), \"component, se\"), component_se, sqrt(diag(fit$C)), {tolerance})\n\
         same(\"Q of the components\", {}, fit$Q, 1e-8)\n",
        numbers(effects.iter().map(|e| e.estimate)),
        numbers(effects.iter().map(|e| e.standard_error)),
        number(fit.q.q)
    ));
    out
}

/// The word for a model, and τ² where it was given.
fn method(model: Model, has_tau2: bool) -> (&'static str, String) {
    let zero = "0".to_owned();
    match model {
        Model::RandomEffects(_) if !has_tau2 => ("none", zero),
        Model::CommonEffect => ("none", zero),
        Model::RandomEffects(Tau2Method::DerSimonianLaird) => ("DL", zero),
        Model::RandomEffects(Tau2Method::Reml) => ("REML", zero),
        Model::RandomEffects(Tau2Method::MaximumLikelihood) => ("ML", zero),
        Model::RandomEffects(Tau2Method::Given(tau2)) => ("given", number(tau2.get())),
    }
}

/// How close two programs must be: a search of R's leaves fewer digits than a formula.
pub(super) fn tolerance(model: Model) -> &'static str {
    match model {
        Model::RandomEffects(Tau2Method::Reml | Tau2Method::MaximumLikelihood) => "1e-5",
        _ => "1e-8",
    }
}
