# Meta-analytic-predictive priors of a rate by brute force: trapezoids and Gauss-Legendre panels, base R.
# Run from the folder `reference/`:  Rscript generators/r/map_prior.R
# Writes expected/r/map_prior.csv: case, quantity, value. About two minutes.
#
# The model is written with dbinom and dnorm. tau by Gauss-Legendre panels; every other integral by
# trapezoids, in standard units where tau is small and on one grid of logits where it is not, so that no
# density is interpolated.

legendre <- function(n) {
  # Golub and Welsch: nodes are eigenvalues of the Jacobi matrix.
  i <- seq_len(n - 1)
  b <- i / sqrt(4 * i^2 - 1)
  j <- diag(0, n)
  j[cbind(i, i + 1)] <- b
  j[cbind(i + 1, i)] <- b
  e <- eigen(j, symmetric = TRUE)
  list(x = rev(e$values), w = rev(2 * e$vectors[1, ]^2))
}
rule <- legendre(16)
panels <- function(cuts) {
  half <- diff(cuts) / 2
  middle <- head(cuts, -1) + half
  list(x = as.vector(outer(rule$x, half) + rep(middle, each = 16)),
       w = as.vector(outer(rule$w, half)))
}

# Narrow normal densities are followed in their own units, wide ones on one fine grid of logits.
narrow <- 0.1
z_step <- 0.25
z <- seq(-9, 9, by = z_step)
z_weight <- z_step * dnorm(z)
eta_step <- 0.025
eta <- seq(-40, 40, by = eta_step)
half <- panels(seq(0, 9, by = 0.5))

analyse <- function(name, x, n, scale, mean_sd, new, cuts_at, mu_step, mu_range) {
  started <- Sys.time()
  curves <- sapply(seq_along(x), function(i) dbinom(x[i], n[i], plogis(eta)))
  # The log of prior times likelihood at a vector of mu and one tau.
  log_joint <- function(mu, t) {
    prior <- dnorm(mu, 0, mean_sd, log = TRUE) + dnorm(t, 0, scale, log = TRUE)
    if (t > narrow) {
      near <- eta > min(mu) - 9 * t & eta < max(mu) + 9 * t
      kernel <- dnorm(outer(mu, eta[near], "-"), 0, t) * eta_step
      return(prior + rowSums(log(kernel %*% curves[near, , drop = FALSE])))
    }
    p <- plogis(outer(t * z, mu, "+"))
    for (i in seq_along(x)) prior <- prior + log(colSums(z_weight * dbinom(x[i], n[i], p)))
    prior
  }
  a <- min(sqrt(1 / (x + 0.5) + 1 / (n - x + 0.5)))
  cuts <- a / 4 * 2^(0:40)
  cuts <- sort(unique(c(0, narrow, cuts[cuts < 0.75 * 8 * scale], 8 * scale)))
  tau <- panels(cuts)
  mu <- seq(mu_range[1], mu_range[2], by = mu_step)
  joint <- sapply(tau$x, function(t) log_joint(mu, t))
  top <- max(joint)
  joint <- exp(joint - top) * rep(tau$w, each = length(mu))
  total <- sum(joint)
  joint <- joint / total
  wide <- tau$x > narrow
  out <- list()
  add <- function(quantity, value) {
    out[[length(out) + 1]] <<- data.frame(case = name, quantity = quantity,
                                          value = sprintf("%.17g", value))
  }
  by_tau <- colSums(joint)
  tau_mean <- sum(by_tau * tau$x)
  add("tau.mean", tau_mean)
  add("tau.sd", sqrt(sum(by_tau * (tau$x - tau_mean)^2)))
  by_mu <- rowSums(joint)
  rate_mean <- sum(by_mu * plogis(mu))
  add("mean_rate.mean", rate_mean)
  add("mean_rate.sd", sqrt(sum(by_mu * (plogis(mu) - rate_mean)^2)))

  # The density of theta* from the wide tau, on the grid.
  grid <- numeric(length(eta))
  for (j in which(wide)) {
    used <- joint[, j] > 0
    grid <- grid + colSums(joint[used, j] * dnorm(outer(mu[used], eta, "-"), 0, tau$x[j]))
  }
  expect <- function(f) {
    narrow_part <- sapply(which(!wide), function(j) {
      sum(joint[, j] * colSums(z_weight * f(outer(tau$x[j] * z, mu, "+"))))
    })
    sum(grid * f(eta)) * eta_step + sum(narrow_part)
  }
  prior_mean <- expect(plogis)
  add("rate.mean", prior_mean)
  add("rate.sd", sqrt(expect(function(t) (plogis(t) - prior_mean)^2)))

  # The step at t is narrow in mu for narrow tau: panels that are fine there.
  below <- function(t) {
    parts <- sapply(seq_along(tau$x), function(j) {
      s <- tau$x[j]
      if (s > narrow) return(sum(joint[, j] * pnorm(t, mu, s)))
      k <- seq(0, 9, by = 1)
      used <- range(mu[joint[, j] > 1e-20 * max(joint[, j])])
      cuts <- c(seq(used[1], used[2], length.out = 15), t - s * k, t + s * k)
      cuts <- sort(unique(cuts[cuts >= used[1] & cuts <= used[2]]))
      cuts <- cuts[c(TRUE, diff(cuts) > 1e-12)]
      at <- panels(cuts)
      density <- exp(log_joint(at$x, s) - top) * tau$w[j] / (total * mu_step)
      sum(at$w * density * pnorm(t, at$x, s))
    })
    sum(parts)
  }
  for (p in cuts_at) add(paste0("rate.cdf.", p), below(qlogis(p)))
  for (i in seq_len(nrow(new))) {
    x1 <- new$events[i]
    n1 <- new$n[i]
    tag <- paste0(".", x1, ".", n1)
    mass <- expect(function(t) dbinom(x1, n1, plogis(t)))
    add(paste0("mass", tag), mass)
    add(paste0("at_most", tag), expect(function(t) pbinom(x1, n1, plogis(t))))
    add(paste0("at_least", tag), expect(function(t) pbinom(x1 - 1, n1, plogis(t), lower.tail = FALSE)))
    m1 <- expect(function(t) plogis(t) * dbinom(x1, n1, plogis(t))) / mass
    add(paste0("posterior.mean", tag), m1)
    add(paste0("posterior.sd", tag),
        sqrt(expect(function(t) (plogis(t) - m1)^2 * dbinom(x1, n1, plogis(t))) / mass))
    up <- sum(sapply(seq_along(tau$x), function(j) {
      used <- joint[, j] > 1e-17
      if (!any(used)) return(0)
      theta <- outer(tau$x[j] * half$x, mu[used], "+")
      sum(joint[used, j] * colSums(half$w * dnorm(half$x) * dbinom(x1, n1, plogis(theta))))
    }))
    above <- up / mass
    add(paste0("posterior.above", tag), above)
    vague <- sum(by_mu * pbeta(plogis(mu), x1 + 1, n1 - x1 + 1, lower.tail = FALSE))
    for (w in c(0.1, 0.2, 0.5)) {
      odds <- mass * (n1 + 1)
      informative <- (1 - w) * odds / ((1 - w) * odds + w)
      robust <- paste0("robust.", w, tag)
      add(paste0(robust, ".informative"), informative)
      add(paste0(robust, ".mean"), informative * m1 + (1 - informative) * (x1 + 1) / (n1 + 2))
      add(paste0(robust, ".above"), informative * above + (1 - informative) * vague)
    }
  }
  message(name, ": ", format(Sys.time() - started))
  do.call(rbind, out)
}

