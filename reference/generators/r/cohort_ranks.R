# Signed ranks, signs and pseudomedians: base R, exactRankTests (exact with ties), coin (Pratt).
# Writes reference/expected/r/cohort_ranks.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_ranks.R
source("reference/generators/r/json.R")
suppressMessages({library(exactRankTests); library(coin)})

set.seed(20)
sets <- list(
  sleep = with(sleep, extra[group == 2] - extra[group == 1]),
  no_ties = c(1.5, -0.25, 3, 4.5, -2, 7, 0.75, 5.5, -1, 6.25, 2.75),
  ties = c(3, 3, -3, 5, 5, 8, -1, 1, 2, 2, 2, -8, 9, 12, -3),
  zeros_and_ties = c(0, 0, 0, 4, 4, -4, 6, -1, 7, 7, 2, -2, 10, 3),
  all_positive = c(1, 2, 3, 4, 5, 6),
  large_no_ties = sample(1:400, 60) * sample(c(-1, 1, 1), 60, replace = TRUE),
  large_ties = round(rnorm(120, 1.2, 4))
)

tails <- function(f) list(two_sided = f("two.sided"), greater = f("greater"), less = f("less"))
normal <- function(d, correct) tails(function(side)
  suppressWarnings(wilcox.test(d, alternative = side, exact = FALSE, correct = correct)$p.value))
pratt <- function(d, how) tails(function(side)
  pvalue(wilcoxsign_test(d ~ rep(0, length(d)), alternative = side, zero.method = "Pratt",
                         distribution = how)))

one <- function(d) {
  kept <- d[d != 0]
  untied <- !any(duplicated(abs(kept))) && length(kept) == length(d)
  signs <- tails(function(side) binom.test(sum(d > 0), length(kept), alternative = side)$p.value)
  result <- list(
    values = I(d),
    v = unname(suppressWarnings(wilcox.test(d, exact = FALSE)$statistic)),
    exact_drop = tails(function(side) wilcox.exact(d, alternative = side, exact = TRUE)$p.value),
    normal_corrected = normal(d, TRUE), normal_plain = normal(d, FALSE),
    pratt_exact = pratt(d, "exact"), pratt_normal = pratt(d, "asymptotic"),
    sign = signs
  )
  if (untied) {
    for (level in c(0.8, 0.95)) {
      test <- wilcox.test(d, conf.int = TRUE, conf.level = level, exact = TRUE)
      # wilcox.test prints the level that it was asked for; this is the one that its limits have.
      order <- max(qsignrank((1 - level) / 2, length(d)), 1)
      result[[paste0("pseudomedian", 100 * level)]] <- list(
        estimate = unname(test$estimate), lower = test$conf.int[1], upper = test$conf.int[2],
        achieved = 1 - 2 * psignrank(order - 1, length(d)))
    }
  }
  result
}

write_json(list(
  software = R.version.string,
  packages = paste("exactRankTests", packageVersion("exactRankTests"), "coin", packageVersion("coin")),
  script = "reference/generators/r/cohort_ranks.R",
  cases = lapply(sets, one)
), "reference/expected/r/cohort_ranks.json")
