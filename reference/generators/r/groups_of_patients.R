# Groups of real patients by base R, sandwich and survival; writes
# reference/expected/r/groups_of_patients.json. Only results are written, no patient's value.
# Not part of regenerate.sh: the data are not here. EUTHYMIA_COHORT_DATA names their folder, with
# psilodep2/scores.csv and depression_recurrence/Depression.csv.
# Run from the root of the repository: Rscript reference/generators/r/groups_of_patients.R
library(jsonlite)
library(sandwich)
library(survival)

folder <- Sys.getenv("EUTHYMIA_COHORT_DATA")
scores <- read.csv(file.path(folder, "psilodep2", "scores.csv"))
week6 <- scores[scores$scale == "qids" & scores$tp == "wk6", ]
recurrence <- read.csv(file.path(folder, "depression_recurrence", "Depression.csv"))

ancova <- function(fit) list(coef = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))),
  hc3 = unname(sqrt(diag(vcovHC(fit, "HC3")))), sigma = sigma(fit), df = fit$df.residual)
e <- week6$score_chg[week6$trt == "E"]; p <- week6$score_chg[week6$trt == "P"]
welch <- t.test(p, e)
rank <- wilcox.test(p, e, exact = FALSE, correct = TRUE)

curve <- function(arm, type) {
  s <- survfit(Surv(Time, Outcome) ~ 1, data = recurrence[recurrence$Treat == arm, ], conf.type = type)
  q <- quantile(s, c(0.25, 0.5, 0.75))
  list(surv = s$surv, lower = s$lower, upper = s$upper, q = unname(q$quantile),
       q_lower = unname(q$lower), q_upper = unname(q$upper))
}
test <- survdiff(Surv(Time, Outcome) ~ Treat, recurrence)
write_json(list(
  software = paste0(R.version.string, ", sandwich ", packageVersion("sandwich"), ", survival ", packageVersion("survival")),
  script = "reference/generators/r/groups_of_patients.R",
  common = ancova(lm(score_chg ~ trt + score_bsl, week6)),
  by_group = ancova(lm(score_chg ~ trt * score_bsl, week6)),
  welch = list(t = unname(welch$statistic), df = unname(welch$parameter), p = welch$p.value,
               lower = welch$conf.int[1], upper = welch$conf.int[2]),
  rank = list(u = unname(rank$statistic), p = rank$p.value),
  arms = lapply(0:2, function(arm) list(plain = curve(arm, "plain"), log = curve(arm, "log"),
                                        loglog = curve(arm, "log-log"))),
  log_rank = list(chisq = test$chisq, p = pchisq(test$chisq, 2, lower.tail = FALSE), expected = test$exp)
), "reference/expected/r/groups_of_patients.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
