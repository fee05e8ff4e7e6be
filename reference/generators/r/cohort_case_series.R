# The invented clinic of examples/ as a case series, and the reconstructed pairs of Payette 2023, by base
# R, survival, sandwich and BayesFactor; writes reference/expected/r/cohort_case_series.json.
# Windows, baselines and rules about several visits are written here a second time, from their definitions.
# Run from the root of the repository: Rscript reference/generators/r/cohort_case_series.R
source("reference/generators/r/json.R")
suppressMessages({ library(survival); library(sandwich); library(BayesFactor) })

read <- function(name) read.csv(file.path("examples", name), na.strings = "")
patients <- read("clinic_patients.csv"); visits <- read("clinic_visits.csv")
sessions <- read("clinic_sessions.csv"); events <- read("clinic_events.csv")
planned <- c(0, 7, 14, 28, 56, 84); tolerance <- 3; end <- 84
ids <- patients$patient_id
group <- factor(patients$after_tms, c("no", "yes"))

# Courses: the scored visits of a patient on a scale, in order.
course <- function(id, scale) {
  v <- visits[visits$patient_id == id & !is.na(visits[[scale]]), c("day", scale)]
  names(v)[2] <- "score"
  v[order(v$day), ]
}
first_session <- function(id) min(sessions$day[sessions$patient_id == id])
baseline <- function(id, scale) {
  v <- course(id, scale); v <- v[v$day <= first_session(id), ]
  if (nrow(v)) v[nrow(v), ] else NULL
}
after <- function(id, scale) {
  b <- baseline(id, scale); v <- course(id, scale)
  if (is.null(b)) v[0, ] else v[v$day > b$day, ]
}
at <- function(id, scale, day) {
  if (day == 0) { b <- baseline(id, scale); return(if (is.null(b)) NA else b$score) }
  v <- after(id, scale); v <- v[abs(v$day - day) <= tolerance, ]
  if (!nrow(v)) return(NA)
  v$score[order(abs(v$day - day), v$day)[1]]
}
last <- function(id, scale) {
  now <- at(id, scale, end); if (!is.na(now)) return(now)
  v <- after(id, scale); v <- v[v$day > 0 & v$day <= end, ]
  if (nrow(v)) v$score[nrow(v)] else NA
}
scores <- function(scale, day) sapply(ids, at, scale = scale, day = day)

describe <- function(x) {
  q <- unname(quantile(x, c(0.25, 0.5, 0.75), na.rm = TRUE, type = 7))
  list(n = sum(!is.na(x)), missing = sum(is.na(x)), mean = mean(x, na.rm = TRUE), sd = sd(x, na.rm = TRUE),
       q1 = q[1], median = q[2], q3 = q[3], min = min(x, na.rm = TRUE), max = max(x, na.rm = TRUE))
}
apart <- function(x) {
  a <- x[group == "no"]; b <- x[group == "yes"]
  abs(mean(a, na.rm = TRUE) - mean(b, na.rm = TRUE)) /
    sqrt((var(a, na.rm = TRUE) + var(b, na.rm = TRUE)) / 2)
}
characteristic <- function(x) list(all = describe(x), no = describe(x[group == "no"]),
                                   yes = describe(x[group == "yes"]), apart = apart(x))
female <- patients$sex == "female"
p <- tapply(female, group, mean)

share <- function(met) {
  met <- met[!is.na(met)]; x <- sum(met); n <- length(met)
  w <- suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int; e <- binom.test(x, n)$conf.int
  list(events = x, n = n, wilson = I(as.numeric(w)), exact = I(as.numeric(e)))
}

# Change and its tests.
signed_rank <- function(d) {
  d <- d[d != 0]; r <- rank(abs(d)); w <- sum(r[d > 0]); n <- length(d)
  all <- 0
  for (one in r) all <- c(all, all + one)
  p <- min(1, 2 * min(mean(all >= w - 1e-9), mean(all <= w + 1e-9)))
  list(n = n, w_plus = w, w_minus = sum(r) - w, p = p, rank_biserial = (2 * w - sum(r)) / sum(r))
}
walsh <- function(d) { m <- outer(d, d, "+") / 2; sort(m[lower.tri(m, diag = TRUE)]) }
ncp <- function(t, df, p) uniroot(function(x) pt(t, df, x, lower.tail = FALSE) - p, c(-10, 30),
                                  tol = 1e-13)$root
