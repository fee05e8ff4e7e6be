# The posterior of a random-effects network of contrasts, by brute force in base R.
# Run from the folder `reference/`:  Rscript generators/r/network_bayes.R
# Reads datasets/hasselblad1998_named.csv, writes expected/r/network_bayes.json.
#
# Log odds ratios against the first arm of each trial (a half added to all cells of a trial with an empty
# cell) with their covariances. Given tau the posterior of the effects is normal, by dense matrices; tau is
# integrated by the trapezoid rule in x, ln tau = 2 sinh x, whose error falls faster than any power of its step.

source("generators/r/json.R")
a <- read.csv("datasets/hasselblad1998_named.csv")
half <- ave(as.numeric(a$events == 0 | a$events == a$n), a$study, FUN = max) / 2
logit <- log((a$events + half) / (a$n - a$events + half))
variance <- 1 / (a$events + half) + 1 / (a$n - a$events + half)
labels <- unique(a$treatment)
labels <- c("No contact", setdiff(labels, "No contact"))
trial <- match(a$study, unique(a$study))
rows <- lapply(split(seq_len(nrow(a)), trial), function(at) {
  others <- at[-1]
  list(y = logit[others] - logit[at[1]],
       x = t(sapply(others, function(i) (labels == a$treatment[i]) - (labels == a$treatment[at[1]])))[, -1, drop = FALSE],
       v = variance[at[1]] + diag(variance[others], nrow = length(others)),
       s = (diag(length(others)) + 1) / 2)
})
block <- function(key) {
  sizes <- sapply(rows, function(r) nrow(r[[key]]))
  out <- matrix(0, sum(sizes), sum(sizes)); end <- cumsum(sizes)
  for (i in seq_along(rows)) { at <- (end[i] - sizes[i] + 1):end[i]; out[at, at] <- rows[[i]][[key]] }
  out
}
y <- unlist(lapply(rows, `[[`, "y")); x <- do.call(rbind, lapply(rows, `[[`, "x"))
v <- block("v"); s <- block("s"); m <- length(y); p <- ncol(x)

# ln p(y | tau), mean and covariance of d; prior sd of each d, or flat.
given <- function(tau, sd) {
  w <- chol(v + tau^2 * s)
  ys <- backsolve(w, y, transpose = TRUE); xs <- backsolve(w, x, transpose = TRUE)
  precision <- crossprod(xs) + if (is.null(sd)) 0 else diag(1 / sd^2, p)
  r <- chol(precision)
  b <- backsolve(r, backsolve(r, crossprod(xs, ys), transpose = TRUE))
  # What depends on d is completed to a square.
  q <- sum(ys^2) - sum(b * crossprod(xs, ys))
  constant <- if (is.null(sd)) (m - p) * log(2 * pi) else m * log(2 * pi) + 2 * p * log(sd)
  list(log = -0.5 * (constant + 2 * sum(log(diag(w))) + 2 * sum(log(diag(r))) + q), b = as.numeric(b),
       v = chol2inv(r))
}
posterior <- function(log_prior_ln_tau, sd) {
  h <- 0.01
  # For a uniform prior on (0, u), tau is u/(1 + exp(-2 sinh x)).
  xs <- seq(-4.2, 4.2, by = h)
  upper <- attr(log_prior_ln_tau, "upper")
  t <- if (is.null(upper)) 2 * sinh(xs) else log(upper) - log1p(exp(-2 * sinh(xs)))
  slope <- 2 * cosh(xs) * if (is.null(upper)) 1 else 1 / (1 + exp(2 * sinh(xs)))
  keep <- t > -40 & t < 40
  t <- t[keep]; slope <- slope[keep]
  at <- lapply(exp(t), given, sd = sd)
  log <- sapply(at, `[[`, "log") + log_prior_ln_tau(t) + log(slope)
  top <- max(log)
  weights <- exp(log - top); total <- sum(weights) * h; weights <- weights / sum(weights)
  solve_for <- function(f, p, range) uniroot(function(z) f(z) - p, range, tol = 1e-14)$root
  about <- function(c, tau_too) {
    mean <- sapply(at, function(g) sum(c * g$b)); se <- sqrt(sapply(at, function(g) as.numeric(c %*% g$v %*% c)))
    if (tau_too) se <- sqrt(se^2 + exp(2 * t))
    centre <- sum(weights * mean)
    cdf <- function(z) sum(weights * pnorm(z, mean, se))
    list(mean = centre, sd = sqrt(sum(weights * (se^2 + (mean - centre)^2))),
         quantiles = I(sapply(c(0.025, 0.5, 0.975), function(p) solve_for(cdf, p, c(-20, 20)))),
         above_half = sum(weights * pnorm(0.5, mean, se, lower.tail = FALSE)))
  }
  pairs <- do.call(rbind, lapply(1:p, function(i) cbind(i + seq_len(p + 1 - i), i)))
  contrast <- function(k) { e <- numeric(p + 1); e[pairs[k, 1]] <- 1; e[pairs[k, 2]] <- -1; e[-1] }
  tau <- exp(t)
  list(comparisons = lapply(seq_len(nrow(pairs)), function(k) list(one = labels[pairs[k, 1]], other = labels[pairs[k, 2]],
         mean_effect = about(contrast(k), FALSE), new_trial = about(contrast(k), TRUE))),
       tau_mean = sum(weights * tau), tau_sd = sqrt(sum(weights * (tau - sum(weights * tau))^2)),
       log_evidence = top + log(total))
}
half_normal <- function(scale) function(t) log(2) + dnorm(exp(t), 0, scale, log = TRUE) + t
uniform <- function(upper) structure(function(t) -log(upper) + t, upper = upper)
log_normal <- function(mean, sd) function(t) dnorm(2 * t, mean, sd, log = TRUE) + log(2)
write_json(list(
  made = list(generator = "reference/generators/r/network_bayes.R", software = "R",
    software_version = paste(R.version$major, R.version$minor, sep = "."), r_version = R.version.string,
    date = format(Sys.Date()), command = "cd reference && Rscript generators/r/network_bayes.R"),
  input = list(dataset = "hasselblad1998_named.csv", sha256 = sub(" .*", "", system("sha256sum datasets/hasselblad1998_named.csv", intern = TRUE))),
  treatments = I(labels),
  log_likelihoods = lapply(c(0, 0.3, 2), function(tau) list(tau = tau, flat = given(tau, NULL)$log, normal = given(tau, 2)$log)),
  half_normal_flat = posterior(half_normal(1), NULL),
  uniform_flat = posterior(uniform(5), NULL),
  log_normal_normal = posterior(log_normal(-2.56, 1.74), 2),
  half_normal_normal = posterior(half_normal(1), 2)
), "expected/r/network_bayes.json")
