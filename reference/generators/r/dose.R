# Reference numbers for curves over dose in a network, from metafor's rma.mv with columns made here and splines of
# Hmisc, and from base R's optim for Emax curves.
# Run from the folder `reference/`:  Rscript generators/r/dose.R
# Reads datasets/synthetic_doses.csv, writes expected/network/doses.json.
#
# Contrasts are mean differences from the first arm of each trial. Restricted likelihoods are not written: that of
# metafor depends on how columns are scaled.

suppressMessages({library(metafor); library(Hmisc)})
source("generators/r/json.R")

name <- "synthetic_doses.csv"
d <- read.csv(file.path("datasets", name))
trials <- split(seq_len(nrow(d)), factor(d$study, levels = unique(d$study)))
v_arm <- d$sd^2 / d$n
y <- unlist(lapply(trials, function(at) d$mean[at[-1]] - d$mean[at[1]]))
v <- bldiag(lapply(trials, function(at) v_arm[at[1]] + diag(v_arm[at[-1]], nrow = length(at) - 1)))
half <- bldiag(lapply(trials, function(at) 0.5 + diag(0.5, nrow = length(at) - 1)))
id <- unlist(lapply(trials, function(at) d$study[at[-1]]))
arm <- unlist(lapply(trials, function(at) at[-1]))
base <- unlist(lapply(trials, function(at) rep(at[1], length(at) - 1)))

# One agent's columns at a dose, by the name of the curve.
knots_at <- list(A = c(0, 10, 40), B = c(0, 1, 2.5, 4))
knots_q <- function(agent, zero) {
  use <- d$study %in% d$study[d$agent == agent & d$dose > 0]
  doses <- c(d$dose[d$agent == agent & d$dose > 0], if (zero) d$dose[use & d$dose == 0])
  unname(quantile(doses, c(0.1, 0.5, 0.95), type = 7))
}
half_dose <- c(A = 9, B = 1.25)
spline <- function(x, knots) c(x, as.numeric(rcspline.eval(x, knots = knots, norm = 2)))
columns <- list(
  linear = function(agent, x) x,
  log_linear = function(agent, x) log(1 + x / 2),
  quadratic = function(agent, x) c(x, x^2),
  emax_given = function(agent, x) x / (half_dose[[agent]] + x),
  spline = function(agent, x) spline(x, knots_at[[agent]]),
  spline_quantiles = function(agent, x) spline(x, knots_q(agent, FALSE)),
  spline_quantiles_zero = function(agent, x) spline(x, knots_q(agent, TRUE)),
  categories = function(agent, x) as.numeric(sort(unique(d$dose[d$agent == agent & d$dose > 0])) == x)
)
row_of <- function(curve, agent, x) {
  width <- sapply(c("A", "B"), function(a) length(columns[[curve]](a, 1)))
  row <- numeric(sum(width))
  at <- if (agent == "A") seq_len(width[1]) else width[1] + seq_len(width[2])
  row[at] <- if (x == 0) 0 else columns[[curve]](agent, x)
  row
}
points <- list(list("A", 5), list("A", 40), list("B", 2), list("A", 15), list("B", 3))

fits <- lapply(setNames(names(columns), names(columns)), function(curve) {
  by_arm <- t(mapply(function(a, x) row_of(curve, a, x), d$agent, d$dose, USE.NAMES = FALSE))
  if (nrow(by_arm) != nrow(d)) by_arm <- t(by_arm)
  x <- by_arm[arm, , drop = FALSE] - by_arm[base, , drop = FALSE]
  fit <- function(method, tau2) {
    rma.mv(y, v, mods = ~ 0 + x, random = ~ arm | id, struct = "CS", rho = 0.5, tau2 = tau2, method = method)
  }
  tried <- points[if (curve == "categories") 1:3 else 1:5]
  say <- function(found) {
    g <- t(sapply(tried, function(p) row_of(curve, p[[1]], p[[2]])))
    list(b = I(as.numeric(found$b)), se = I(as.numeric(found$se)), QE = found$QE, df = found$k - found$p,
         effect = I(as.numeric(g %*% found$b)), effect_se = I(sqrt(diag(g %*% vcov(found) %*% t(g)))))
  }
  fixed <- lapply(c(0, 0.7, 3), function(tau2) {
    ml <- fit("ML", tau2)
    c(list(tau2 = tau2, loglik = as.numeric(logLik(ml))), say(ml))
  })
  best <- lapply(c(ML = "ML", REML = "REML"), function(method) {
    height <- function(tau2) as.numeric(logLik(fit(method, tau2)))
    tau2 <- optimize(height, c(0, 30), maximum = TRUE, tol = 1e-12)$maximum
    if (height(0) >= height(tau2)) tau2 <- 0
    found <- fit(method, tau2)
    c(list(tau2 = tau2, loglik = as.numeric(logLik(found))), say(found))
  })
  list(fixed = fixed, best = best, doses = I(sapply(tried, `[[`, 2)), agents = I(sapply(tried, `[[`, 1)))
})

# Emax with ED50 of both agents searched for: -2 log-likelihood at fixed tau2 and its least value.
loglik <- function(theta, tau2) {
  f <- ifelse(d$agent == "A", theta[1] * d$dose / (exp(theta[3]) + d$dose), theta[2] * d$dose / (exp(theta[4]) + d$dose))
  r <- y - (f[arm] - f[base])
  sigma <- v + tau2 * half
  -0.5 * (length(y) * log(2 * pi) + as.numeric(determinant(sigma)$modulus) + sum(r * solve(sigma, r)))
}
climb <- function(tau2) {
  found <- list(par = c(8, 6, log(9), log(1.2)))
  for (k in 1:20) found <- optim(found$par, loglik, tau2 = tau2, method = "BFGS",
                                 control = list(fnscale = -1, reltol = 1e-16, maxit = 1000))
  found
}
emax <- lapply(c(0, 0.7, 3), function(tau2) {
  found <- climb(tau2)
  list(tau2 = tau2, loglik = found$value, emax = I(found$par[1:2]), ln_ed50 = I(found$par[3:4]))
})

basis <- lapply(c(0, 0.5, 1, 1.7, 2.5, 3.9, 4, 7), function(x) {
  list(dose = x, columns = I(spline(x, knots_at$B)))
})

write_json(list(
  made = list(generator = "reference/generators/r/dose.R", software = "metafor",
              software_version = as.character(packageVersion("metafor")),
              splines = paste("Hmisc", packageVersion("Hmisc")), r_version = R.version.string,
              date = format(Sys.Date()), command = "cd reference && Rscript generators/r/dose.R"),
  input = list(dataset = name,
               sha256 = strsplit(system2("sha256sum", file.path("datasets", name), stdout = TRUE), " ")[[1]][1]),
  knots = list(quantiles_A = I(knots_q("A", FALSE)), quantiles_zero_A = I(knots_q("A", TRUE)),
               quantiles_B = I(knots_q("B", FALSE)), quantiles_zero_B = I(knots_q("B", TRUE))),
  basis_B = basis, fits = fits, emax = emax
), "expected/network/doses.json")
