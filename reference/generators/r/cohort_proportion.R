# Intervals of one proportion by base R; writes reference/expected/r/cohort_proportion.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_proportion.R
library(jsonlite)

cases <- list(
  c(0, 1), c(1, 1), c(0, 10), c(10, 10), c(1, 2), c(4, 21), c(2, 21), c(7, 20),
  c(50, 100), c(1, 1000), c(999, 1000), c(0, 5000), c(123, 4567)
)

one <- function(case, level) {
  x <- case[1]
  n <- case[2]
  exact <- binom.test(x, n, conf.level = level)$conf.int
  score <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)
  tail <- (1 - level) / 2
  jeffreys <- c(
    if (x == 0) 0 else qbeta(tail, x + 0.5, n - x + 0.5),
    if (x == n) 1 else qbeta(1 - tail, x + 0.5, n - x + 0.5)
  )
  upper <- binom.test(x, n, alternative = "less", conf.level = level)$conf.int[2]
  list(events = x, n = n, level = level, exact = exact[1:2], wilson = score[1:2],
       jeffreys = jeffreys, one_sided_upper = upper)
}

grid <- do.call(c, lapply(c(0.9, 0.95, 0.99), function(level) lapply(cases, one, level)))
result <- list(
  software = R.version.string,
  script = "reference/generators/r/cohort_proportion.R",
  cases = grid
)
write_json(result, "reference/expected/r/cohort_proportion.json",
           digits = NA, auto_unbox = TRUE, pretty = TRUE)
