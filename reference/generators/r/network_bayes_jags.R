# Bayesian network meta-analysis of arms by JAGS: long runs whose own simulation error is reported.
# Run from the folder `reference/`:  Rscript generators/r/network_bayes_jags.R
# Needs jags, r-cran-rjags, r-cran-coda, r-cran-metadat and the libraries of reference/generators/r/json.R.
# Reads datasets/hasselblad1998_named.csv and welton2009.csv, writes expected/jags/network_{smoking,rates,means}.json
# and welton_{systolic,diastolic,cholesterol}.json. Those names (smoking, welton_systolic) as arguments make those alone.
#
# Model: link(arm k of trial i) = mu_i + delta_ik, delta_i1 = 0; the others are jointly normal with means
# d[t_ik] - d[t_i1], variance tau^2 and covariances tau^2/2, here written as u_ik - u_i1 with independent
# u ~ N(d[t], tau^2/2). Priors: mu_i and d normal about 0, tau uniform.

suppressMessages({library(rjags); library(coda); library(metadat)})
source("generators/r/json.R")

body <- function(likelihood, fitted, deviance, random) paste0("model {
  for (j in 1:arms) {
    ", likelihood, "
    eta[j] <- mu[trial[j]] + delta[j]
    delta[j] <- ", if (random) "u[j] - u[first[j]]" else "d[treatment[j]] - d[treatment[first[j]]]", "
    ", if (random) "u[j] ~ dnorm(d[treatment[j]], 2 / (tau * tau))" else "", "
    fitted[j] <- ", fitted, "
    dev[j] <- ", deviance, "
  }
  for (i in 1:trials) { mu[i] ~ dnorm(0, 1 / (wide * wide)) }
  d[1] <- 0
  for (k in 2:treatments) { d[k] ~ dnorm(0, 1 / (wide * wide)) }
  ", if (random) "tau ~ dunif(0, upper)" else "", "
}")
binomial <- list(
  "events[j] ~ dbin(p[j], n[j])\n    logit(p[j]) <- eta[j]", "p[j] * n[j]",
  # An empty cell adds nothing: 0 log 0 = 0.
  "2 * (events[j] * (log(max(events[j], 0.5)) - log(fitted[j])) + (n[j] - events[j]) * (log(max(n[j] - events[j], 0.5)) - log(n[j] - fitted[j])))")
poisson <- list(
  "events[j] ~ dpois(rate[j] * time[j])\n    log(rate[j]) <- eta[j]", "rate[j] * time[j]",
  "2 * (events[j] * (log(max(events[j], 0.5)) - log(fitted[j])) - (events[j] - fitted[j]))")
normal <- list(
  "y[j] ~ dnorm(eta[j], 1 / (se[j] * se[j]))", "eta[j]", "pow((y[j] - fitted[j]) / se[j], 2)")

