# Intervals of standardised changes; writes reference/expected/r/cohort_standardised.json.
# d_z by uniroot on pt; d_pre by metafor's SMCR, its variance moved to the uncorrected value; d_av by a
# delta method on the covariance matrix of (difference, sd before, sd after).
# Run from the root of the repository: Rscript reference/generators/r/cohort_standardised.R
source("reference/generators/r/json.R")
suppressMessages(library(metafor))
options(warn = -1)  # pt says that a tail below 1e-12 is cut; none is used

payette <- read.csv("examples/payette2023_reconstructed.csv")
cases <- list(
  payette2023 = list(before = payette$madrs_baseline, after = payette$madrs_post),
  sleep = list(before = sleep$extra[sleep$group == 1], after = sleep$extra[sleep$group == 2]),
  small = list(before = c(30, 28, 35, 31, 26), after = c(20, 25, 14, 29, 27))
)
one <- function(case) {
  b <- case$before; a <- case$after; d <- b - a; n <- length(d); df <- n - 1
  t <- mean(d) / sd(d) * sqrt(n)
  ncp <- function(p) uniroot(function(x) pt(t, df, x) - p, c(t - 30, t + 30), tol = 1e-13)$root
  s1 <- sd(b); s2 <- sd(a); r <- cor(b, a)
  covariance <- matrix(0, 3, 3)
  covariance[1, 1] <- var(d) / df
  covariance[2, 2] <- s1^2 / (2 * df)
  covariance[3, 3] <- s2^2 / (2 * df)
  covariance[2, 3] <- covariance[3, 2] <- r^2 * s1 * s2 / (2 * df)
  d_av <- mean(d) / ((s1 + s2) / 2)
  slope <- c(2 / (s1 + s2), -d_av / (s1 + s2), -d_av / (s1 + s2))
  root <- sqrt((s1^2 + s2^2) / 2)
  d_rms <- mean(d) / root
  slope_rms <- c(1 / root, -d_rms * s1 / (2 * root^2), -d_rms * s2 / (2 * root^2))
  # metafor 3.8 always corrects, and puts the corrected value into the variance.
  becker <- escalc("SMCR", m1i = mean(b), m2i = mean(a), sd1i = s1, sd2i = s2, ri = r, ni = n)
  d_pre <- mean(d) / s1
  list(before = I(b), after = I(a), z_lower = ncp(0.975) / sqrt(n), z_upper = ncp(0.025) / sqrt(n),
       d_av = d_av, d_av_variance = as.numeric(slope %*% covariance %*% slope),
       d_rms_variance = as.numeric(slope_rms %*% covariance %*% slope_rms), g_pre = as.numeric(becker$yi),
       d_pre_becker = as.numeric(becker$vi) + (d_pre^2 - as.numeric(becker$yi)^2) / (2 * n))
}
write_json(list(software = R.version.string, packages = paste("metafor", packageVersion("metafor")),
                script = "reference/generators/r/cohort_standardised.R",
                cases = lapply(cases, one)), "reference/expected/r/cohort_standardised.json")
