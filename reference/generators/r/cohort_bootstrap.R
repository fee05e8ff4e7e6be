# Bootstrap intervals by boot from given replicates; writes reference/expected/r/cohort_bootstrap.json.
# Only the deterministic pieces: replicates, their bias correction, acceleration and interpolation.
# Run from the root of the repository: Rscript reference/generators/r/cohort_bootstrap.R
source("reference/generators/r/json.R")
suppressMessages(library(boot))
set.seed(11)

# Efron & Tibshirani 1993, Table 14.1 (spatial test, A) and Table 3.1 (law school).
spatial <- c(48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26,
             30, 41)
law <- cbind(lsat = c(576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594),
             gpa = c(3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88,
                     2.96))
one <- function(data, statistic, resamples) {
  n <- NROW(data)
  made <- boot(data, statistic, resamples)
  left_out <- sapply(seq_len(n), function(i) statistic(data, seq_len(n)[-i]))
  influence <- mean(left_out) - left_out
  ends <- function(level) {
    ci <- suppressWarnings(boot.ci(made, level, c("perc", "basic", "bca"), L = influence))
    list(level = level, percentile = I(ci$percent[4:5]), basic = I(ci$basic[4:5]), bca = I(ci$bca[4:5]))
  }
  list(data = if (is.matrix(data)) list(I(data[, 1]), I(data[, 2])) else I(data),
       estimate = made$t0, replicates = I(made$t[, 1]),
       z0 = qnorm(mean(made$t < made$t0)),
       acceleration = sum(influence^3) / (6 * sum(influence^2)^1.5),
       jackknife_se = sqrt((n - 1) / n * sum(influence^2)),
       intervals = lapply(c(0.9, 0.95, 0.99), ends))
}
write_json(list(
  software = R.version.string, packages = paste("boot", packageVersion("boot")),
  script = "reference/generators/r/cohort_bootstrap.R",
  cases = list(
    spatial_variance = one(spatial, function(x, i) mean((x[i] - mean(x[i]))^2), 499),
    spatial_mean = one(spatial, function(x, i) mean(x[i]), 200),
    law_correlation = one(law, function(x, i) cor(x[i, 1], x[i, 2]), 499)
  )), "reference/expected/r/cohort_bootstrap.json")
