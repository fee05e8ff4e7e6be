# Reference numbers for the binomial-normal model of a network: marginal likelihoods by the trapezoidal rule on
# plain grids, maxima by optim and Newton steps on numerical derivatives.
# Run from the folder `reference/`:  Rscript generators/r/network_counts_random.R
# Reads metadat's dat.hasselblad1998 (Hasselblad V. Med Decis Making 1998;18:37-43: smoking cessation) and writes
# expected/network_counts/hasselblad1998.json, which holds the counts that were used.
#
# logit p = level + theta[treatment] + u; contrasts of u have variance tau^2 and covariance tau^2/2. "centred": u is
# the projection of independent effects onto what sums to zero; "first": none in the first arm of a trial.

suppressMessages({library(metadat); library(numDeriv)})
source("generators/r/json.R")

d <- with(dat.hasselblad1998, data.frame(id = study, treatment = as.character(trt), event = xi, n = ni))
treatments <- sort(unique(d$treatment))
d$place <- match(d$treatment, treatments)
trials <- lapply(split(d, factor(d$id, unique(d$id))), function(t) {
  k <- nrow(t)
  # Any root of the covariance serves: here that of the eigenvalues.
  root <- function(s) { e <- eigen(s, symmetric = TRUE); e$vectors[, 1:(k - 1), drop = FALSE] %*% diag(sqrt(e$values[1:(k - 1)]), k - 1) }
  centred <- (diag(k) - 1 / k) / 2
  first <- matrix(0, k, k); first[-1, -1] <- (diag(k - 1) + 1) / 2
  # Well below the width of the sharpest integrand, about 0.09 with 1,561 patients.
  step <- if (k == 2) 0.02 else 0.1
  axis <- seq(-8, 8, by = step)
  z <- as.matrix(expand.grid(rep(list(axis), k - 1)))
  list(event = t$event, n = t$n, place = t$place, z = z, log_weight = rowSums(dnorm(z, log = TRUE)) + (k - 1) * log(step),
       centred = z %*% t(root(centred)), first = z %*% t(root(first)))
})

marginal <- function(t, theta, tau, spread) {
  u <- sweep(tau * t[[spread]], 2, theta[t$place], "+")
  constant <- sum(lchoose(t$n, t$event))
  height <- function(level) {
    eta <- level + u
    g <- t$log_weight
    for (i in seq_along(t$n)) g <- g + t$event[i] * eta[, i] - t$n[i] * (pmax(eta[, i], 0) + log1p(exp(-abs(eta[, i]))))
    top <- max(g)
    constant + top + log(sum(exp(g - top)))
  }
  crude <- qlogis(sum(t$event) / sum(t$n)) - mean(theta[t$place])
  optimize(height, crude + c(-3, 3), maximum = TRUE, tol = 1e-9)$objective
}
total <- function(theta, tau, spread) sum(sapply(trials, marginal, theta = theta, tau = tau, spread = spread))

fixed <- lapply(list(list(rep(0, 4), 0.5), list(c(0, 0.5, 0.8, 1), 0.8), list(c(0, 0.5, 0.8, 1), 0)), function(at)
  list(values = I(at[[1]]), tau = at[[2]], centred = total(at[[1]], at[[2]], "centred"),
       first = total(at[[1]], at[[2]], "first")))
best <- lapply(c(centred = "centred", first = "first"), function(spread) {
  f <- function(x) total(c(0, x[1:3]), x[4], spread)
  at <- optim(c(0.5, 0.8, 1, 0.7), f, method = "BFGS", control = list(fnscale = -1, reltol = 1e-10))$par
  small <- list(d = 1e-3, eps = 1e-3, r = 3)
  for (i in 1:2) at <- as.numeric(at - solve(hessian(f, at, method.args = small), grad(f, at, method.args = small)))
  cov <- solve(-hessian(f, at, method.args = small))
  list(log_likelihood = f(at), b = I(c(0, at[1:3])), se = I(c(0, sqrt(diag(cov)[1:3]))), tau = at[4],
       se_tau = sqrt(cov[4, 4]))
})
write_json(list(
  made = list(generator = "reference/generators/r/network_counts_random.R", software = "R",
              software_version = R.version.string, data = paste("metadat", packageVersion("metadat"), "dat.hasselblad1998"),
              date = format(Sys.Date()), command = "cd reference && Rscript generators/r/network_counts_random.R"),
  arms = list(study = I(as.character(d$id)), treatment = I(d$treatment), events = I(as.numeric(d$event)),
              n = I(as.numeric(d$n))),
  treatments = I(treatments), fixed = fixed, best = best), "expected/network_counts/hasselblad1998.json")