trials_of <- function(study) match(study, unique(study))
run <- function(kind, arms, outcome, labels, wide, upper, random, iterations) {
  trial <- trials_of(arms$study)
  data <- c(outcome, list(arms = nrow(arms), trials = max(trial), treatments = length(labels), trial = trial,
    first = match(trial, trial), treatment = match(arms$treatment, labels), wide = wide))
  if (random) data$upper <- upper
  inits <- lapply(1:4, function(chain) list(.RNG.name = "base::Mersenne-Twister", .RNG.seed = 2026 + chain))
  model <- jags.model(textConnection(do.call(body, c(unname(kind), random))), data, inits, n.chains = 4,
                      n.adapt = 2000, quiet = TRUE)
  update(model, 3000, progress.bar = "none")
  draws <- coda.samples(model, c("d", if (random) "tau", "dev", "fitted"), iterations, progress.bar = "none")
  pick <- function(name) as.mcmc.list(lapply(draws, function(chain) as.mcmc(chain[, name])))
  contrast <- function(i, j) as.mcmc.list(lapply(draws, function(chain)
    as.mcmc(chain[, sprintf("d[%d]", i)] - chain[, sprintf("d[%d]", j)])))
  about <- function(chains) {
    x <- as.numeric(unlist(chains)); ess <- as.numeric(effectiveSize(chains))
    # The standard error of a standard deviation is that of the mean square over twice it.
    squares <- as.mcmc.list(lapply(chains, function(chain) as.mcmc((as.numeric(chain) - mean(x))^2)))
    mcse_sd <- sd(unlist(squares)) / sqrt(as.numeric(effectiveSize(squares))) / (2 * sd(x))
    list(mean = mean(x), sd = sd(x), quantiles = I(unname(quantile(x, c(0.025, 0.5, 0.975)))), ess = ess,
         mcse_mean = sd(x) / sqrt(ess), mcse_sd = mcse_sd, above_zero = mean(x > 0))
  }
  n <- length(labels)
  pairs <- do.call(rbind, lapply(1:(n - 1), function(i) cbind(i + seq_len(n - i), i)))
  all <- do.call(rbind, draws)
  d <- cbind(all[, sprintf("d[%d]", 1:n)])
  ranks <- t(apply(-d, 1, rank))
  deviance <- colMeans(all[, sprintf("dev[%d]", seq_len(nrow(arms)))])
  fitted <- colMeans(all[, sprintf("fitted[%d]", seq_len(nrow(arms)))])
  total <- as.mcmc.list(lapply(draws, function(chain)
    as.mcmc(rowSums(chain[, sprintf("dev[%d]", seq_len(nrow(arms)))]))))
  list(random = random, wide = wide, upper = if (random) upper else NA, kept = nrow(all),
    comparisons = lapply(seq_len(nrow(pairs)), function(k) c(list(one = labels[pairs[k, 1]], other = labels[pairs[k, 2]]),
      about(contrast(pairs[k, 1], pairs[k, 2])))),
    tau = if (random) about(pick("tau")) else list(),
    rank_shares = lapply(seq_len(n), function(k) I(tabulate(ranks[, k], n) / nrow(ranks))),
    deviance = I(unname(deviance)), fitted = I(unname(fitted)), total_deviance = about(total))
}
made <- list(generator = "reference/generators/r/network_bayes_jags.R",
  software = "JAGS", software_version = paste(as.character(jags.version()), "rjags", packageVersion("rjags"), "coda", packageVersion("coda")),
  r_version = R.version.string, date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/network_bayes_jags.R")
dir.create("expected/jags", showWarnings = FALSE)
which <- commandArgs(TRUE)
wanted <- function(name) length(which) == 0 || name %in% which

smoking <- read.csv("datasets/hasselblad1998_named.csv")
theirs <- dat.hasselblad1998
stopifnot(all(smoking$events == theirs$xi), all(smoking$n == theirs$ni),
          length(unique(paste(smoking$treatment, theirs$trt))) == 4)
if (wanted("smoking")) {
  labels <- c("No contact", "Self-help", "Individual counselling", "Group counselling")
  outcome <- list(events = smoking$events, n = smoking$n)
  write_json(list(made = made, input = list(dataset = "hasselblad1998_named.csv",
      sha256 = sub(" .*", "", system("sha256sum datasets/hasselblad1998_named.csv", intern = TRUE))),
    treatments = I(labels),
    random = run(binomial, smoking, outcome, labels, 100, 5, TRUE, 40000),
    common = run(binomial, smoking, outcome, labels, 100, NA, FALSE, 20000)), "expected/jags/network_smoking.json")
}
# Two invented networks of four treatments, one with a trial of three arms.
invented <- data.frame(
  study = c("1", "1", "2", "2", "3", "3", "3", "4", "4", "5", "5", "6", "6", "7", "7"),
  treatment = c("A", "B", "A", "B", "A", "B", "C", "B", "C", "C", "D", "A", "D", "A", "C"))
if (wanted("rates")) {
  outcome <- list(events = c(12, 7, 30, 22, 9, 6, 4, 15, 9, 11, 14, 25, 21, 8, 3),
                  time = c(100, 95, 310, 280, 60, 64, 58, 150, 155, 90, 88, 200, 210, 75, 70))
  write_json(list(made = made, arms = list(study = I(invented$study), treatment = I(invented$treatment),
      events = I(outcome$events), time = I(outcome$time)), treatments = I(LETTERS[1:4]),
    random = run(poisson, invented, outcome, LETTERS[1:4], 10, 2, TRUE, 60000)), "expected/jags/network_rates.json")
}
if (wanted("means")) {
  outcome <- list(y = c(-1.2, -2.9, -0.4, -1.9, -1.0, -2.2, -3.1, -2.0, -2.6, -2.4, -1.1, -0.7, -1.3, -0.9, -2.8),
                  se = c(0.4, 0.45, 0.5, 0.5, 0.35, 0.4, 0.4, 0.6, 0.55, 0.5, 0.5, 0.45, 0.4, 0.6, 0.6))
  write_json(list(made = made, arms = list(study = I(invented$study), treatment = I(invented$treatment),
      mean = I(outcome$y), se = I(outcome$se)), treatments = I(LETTERS[1:4]),
    random = run(normal, invented, outcome, LETTERS[1:4], 50, 5, TRUE, 50000)), "expected/jags/network_means.json")
}

# The priors of the R package gemtc: with the largest difference within a trial as the scale, tau is uniform below it and
# mu and d are normal with 15 times it.
welton <- read.csv("datasets/welton2009.csv", colClasses = c(study = "character"))
for (outcome in unique(welton$outcome)) if (wanted(paste0("welton_", outcome))) {
  own <- welton[welton$outcome == outcome, ]
  scale <- max(abs(tapply(own$mean, own$study, diff)))
  labels <- c("psychological", "usual care")
  found <- run(normal, own, list(y = own$mean, se = own$sd / sqrt(own$n)), labels, 15 * scale, scale, TRUE, 50000)
  write_json(list(made = made, input = list(dataset = "welton2009.csv",
      sha256 = sub(" .*", "", system("sha256sum datasets/welton2009.csv", intern = TRUE))),
    outcome = outcome, treatments = I(labels), random = found), paste0("expected/jags/welton_", outcome, ".json"))
}
