# Reference numbers for a network of log hazard ratios from several kinds of reports.
# Run from the folder `reference/`:  Rscript generators/r/network_survival.R
# Writes expected/network/survival.json. Base R only.
#
# Counts: Woods BS et al. BMC Med Res Methodol 2010;10:54, Table 1, as in metadat's dat.woods2010 (page not
# verified); the other trials are made up. Counts by glm(binomial("cloglog")) and rates by glm(poisson), each
# trial with an intercept of its own; hazard ratios, log-rank tests and medians by their formulas; the network
# by generalised least squares with solve().

source("generators/r/json.R")

counts <- data.frame(
  study = c("Boyd 1997", "Boyd 1997", rep("Calverly 2003", 4), "Celli 2003", "Celli 2003"),
  treatment = c("S", "P", "F", "S", "SFC", "P", "S", "P"),
  events = c(1, 1, 4, 3, 2, 7, 1, 2), n = c(229, 227, 374, 372, 358, 361, 554, 270))
rates <- data.frame(study = "rates", treatment = c("P", "F", "S"), events = c(31, 24, 19), time = c(410.5, 398.25, 402))
medians <- data.frame(study = "medians", treatment = c("P", "SFC"), median = c(11.5, 14.25), events = c(63, 55))
ratio <- data.frame(study = "ratios", treatment1 = c("F", "SFC", "SFC"), treatment2 = c("P", "P", "F"),
                    ratio = c(0.9, 0.75, 0.75 / 0.9), lower = c(0.72, 0.59, 0.68), level = c(0.95, 0.95, 0.9))
ratio$upper <- ratio$ratio^2 / ratio$lower
log_rank <- data.frame(study = "log rank", treatment1 = "S", treatment2 = "P", o_minus_e = -6.25, v = 21.5)

# Contrasts of the arms of a trial with its first, by a glm with one parameter for each of them.
of_glm <- function(d, fit) {
  d$arm <- factor(d$treatment, levels = d$treatment)
  f <- fit(d)
  list(study = d$study[1], base = d$treatment[1], others = d$treatment[-1],
       y = unname(coef(f)[-1]), v = unname(vcov(f)[-1, -1, drop = FALSE]))
}
control <- glm.control(epsilon = 1e-13, maxit = 200)
by_counts <- lapply(split(counts, counts$study), of_glm, function(d)
  glm(cbind(events, n - events) ~ arm, binomial("cloglog"), d, control = control))
by_rates <- list(of_glm(rates, function(d) glm(events ~ arm, poisson, d, offset = log(time), control = control)))
by_medians <- list(list(study = "medians", base = "P", others = "SFC", y = log(medians$median[1] / medians$median[2]),
                        v = matrix(sum(1 / medians$events))))
se <- log(ratio$upper / ratio$lower) / (2 * qnorm((1 + ratio$level) / 2))
by_ratio <- list(list(study = "ratios", base = "P", others = c("F", "SFC"), y = log(ratio$ratio[1:2]),
                      v = matrix(c(se[1]^2, rep((se[1]^2 + se[2]^2 - se[3]^2) / 2, 2), se[2]^2), 2)))
by_log_rank <- list(list(study = "log rank", base = "P", others = "S", y = log_rank$o_minus_e / log_rank$v,
                         v = matrix(1 / log_rank$v)))
trials <- unname(c(by_counts, by_rates, by_medians, by_ratio, by_log_rank))

treatments <- c("F", "S", "SFC")
rows <- function(t) t(sapply(t$others, function(o) (treatments == o) - (treatments == t$base)))
x <- do.call(rbind, lapply(trials, rows))
y <- unlist(lapply(trials, `[[`, "y"))
v <- matrix(0, length(y), length(y))
at <- 0
for (t in trials) {
  i <- at + seq_along(t$y)
  v[i, i] <- t$v
  at <- at + length(t$y)
}
w <- solve(v)
inverse <- solve(t(x) %*% w %*% x)
b <- as.numeric(inverse %*% t(x) %*% w %*% y)
r <- y - x %*% b

columns <- function(d) lapply(d, function(column) I(column))
write_json(list(
  made = list(generator = "reference/generators/r/network_survival.R", software = "R", software_version = R.version.string,
              packages = "stats", platform = R.version$platform, date = format(Sys.Date()),
              command = "cd reference && Rscript generators/r/network_survival.R"),
  counts = columns(counts), rates = columns(rates), medians = columns(medians), ratios = columns(ratio),
  log_rank = as.list(log_rank),
  trials = lapply(trials, function(t) list(study = t$study, base = t$base, others = I(t$others), y = I(t$y),
                                           v = I(as.numeric(t$v)))),
  reference = "P", treatments = I(treatments), b = I(b), covariance = I(as.numeric(inverse)),
  Q = as.numeric(t(r) %*% w %*% r), df = length(y) - length(b)
), "expected/network/survival.json")
