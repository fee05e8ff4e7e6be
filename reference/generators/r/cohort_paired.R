# Paired comparisons by base R; writes reference/expected/r/cohort_paired.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_paired.R
library(jsonlite)

payette <- read.csv("examples/payette2023_reconstructed.csv")
cases <- list(
  payette2023 = list(before = payette$madrs_baseline, after = payette$madrs_post),
  four_pairs = list(before = c(10, 12, 9, 11), after = c(8, 9, 8, 7)),
  sleep = list(before = sleep$extra[sleep$group == 1], after = sleep$extra[sleep$group == 2]),
  near_zero_change = list(before = c(1000001, 1000002, 1000003), after = c(1000000, 1000003, 1000001)),
  two_pairs = list(before = c(30, 28), after = c(20, 25))
)

one <- function(case) {
  b <- case$before
  a <- case$after
  d <- b - a
  n <- length(d)
  test <- t.test(b, a, paired = TRUE)
  wide <- t.test(b, a, paired = TRUE, conf.level = 0.99)
  list(
    before = b, after = a, n = n,
    mean_before = mean(b), mean_after = mean(a), sd_before = sd(b), sd_after = sd(a),
    mean_difference = unname(test$estimate), sd_difference = sd(d),
    correlation = cor(b, a),
    t = unname(test$statistic), df = unname(test$parameter), p_two_sided = test$p.value,
    lower95 = test$conf.int[1], upper95 = test$conf.int[2],
    lower99 = wide$conf.int[1], upper99 = wide$conf.int[2],
    d_z = mean(d) / sd(d),
    d_av = mean(d) / ((sd(b) + sd(a)) / 2),
    d_pre = mean(d) / sd(b),
    # Hedges 1981, with n - 1 degrees of freedom.
    hedges_j = exp(lgamma((n - 1) / 2) - lgamma((n - 2) / 2)) / sqrt((n - 1) / 2),
    mean_percent_improvement = mean(100 * d / b), sd_percent_improvement = sd(100 * d / b),
    percent_of_means = 100 * (1 - mean(a) / mean(b))
  )
}

result <- list(
  software = R.version.string,
  script = "reference/generators/r/cohort_paired.R",
  cases = suppressWarnings(lapply(cases, one))
)
write_json(result, "reference/expected/r/cohort_paired.json",
           digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