estimates <- function(before, after) {
  both <- !is.na(before) & !is.na(after); b <- before[both]; a <- after[both]; d <- b - a; n <- length(d)
  t <- t.test(b, a, paired = TRUE)
  j <- exp(lgamma((n - 1) / 2) - log(sqrt((n - 1) / 2)) - lgamma((n - 2) / 2))
  m <- walsh(d)
  s <- binom.test(sum(d > 0), sum(d != 0))
  bf <- ttest.tstat(unname(t$statistic), n, rscale = sqrt(2) / 2)
  w <- shapiro.test(d)
  list(n = n, mean_before = mean(b), sd_before = sd(b), mean_after = mean(a), sd_after = sd(a),
       mean_change = mean(d), sd_change = sd(d), r = cor(b, a), t = unname(t$statistic),
       df = unname(t$parameter), p = t$p.value, lower = t$conf.int[1], upper = t$conf.int[2],
       d_z = mean(d) / sd(d), d_av = mean(d) / ((sd(b) + sd(a)) / 2), d_pre = mean(d) / sd(b), j = j,
       d_z_lower = ncp(t$statistic, n - 1, 0.025) / sqrt(n), d_z_upper = ncp(t$statistic, n - 1, 0.975) / sqrt(n),
       mean_of_percentages = mean(100 * d / b), sd_of_percentages = sd(100 * d / b),
       percentage_of_means = 100 * mean(d) / mean(b), signed_rank = signed_rank(d),
       hodges_lehmann = median(m), sign_p = s$p.value, shapiro_w = unname(w$statistic), shapiro_p = w$p.value,
       ln_bf10 = unname(bf[["bf"]]), bf_error = unname(bf[["properror"]]))
}
change <- lapply(c(madrs = "madrs", phq9 = "phq9"), function(s) estimates(scores(s, 0), scores(s, end)))

visit <- function(scale, day) {
  b <- scores(scale, 0); s <- scores(scale, day); seen <- !is.na(b) & !is.na(s)
  x <- list(n = sum(seen), mean = mean(s[seen]), sd = sd(s[seen]))
  if (day > 0) {
    t <- t.test(b[seen], s[seen], paired = TRUE)
    x <- c(x, list(change = unname(t$estimate), lower = t$conf.int[1], upper = t$conf.int[2]))
    if (scale == "madrs") x <- c(x, list(response = sum(2 * s[seen] <= b[seen]), remission = sum(s[seen] < 10)))
  }
  x
}

# Definitions: baseline and later score of those observed, of all, of all with the last score.
b <- scores("madrs", 0); e <- scores("madrs", end); l <- sapply(ids, last, scale = "madrs")
rules <- list(response = function(b, s) 2 * s <= b, remission = function(b, s) s < 10,
  remission_without_response = function(b, s) s < 10 & 2 * s > b,
  partial_response_25_50 = function(b, s) 4 * (b - s) >= b & 2 * s > b,
  remission_madrs_at_most_10 = function(b, s) s <= 10, remission_madrs_below_11 = function(b, s) s < 11,
  remission_madrs_at_most_11 = function(b, s) s <= 11, remission_madrs_at_most_12 = function(b, s) s <= 12,
  meaningful_madrs_10 = function(b, s) b - s >= 10, worse = function(b, s) s > b)
definitions <- function(who) lapply(rules, function(rule) list(
  observed = share(rule(b, e)[who]), all = share(ifelse(is.na(e), FALSE, rule(b, e))[who]),
  last = share(rule(b, l)[who])))

