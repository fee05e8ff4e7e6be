# Shapiro-Wilk by shapiro.test; writes reference/expected/r/cohort_shapiro.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_shapiro.R
source("reference/generators/r/json.R")
set.seed(7)
payette <- read.csv("examples/payette2023_reconstructed.csv")
sets <- list(
  three = c(1, 2, 4), four = c(3, 1, 4, 1.5), five = c(2, 7, 1, 8, 2.5), six = c(1, 6, 2, 9, 4, 30),
  eleven = c(148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236),
  twelve = c(5, 3, 9, 14, 2, 2, 2, 7, 8, 1, 11, 4),
  payette_change = payette$madrs_baseline - payette$madrs_post,
  sleep = with(sleep, extra[group == 2] - extra[group == 1]),
  normal200 = round(rnorm(200, 20, 6), 2), skewed500 = round(rexp(500), 3),
  scores5000 = round(rnorm(5000, 25, 5))
)
one <- function(x) {
  test <- shapiro.test(x)
  list(values = I(x), w = unname(test$statistic), p = test$p.value)
}
write_json(list(software = R.version.string, script = "reference/generators/r/cohort_shapiro.R",
                cases = lapply(sets, one)), "reference/expected/r/cohort_shapiro.json")