new <- function(...) as.data.frame(t(matrix(c(...), 2, dimnames = list(c("events", "n"), NULL))))
# Ankylosing spondylitis: Baeten et al. 2013, Lancet 382:1705; as printed by Weber et al. 2021.
spondylitis <- analyse("spondylitis", c(23, 12, 19, 9, 39, 6, 9, 10),
                       c(107, 44, 51, 39, 139, 20, 78, 35), 1, 2,
                       new(1, 6, 14, 24, 20, 21), c(0.05, 0.1, 0.25, 0.4, 0.6), 0.02, c(-9, 7))
tighter <- analyse("spondylitis_half", c(23, 12, 19, 9, 39, 6, 9, 10),
                c(107, 44, 51, 39, 139, 20, 78, 35), 0.5, 2, new(1, 6), c(0.1, 0.4), 0.02, c(-7, 5))
zeros <- analyse("zeros", c(0, 0, 3), c(12, 30, 25), 1, 2, new(0, 10, 10, 10), c(0.01, 0.1, 0.5),
                 0.03, c(-16, 12))
one <- analyse("one", 11, 30, 1, 2, new(4, 21), c(0.1, 0.5), 0.03, c(-13, 13))
rows <- rbind(spondylitis, tighter, zeros, one)

dir.create("expected/r", showWarnings = FALSE, recursive = TRUE)
file <- "expected/r/map_prior.csv"
cat(sprintf("# generator reference/generators/r/map_prior.R, %s\n", R.version.string), file = file)
suppressWarnings(write.table(rows, file, sep = ",", quote = FALSE, row.names = FALSE, append = TRUE))