# Rules about several visits: TRUE, FALSE, or NA where it cannot be said.
sustained <- function(id) {
  v <- after(id, "madrs"); base <- at(id, "madrs", 0); met <- 2 * v$score <= base
  near <- which(abs(v$day - 21) <= 3)
  start <- if (length(near)) v$day[near[order(abs(v$day[near] - 21), v$day[near])[1]]] else 25
  from <- v$day >= start & v$day <= 87
  if (any(!met[from])) return(FALSE)
  if (!length(near) || max(v$day[from]) < 81) return(NA)
  TRUE
}
consecutive <- function(id) {
  met <- after(id, "madrs")$score <= 12; n <- length(met)
  if (any(met[-1] & met[-n])) return(TRUE)
  if (n == 0 || met[n]) NA else FALSE
}
relapse <- function(id) {
  v <- after(id, "madrs"); at <- which(v$score <= 12)
  if (!length(at)) return("not at risk")
  v <- v[seq_len(nrow(v)) > at[1], ]; n <- nrow(v)
  if (!n) return(NA)
  for (i in seq_len(n - 1)) if (v$score[i] >= 22 && v$score[i + 1] >= 22 &&
    (v$day[i + 1] - v$day[i]) %in% 5:15) return(TRUE)
  if (v$score[n] >= 22) NA else FALSE
}
tally <- function(x) { x <- x[is.na(x) | x != "not at risk"]
  list(yes = sum(x %in% c(TRUE, "TRUE")), no = sum(x %in% c(FALSE, "FALSE")), unknown = sum(is.na(x))) }

# Times.
time_to <- function(met) {
  one <- function(id) { v <- after(id, "madrs"); v <- v[v$day > 0, ]; hit <- which(met(at(id, "madrs", 0), v$score))
    if (length(hit)) c(v$day[hit[1]], 1) else c(max(v$day), 0) }
  as.data.frame(t(sapply(ids, one)))
}
curve <- function(x) {
  s <- survfit(Surv(V1, V2) ~ 1, x, conf.type = "log-log"); q <- quantile(s, 0.5)
  list(n = nrow(x), events = sum(x$V2), surv = I(s$surv), time = I(s$time), at_risk = I(s$n.risk),
       median = unname(q$quantile), lower = unname(q$lower), upper = unname(q$upper))
}
response <- time_to(rules$response); remission <- time_to(rules$remission)

# Adverse events and sessions.
adverse <- function(rows) c(share(ids %in% rows$patient_id), list(occurrences = nrow(rows)))
terms <- sort(unique(events$event))

# Groups: yes minus no.
exact_rank <- function(x, y) {
  r <- rank(c(x, y)); n <- length(x); w <- sum(r[seq_len(n)]); all <- combn(r, n, sum)
  min(1, 2 * min(mean(all <= w + 1e-9), mean(all >= w - 1e-9)))
}
brunner_munzel <- function(x, y) {
  n <- length(x); m <- length(y); r <- rank(c(x, y)); rx <- r[seq_len(n)]; ry <- r[-seq_len(n)]
  sx <- sum((rx - rank(x) - mean(rx) + (n + 1) / 2)^2) / (n - 1)
  sy <- sum((ry - rank(y) - mean(ry) + (m + 1) / 2)^2) / (m - 1)
  effect <- (mean(rx) - (n + 1) / 2) / m; se <- sqrt(sx / m + sy / n) / sqrt(n * m) * sqrt((n + m)) / sqrt(n + m)
  stat <- n * m * (mean(rx) - mean(ry)) / (n + m) / sqrt(n * sx + m * sy)
  df <- (n * sx + m * sy)^2 / ((n * sx)^2 / (n - 1) + (m * sy)^2 / (m - 1))
  list(effect = effect, p = 2 * pt(-abs(stat), df))
}
two <- function(scale) {
  b <- scores(scale, 0); e <- scores(scale, end); seen <- !is.na(b) & !is.na(e); d <- b - e
  x <- d[seen & group == "yes"]; y <- d[seen & group == "no"]
  t <- t.test(x, y); pooled <- sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / (length(x) + length(y) - 2))
  df <- length(x) + length(y) - 2; j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
  u <- sum(outer(x, y, ">") + outer(x, y, "==") / 2)
  fit <- lm(e ~ g + b, data.frame(e = e, b = b, g = group)[seen, ])
  se <- sqrt(diag(vcovHC(fit, "HC3")))[2]; half <- qt(0.975, fit$df.residual) * se
  list(n = I(c(length(x), length(y))), difference = mean(x) - mean(y), lower = t$conf.int[1], upper = t$conf.int[2],
       t = unname(t$statistic), df = unname(t$parameter), p = t$p.value, g = j * (mean(x) - mean(y)) / pooled,
       u = u, superiority = u / length(x) / length(y), rank_p = exact_rank(x, y),
       shift = median(outer(x, y, "-")), brunner_munzel = brunner_munzel(x, y),
       adjusted = unname(coef(fit)[2]), adjusted_lower = unname(coef(fit)[2] - half),
       adjusted_upper = unname(coef(fit)[2] + half), adjusted_p = unname(2 * pt(-abs(coef(fit)[2] / se), fit$df.residual)))
}
newcombe <- function(met) {
  x <- tapply(met, group, sum)[c("yes", "no")]; n <- table(group)[c("yes", "no")]; p <- x / n
  w <- sapply(1:2, function(i) suppressWarnings(prop.test(x[i], n[i], correct = FALSE))$conf.int)
  d <- p[1] - p[2]
  list(events = I(as.integer(x)), n = I(as.integer(n)), difference = unname(d),
       lower = unname(d - sqrt((p[1] - w[1, 1])^2 + (w[2, 2] - p[2])^2)),
       upper = unname(d + sqrt((w[2, 1] - p[1])^2 + (p[2] - w[1, 2])^2)),
       fisher = fisher.test(rbind(x, n - x))$p.value)
}
not_missing <- function(x) ifelse(is.na(x), FALSE, x)
log_rank <- survdiff(Surv(V1, V2) ~ group, response)

