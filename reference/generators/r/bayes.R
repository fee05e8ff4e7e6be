# The Bayesian normal-normal model by R's own adaptive quadrature, a second time beside mpmath.
# Run from the folder `reference/`:  Rscript generators/r/bayes.R
# Writes expected/r/bayes.csv: dataset, mean_prior, tau_prior, quantity, value. Base R only: the model
# is written with dnorm, and mu is integrated out by hand (flat prior) or by `integrate` (normal prior).

read <- function(name) read.csv(file.path("datasets", paste0(name, ".csv")))

# A half-line is cut into pieces, each handed to `integrate` apart.
pieces <- function(f, cuts) {
  parts <- mapply(function(a, b) integrate(Vectorize(f), a, b, rel.tol = 1e-11, abs.tol = 0,
                                           subdivisions = 2000L)$value,
                  head(cuts, -1), tail(cuts, -1))
  sum(parts)
}

posterior <- function(name, prior, cuts, mean_prior = NULL) {
  d <- read(name)
  y <- d$estimate
  v <- d$variance
  given <- function(tau) {
    w <- 1 / (v + tau^2)
    if (!is.null(mean_prior)) {
      w <- c(w, 1 / mean_prior[2]^2)
      y <- c(y, mean_prior[1])
    }
    list(mean = sum(w * y) / sum(w), sd = 1 / sqrt(sum(w)))
  }
  likelihood <- function(tau) {
    at <- given(tau)
    # The joint density of data and mu over the conditional one of mu, both at its mean.
    joint <- prod(dnorm(y, at$mean, sqrt(v + tau^2)))
    if (!is.null(mean_prior)) joint <- joint * dnorm(at$mean, mean_prior[1], mean_prior[2])
    joint / dnorm(at$mean, at$mean, at$sd)
  }
  f <- function(tau) prior(tau) * likelihood(tau)
  z <- pieces(f, cuts)
  e <- function(g) pieces(function(tau) g(tau, given(tau)) * f(tau), cuts) / z
  out <- list()
  if (!is.null(mean_prior)) out$log_evidence <- log(z)
  out$tau.mean <- e(function(tau, at) tau)
  out$tau.sd <- sqrt(e(function(tau, at) (tau - out$tau.mean)^2))
  out$mu.mean <- e(function(tau, at) at$mean)
  out$mu.sd <- sqrt(e(function(tau, at) at$sd^2 + (at$mean - out$mu.mean)^2))
  out$mu.cdf.0 <- e(function(tau, at) pnorm(0, at$mean, at$sd))
  out$new.sd <- sqrt(e(function(tau, at) tau^2 + at$sd^2 + (at$mean - out$mu.mean)^2))
  out$new.cdf.0 <- e(function(tau, at) pnorm(0, at$mean, sqrt(at$sd^2 + tau^2)))
  out$study1.mean <- e(function(tau, at) {
    b <- v[1] / (v[1] + tau^2)
    y[1] + b * (at$mean - y[1])
  })
  out$bayes_factor.tau_zero <- likelihood(0) / z
  out
}

half_normal <- function(scale) function(tau) 2 * dnorm(tau, 0, scale)

analyses <- list(
  list("rubin1981", "flat", "half_normal(10)",
       posterior("rubin1981", half_normal(10), c(0, 5, 15, 40, 120))),
  list("two_studies", "flat", "half_normal(1)",
       posterior("two_studies", half_normal(1), c(0, 0.5, 1.5, 4, 12))),
  list("one_study", "normal(0;1)", "half_normal(0.5)",
       posterior("one_study", half_normal(0.5), c(0, 0.2, 1, 2, 6), c(0, 1))),
  list("equal_variance", "flat", "uniform(3)",
       posterior("equal_variance", function(tau) 1 / 3, c(0, 0.5, 1.5, 3)))
)

file <- file("expected/r/bayes.csv", "w")
writeLines(sprintf("# generator reference/generators/r/bayes.R, R %s.%s, %s, integrate with rel.tol 1e-11",
                   R.version$major, R.version$minor, format(Sys.Date())), file)
writeLines("dataset,mean_prior,tau_prior,quantity,value", file)
for (a in analyses) {
  for (quantity in names(a[[4]])) {
    writeLines(sprintf("%s,%s,%s,%s,%.15g", a[[1]], a[[2]], a[[3]], quantity, a[[4]][[quantity]]), file)
  }
}
close(file)
