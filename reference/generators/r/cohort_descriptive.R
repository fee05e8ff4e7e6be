# Descriptive statistics by base R; writes reference/expected/r/cohort_descriptive.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_descriptive.R
library(jsonlite)

cases <- list(
  one_to_ten = 1:10, odd = c(3, 1, 4, 1, 5, 9, 2), two = c(1, 2), one = 7,
  shifted = 1e9 + c(4, 7, 13, 16), precip = as.numeric(precip), ties = c(2, 2, 2, 3)
)
one <- function(x) {
  list(values = I(x), n = length(x), mean = mean(x), sd = if (length(x) > 1) sd(x) else NULL,
       quantiles = unname(quantile(x, c(0, 0.25, 0.5, 0.75, 1), type = 7)))
}
result <- list(
  software = R.version.string,
  script = "reference/generators/r/cohort_descriptive.R",
  cases = lapply(cases, one)
)
write_json(result, "reference/expected/r/cohort_descriptive.json",
           digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null")