pairs <- read("payette2023_reconstructed.csv")
write_json(list(
  software = paste0(R.version.string, ", survival ", packageVersion("survival"), ", sandwich ",
                    packageVersion("sandwich"), ", BayesFactor ", packageVersion("BayesFactor")),
  script = "reference/generators/r/cohort_case_series.R",
  flow = list(read = length(ids), started = sum(!is.na(b)), completed = sum(patients$completed == "yes"),
              stopped = as.list(table(patients$stop_reason)), any_later = sum(!is.na(l)), analysed = sum(!is.na(e))),
  characteristics = list(age = characteristic(patients$age), failed_trials = characteristic(patients$failed_trials),
    episode_years = characteristic(patients$episode_years), madrs = characteristic(scores("madrs", 0)),
    phq9 = characteristic(scores("phq9", 0)),
    female = list(all = sum(female), no = sum(female[group == "no"]), yes = sum(female[group == "yes"]),
                  apart = unname(abs(p[1] - p[2]) / sqrt((p[1] * (1 - p[1]) + p[2] * (1 - p[2])) / 2)))),
  change = change,
  visits = lapply(c(madrs = "madrs", phq9 = "phq9"), function(s) lapply(planned, function(d) visit(s, d))),
  definitions = list(all = definitions(rep(TRUE, length(ids))), no = definitions(group == "no"),
                     yes = definitions(group == "yes")),
  over_visits = list(sustained_response_comp001 = tally(sapply(ids, sustained)),
                     consistent_remission_two_visits = tally(sapply(ids, consecutive)),
                     relapse_sustain1 = tally(sapply(ids, relapse))),
  times = list(response = curve(response), remission = curve(remission)),
  events = list(any = adverse(events), serious = adverse(events[events$serious == "yes", ]),
                terms = setNames(lapply(terms, function(t) adverse(events[events$event == t, ])), terms),
                unseen = 1 - 0.05^(1 / length(ids))),
  sessions = list(per_patient = describe(as.numeric(table(factor(sessions$patient_id, ids)))),
                  dose = describe(sessions$dose), interrupted = sum(!is.na(sessions$deviation))),
  groups = list(madrs = two("madrs"), phq9 = two("phq9"), response = newcombe(not_missing(rules$response(b, e))),
                remission = newcombe(not_missing(rules$remission(b, e))),
                log_rank = list(chi_squared = log_rank$chisq, p = pchisq(log_rank$chisq, 1, lower.tail = FALSE))),
  payette = c(estimates(pairs$madrs_baseline, pairs$madrs_post),
              list(response = sum(2 * pairs$madrs_post <= pairs$madrs_baseline),
                   remission = sum(pairs$madrs_post < 10)))
), "reference/expected/r/cohort_case_series.json")
