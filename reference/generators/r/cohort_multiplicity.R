# Adjusted p-values by p.adjust; writes reference/expected/r/cohort_multiplicity.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_multiplicity.R
source("reference/generators/r/json.R")
sets <- list(
  with_missing = c(0.01, NA, 0.04, 0.03, 0.005, NA, 0.7, 0.03),
  one = 0.2,
  ties_and_ends = c(0, 0.5, 0.5, 1, 1, 0.25, 0.0001),
  many = signif(10^-seq(0, 6, length.out = 25), 3)
)
methods <- c("bonferroni", "holm", "hochberg", "BH", "BY")
one <- function(p) c(list(p = I(p)), sapply(methods, function(m) I(p.adjust(p, m)), simplify = FALSE))
write_json(list(software = R.version.string, script = "reference/generators/r/cohort_multiplicity.R",
                cases = lapply(sets, one)), "reference/expected/r/cohort_multiplicity.json")
