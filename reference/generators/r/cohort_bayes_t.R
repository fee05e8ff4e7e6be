# JZS Bayes factors by BayesFactor; writes reference/expected/r/cohort_bayes_t.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_bayes_t.R
source("reference/generators/r/json.R")
suppressMessages(library(BayesFactor))
grid <- rbind(
  expand.grid(t = c(0, 0.7, 2, -3.5, 6), n1 = c(5, 21, 100), n2 = 0, scale = c(sqrt(2) / 2, 1)),
  expand.grid(t = c(0.5, 2.3, -4), n1 = 12, n2 = c(15, 60), scale = sqrt(2) / 2),
  data.frame(t = 30, n1 = 21, n2 = 0, scale = sqrt(2) / 2)
)
one <- function(i) {
  case <- grid[i, ]
  run <- function(interval) {
    # For large t BayesFactor says that it approximates, without an error estimate.
    approximated <- FALSE
    found <- withCallingHandlers(
      ttest.tstat(case$t, case$n1, case$n2, nullInterval = interval, rscale = case$scale),
      message = function(m) { approximated <<- TRUE; invokeRestart("muffleMessage") })
    list(ln_bf10 = unname(found[["bf"]]), error = unname(found[["properror"]]),
         approximated = approximated)
  }
  list(t = case$t, n1 = case$n1, n2 = case$n2, scale = case$scale,
       two_sided = run(NULL), greater = run(c(0, Inf)), less = run(c(-Inf, 0)))
}
write_json(list(software = R.version.string,
                packages = paste("BayesFactor", packageVersion("BayesFactor")),
                script = "reference/generators/r/cohort_bayes_t.R",
                cases = lapply(seq_len(nrow(grid)), one)), "reference/expected/r/cohort_bayes_t.json")
