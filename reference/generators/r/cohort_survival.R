# Survival by R's survival; writes reference/expected/r/cohort_survival.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_survival.R
library(jsonlite)
library(survival)

# Remission in weeks of 42 children with leukaemia, 6-mercaptopurine and placebo: Freireich 1963,
# as printed by Gehan 1965 and Cox 1972.
gehan <- list(
  list(time = c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35),
       event = c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)),
  list(time = c(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), event = rep(1, 21))
)
# Ovarian and lung cancer data come with the package; four patients for flat parts at one half.
cases <- list(
  gehan = gehan,
  lung = lapply(split(lung, lung$ph.ecog)[1:3], function(d) list(time = d$time, event = d$status - 1)),
  ovarian = lapply(split(ovarian, ovarian$rx), function(d) list(time = d$futime, event = d$fustat)),
  four = list(list(time = c(1, 2, 3, 4), event = c(1, 1, 1, 0)), list(time = c(1, 2, 5, 9), event = c(0, 1, 1, 1)))
)
one <- function(group) {
  curve <- function(type) {
    s <- survfit(Surv(group$time, group$event) ~ 1, conf.type = type)
    # A curve at 0 has no standard error and no limits.
    gone <- s$surv == 0
    hide <- function(x) ifelse(gone, NA, x)
    q <- quantile(s, c(0.25, 0.5, 0.75))
    list(time = s$time, n = s$n.risk, d = s$n.event, censored = s$n.censor, surv = s$surv,
         se = hide(s$surv * s$std.err), lower = hide(s$lower), upper = hide(s$upper),
         q = unname(q$quantile), q_lower = unname(q$lower), q_upper = unname(q$upper))
  }
  list(time = group$time, event = group$event,
       plain = curve("plain"), log = curve("log"), loglog = curve("log-log"))
}
several <- function(groups) {
  time <- unlist(lapply(groups, `[[`, "time")); event <- unlist(lapply(groups, `[[`, "event"))
  g <- rep(seq_along(groups), sapply(groups, function(x) length(x$time)))
  test <- survdiff(Surv(time, event) ~ g)
  list(groups = unname(lapply(groups, one)), observed = test$obs, expected = test$exp, chisq = test$chisq,
       p = pchisq(test$chisq, length(groups) - 1, lower.tail = FALSE), var = test$var)
}
write_json(list(
  software = paste0(R.version.string, ", survival ", packageVersion("survival")),
  script = "reference/generators/r/cohort_survival.R", cases = lapply(cases, several)
), "reference/expected/r/cohort_survival.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
