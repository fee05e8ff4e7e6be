# Beta-binomial maximum likelihood from VGAM: mean (logit) and intraclass correlation.
# Run from the folder `reference/`:  Rscript generators/r/beta_binomial.R
# Writes expected/vgam/beta_binomial_<dataset>.json. VGAM scores with the expected information, so
# that its standard errors are not those of the observed information and are not written; the maximum
# is refined with optim on dbetabinom, and the observed information taken from there.

suppressMessages({library(VGAM); library(numDeriv)})
source("generators/r/json.R")
made <- list(generator = "reference/generators/r/beta_binomial.R", software = "VGAM",
             software_version = as.character(packageVersion("VGAM")),
             numDeriv_version = as.character(packageVersion("numDeriv")),
             r_version = R.version.string, date = format(Sys.Date()),
             command = "cd reference && Rscript generators/r/beta_binomial.R")
sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))

write_fit <- function(name, path, x, n, treated = NULL) {
  X <- if (is.null(treated)) matrix(1, length(x), 1) else cbind(1, treated)
  p <- ncol(X)
  minus <- function(par) -sum(dbetabinom(x, n, prob = plogis(c(X %*% par[1:p])),
                                         rho = plogis(par[p + 1]), log = TRUE))
  data <- data.frame(x = x, n = n, treated = if (is.null(treated)) 0 else treated)
  formula <- if (is.null(treated)) cbind(x, n - x) ~ 1 else cbind(x, n - x) ~ treated
  m <- suppressWarnings(vglm(formula, betabinomial(zero = 2), data = data, epsilon = 1e-12, maxit = 200))
  b <- unname(coef(m))
  o <- list(par = if (p == 1) b else b[c(1, 3, 2)])
  for (i in 1:5) {
    g <- grad(minus, o$par); H <- hessian(minus, o$par)
    o$par <- o$par - solve(H, g)
  }
  V <- solve(hessian(minus, o$par))
  rho <- plogis(o$par[p + 1])
  write_json(list(made = made, input = list(dataset = basename(path), sha256 = sha256(path)),
    vglm = I(unname(coef(m))), vglm_loglik = logLik(m),
    estimate = o$par[p], se = sqrt(V[p, p]), control = if (p == 2) o$par[1] else NULL,
    rho = rho, se_rho = sqrt(V[p + 1, p + 1]) * rho * (1 - rho), loglik = -minus(o$par),
    loglik_at = lapply(c(0.01, 0.1, 0.5), function(r) list(rho = r, proportion = 0.3,
      value = sum(dbetabinom(x, n, prob = 0.3, rho = r, log = TRUE))))),
    file.path("expected", "vgam", paste0("beta_binomial_", name, ".json")))
}
for (name in c("pritz1997", "feng2019", "edge_proportions")) {
  path <- file.path("datasets", paste0(name, ".csv")); d <- read.csv(path)
  write_fit(name, path, d$events, d$n)
}
for (name in c("nielweise2007", "bcg")) {
  path <- file.path("datasets", paste0(name, ".csv")); d <- read.csv(path)
  write_fit(name, path, c(d$events_treatment, d$events_control), c(d$n_treatment, d$n_control),
            rep(1:0, each = nrow(d)))
}
