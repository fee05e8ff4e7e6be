# What draws are worth: rank-normalised R-hat, effective sample sizes and Monte Carlo standard errors.
# Run from the folder `reference/`:  Rscript generators/r/chains.R
# Needs r-cran-posterior. Writes expected/r/chains.json, which holds the draws that were judged.

suppressMessages(library(posterior))
source("generators/r/json.R")
set.seed(20260101, kind = "Mersenne-Twister", normal.kind = "Inversion")
ar <- function(n, r) as.numeric(stats::filter(rnorm(n), r, method = "recursive"))
cases <- list(
  independent = replicate(4, rnorm(60)),
  correlated = replicate(4, ar(80, 0.8)),
  repelling = replicate(3, ar(61, -0.6)),
  shifted = cbind(rnorm(50), rnorm(50), rnorm(50) + 1),
  wider = cbind(rnorm(70), 3 * rnorm(70)),
  heavy = replicate(4, rcauchy(64)),
  ties = replicate(4, as.numeric(rpois(60, 1.5))),
  one_chain = matrix(ar(100, 0.5), ncol = 1))
about <- function(x) list(draws = lapply(seq_len(ncol(x)), function(c) I(x[, c])),
  r_hat = rhat(x), bulk = suppressWarnings(ess_bulk(x)), tail = suppressWarnings(ess_tail(x)),
  mcse_mean = suppressWarnings(mcse_mean(x)))
write_json(list(
  made = list(generator = "reference/generators/r/chains.R", software = "posterior",
    software_version = as.character(packageVersion("posterior")), r_version = R.version.string,
    date = format(Sys.Date()), command = "cd reference && Rscript generators/r/chains.R"),
  cases = lapply(cases, about)), "expected/r/chains.json")
