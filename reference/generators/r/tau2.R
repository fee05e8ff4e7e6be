# What the shared results do not hold, from metafor: BLUPs, profile likelihood of
# ML fits, two-step estimators, weights chosen beforehand, at tight stopping rules.
# Run from the folder `reference/`:  Rscript generators/r/tau2.R
# Reads yi and vi from expected/metafor-5.1-12/pairwise_*.json (results of ours),
# writes expected/metafor-tau2/<analysis>.json.

suppressMessages(library(metafor))
library(jsonlite)
source("generators/r/json.R")

control <- list(threshold = 1e-13, maxiter = 100000, tol = 1e-14, tau2.max = 1e4)
sets <- c("bcg_RR", "furukawa2003_SMD", "linde2005_OR", "nielweise2007_OR", "normand1999_MD",
          "raudenbush1985")

one <- function(name) {
  d <- fromJSON(sprintf("expected/metafor-5.1-12/pairwise_%s.json", name))
  y <- d$yi; v <- d$vi
  scaled <- modifyList(control, list(threshold = 1e-13 * max(var(y), max(v))))
  fit <- function(...) rma(y, v, control = scaled, ...)
  blups <- lapply(c(z = "z", knha = "knha"), function(test) {
    b <- blup(fit(method = "REML", test = test))
    list(pred = I(as.numeric(b$pred)), se = I(as.numeric(b$se)),
         lower = I(as.numeric(b$pi.lb)), upper = I(as.numeric(b$pi.ub)))
  })
  dl <- fit(method = "DL")
  he <- fit(method = "HE")
  two_step <- function(first) {
    m <- fit(method = "GENQ", weights = 1 / (v + first$tau2))
    list(tau2 = m$tau2, se_tau2 = m$se.tau2)
  }
  root <- fit(method = "GENQ", weights = 1 / sqrt(v))
  # Weights that are neither equal nor of the model.
  w <- sqrt(seq_along(y))
  weighted <- lapply(c(z = "z", knha = "knha", adhoc = "adhoc", t = "t"), function(test) {
    m <- fit(method = "REML", test = test, weights = w)
    list(b = as.numeric(m$beta), se = m$se, lower = m$ci.lb, upper = m$ci.ub, p = m$pval,
         ml = I(m$fit.stats$ML), reml = I(m$fit.stats$REML))
  })
  unweighted <- lapply(c(z = "z", knha = "knha"), function(test) {
    m <- fit(method = "REML", test = test, weighted = FALSE)
    list(b = as.numeric(m$beta), se = m$se, lower = m$ci.lb, upper = m$ci.ub, p = m$pval)
  })
  given <- fit(method = "REML", tau2 = 0.5)
  list(blup = blups, DL2 = two_step(dl), CA2 = two_step(he),
       GENQ_root = list(tau2 = root$tau2, se_tau2 = root$se.tau2),
       weighted = weighted, unweighted = unweighted,
       given = list(b = as.numeric(given$beta), se = given$se,
                    ml = I(given$fit.stats$ML), reml = I(given$fit.stats$REML)))
}

made <- list(generator = "reference/generators/r/tau2.R", software = "metafor",
             software_version = as.character(packageVersion("metafor")),
             r_version = R.version.string, date = format(Sys.Date()),
             command = "cd reference && Rscript generators/r/tau2.R")
names(sets) <- sets
dir.create("expected/metafor-tau2", showWarnings = FALSE)
for (name in sets) {
  write_json(c(list(made = made), one(name)), sprintf("expected/metafor-tau2/%s.json", name))
}
