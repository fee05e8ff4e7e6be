# Reference numbers for multilevel and multivariate models from metafor.
# Run from the folder `reference/`:  Rscript generators/r/multilevel.R
# Reads datasets/*.csv, writes expected/metafor-multilevel/<dataset>_<model>.json.
#
# Each file has log-likelihoods at two fixed sets of parameters, the fits by REML and ML, and where
# they are cheap profile-likelihood intervals, predicted random effects and predictions. Optimisers
# are tightened: nlminb at the smallest tolerance that it reaches, the best of three starts.

suppressMessages(library(metafor))
source("generators/r/json.R")

folder <- "expected/metafor-multilevel"
dir.create(folder, showWarnings = FALSE)

made <- list(
  generator = "reference/generators/r/multilevel.R",
  software = "metafor",
  software_version = as.character(packageVersion("metafor")),
  r_version = R.version.string,
  platform = R.version$platform,
  packaged_by = "Debian r-cran-metafor 3.8-1-1",
  date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/multilevel.R"
)

sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))

# Parameters in our order: random intercepts, then tau2 and rho, then gamma2 and phi.
parameters <- function(m) {
  correlated <- !(m$struct %in% c("ID", "DIAG"))
  c(if (m$withS) m$sigma2, if (m$withG) m$tau2, if (m$withG && correlated[1]) m$rho,
    if (m$withH) m$gamma2, if (m$withH && correlated[2]) m$phi)
}

# nlminb calls a tolerance that it cannot reach a failure, so several are tried and the best is kept.
settle <- function(call, method) {
  best <- NULL
  for (start in list(NULL, 0.3, 0.05)) {
    for (tolerance in c(1e-14, 1e-12, 1e-10)) {
      control <- list(optimizer = "nlminb", rel.tol = tolerance, iter.max = 10000, eval.max = 10000)
      if (!is.null(start)) control <- c(control, list(sigma2.init = start, tau2.init = start))
      m <- suppressWarnings(tryCatch(
        do.call(rma.mv, c(call, list(method = method, control = control))), error = function(e) NULL))
      if (is.null(m)) next
      if (is.null(best) || logLik(m) > logLik(best)) best <- m
      break
    }
  }
  if (is.null(best)) {
    # Where the likelihood has kinks no gradient helps.
    control <- list(optimizer = "optim", optmethod = "Nelder-Mead", reltol = 1e-15, maxit = 20000)
    best <- suppressWarnings(do.call(rma.mv, c(call, list(method = method, control = control))))
  }
  best
}

# The fixed values of a parameter vector, by metafor's names.
as_fixed <- function(m, theta) {
  correlated <- !(m$struct %in% c("ID", "DIAG"))
  fixed <- list()
  take <- function(name, count) {
    fixed[[name]] <<- theta[seq_len(count)]
    theta <<- theta[-seq_len(count)]
  }
  if (m$withS) take("sigma2", length(m$sigma2))
  if (m$withG) take("tau2", length(m$tau2))
  if (m$withG) if (correlated[1]) take("rho", length(m$rho)) else fixed$rho <- 0
  if (m$withH) take("gamma2", length(m$gamma2))
  if (m$withH) if (correlated[2]) take("phi", length(m$phi)) else fixed$phi <- 0
  fixed
}

at <- function(m, call, method, theta, test = "z") {
  suppressWarnings(do.call(rma.mv, c(call, as_fixed(m, theta), list(method = method, test = test))))
}

polish <- function(m, call, method) {
  start <- theta <- parameters(m)
  value <- function(t) as.numeric(logLik(at(m, call, method, t)))
  is_rho <- grepl("rho|phi", names(unlist(as_fixed(m, seq_along(theta)))))[seq_along(theta)]
  edge <- ifelse(is_rho & abs(theta) > 1 - 1e-6, sign(theta), ifelse(!is_rho & theta < 1e-7, 0, NA))
  theta <- ifelse(is.na(edge), theta, edge)
  inside <- which(is.na(edge))
  if (length(inside) == 0) return(theta)
  step <- ifelse(is_rho, pmin(2e-3, (1 - abs(theta)) / 8), 5e-3 * theta)
  moved <- function(i, a, j = i, b = 0) {
    t <- theta
    t[i] <- t[i] + a * step[i]
    t[j] <- t[j] + b * step[j]
    value(t)
  }
  for (round in 1:3) {
    centre <- value(theta)
    q <- length(inside)
    gradient <- numeric(q)
    hessian <- matrix(0, q, q)
    for (a in seq_len(q)) {
      i <- inside[a]
      v <- vapply(c(-2, -1, 1, 2), function(h) moved(i, h), 0)
      gradient[a] <- (v[1] - 8 * v[2] + 8 * v[3] - v[4]) / (12 * step[i])
      hessian[a, a] <- (-v[1] + 16 * v[2] - 30 * centre + 16 * v[3] - v[4]) / (12 * step[i]^2)
      for (b in seq_len(a - 1)) {
        j <- inside[b]
        hessian[a, b] <- hessian[b, a] <- (moved(i, 1, j, 1) + moved(i, -1, j, -1) -
          moved(i, 1, j, -1) - moved(i, -1, j, 1)) / (4 * step[i] * step[j])
      }
    }
    change <- -solve(hessian, gradient)
    if (max(abs(change) / abs(theta[inside])) > 1e-2) stop("far from the maximum")
    theta[inside] <- theta[inside] + change
    if (max(abs(change) / abs(theta[inside])) < 1e-9) break
  }
  theta
}

statistics <- function(m) {
  f <- m$fit.stats
  list(loglik_ml = f["ll", "ML"], loglik_reml = f["ll", "REML"], aic_ml = f["AIC", "ML"],
       bic_ml = f["BIC", "ML"], aicc_ml = f["AICc", "ML"], aic_reml = f["AIC", "REML"],
       bic_reml = f["BIC", "REML"], aicc_reml = f["AICc", "REML"])
}

# Near the edge of positive definite matrices there is no Newton step: the search is kept as it is.
fitted_model <- function(call, search, method) {
  theta <- tryCatch(polish(search, call, method), error = function(e) NULL)
  m <- if (is.null(theta)) search else at(search, call, method, theta)
  c(list(polished = !is.null(theta), parameters = I(parameters(m)), b = I(as.numeric(m$beta)), se = I(m$se), z = I(m$zval),
         p = I(m$pval), lower = I(m$ci.lb), upper = I(m$ci.ub), vb = I(as.numeric(m$vb)),
         QE = m$QE, QE_df = m$k - m$p, QE_p = m$QEp, QM = m$QM, QM_df = I(m$QMdf), QM_p = m$QMp),
    statistics(search))
}

at_fixed <- function(call, fixed) {
  m <- suppressWarnings(do.call(rma.mv, c(call, fixed, list(method = "REML"))))
  list(parameters = I(parameters(m)), loglik_ml = m$fit.stats["ll", "ML"],
       loglik_reml = m$fit.stats["ll", "REML"], b = I(as.numeric(m$beta)), se = I(m$se))
}

# At its default controls: tightened, nlminb calls most of the searches along a profile failures.
profile_intervals <- function(call) {
  m <- do.call(rma.mv, c(call, list(method = "REML")))
  ci <- suppressWarnings(tryCatch(confint(m, control = list(tol = 1e-10)), error = function(e) NULL))
  if (is.null(ci)) return(list())
  rows <- if (!is.null(ci$random)) list(ci$random) else lapply(ci[names(ci) != "digits"], `[[`, "random")
  lapply(unname(rows), function(r) I(as.numeric(r[1, c("estimate", "ci.lb", "ci.ub")])))
}

predicted_effects <- function(m) {
  lapply(unname(ranef(m)), function(u) list(
    labels = I(rownames(u)), effect = I(u$intrcpt), se = I(u$se)))
}

only <- commandArgs(trailingOnly = TRUE)

# Names as arguments, such as berkey1998_un, make those files alone.
write_model <- function(dataset, name, call, fixed, extra = FALSE, smooth = TRUE) {
  if (length(only) > 0 && !(paste0(dataset, "_", name) %in% only)) return(invisible())
  path <- paste0("datasets/", dataset, ".csv")
  result <- list(made = made, input = list(dataset = basename(path), sha256 = sha256(path)),
                 model = name, fixed = lapply(fixed, function(f) at_fixed(call, f)))
  reml <- settle(call, "REML")
  if (smooth) {
    result$REML <- fitted_model(call, reml, "REML")
    result$ML <- fitted_model(call, settle(call, "ML"), "ML")
    theta <- unclass(result$REML$parameters)
    with_t <- at(reml, call, "REML", theta, "t")
    result$t <- list(df = I(with_t$ddf), p = I(with_t$pval), lower = I(with_t$ci.lb),
                     upper = I(with_t$ci.ub), QM = with_t$QM, QM_p = with_t$QMp)
  } else {
    # A likelihood with kinks: where its maximum lies is compared by the likelihood alone.
    result$best_loglik_reml <- as.numeric(logLik(reml))
  }
  if (extra) {
    result$confint <- profile_intervals(call)
    result$ranef <- predicted_effects(at(reml, call, "REML", theta))
    p <- predict(at(reml, call, "REML", theta))
    result$predict <- list(pred = I(unique(p$pred)[1]), se = I(p$se[1]), pi_lb = I(p$pi.lb[1]),
                           pi_ub = I(p$pi.ub[1]))
    contained <- suppressWarnings(do.call(rma.mv, c(call, list(method = "REML", dfs = "contain"))))
    result$contained_df <- I(contained$ddf)
  }
  write_json(result, file.path(folder, paste0(dataset, "_", name, ".json")))
  cat(dataset, name, format(parameters(reml), digits = 8), "\n")
}

# ------------------------------------------------------------- Konstantopoulos
d <- read.csv("datasets/konstantopoulos2011.csv")
d$year0 <- d$year - mean(d$year)
base <- list(yi = d$estimate, V = d$variance, data = d, sparse = FALSE)
two <- list(list(sigma2 = c(0.05, 0.02)), list(sigma2 = c(0, 0.3)))
nested <- c(base, list(random = ~ 1 | district/school))
write_model("konstantopoulos2011", "nested", nested, two, extra = TRUE)
write_model("konstantopoulos2011", "nested_year", c(nested, list(mods = ~ year0)), two)
write_model("konstantopoulos2011", "district", c(base, list(random = ~ 1 | district)),
            list(list(sigma2 = 0.05), list(sigma2 = 2)), extra = TRUE)
write_model("konstantopoulos2011", "cs", c(base, list(random = ~ school | district, struct = "CS")),
            list(list(tau2 = 0.1, rho = 0.5), list(tau2 = 0.05, rho = -0.05)), extra = TRUE)

# ---------------------------------------------------------------------- Berkey
d <- read.csv("datasets/berkey1998.csv")
d$outcome <- factor(d$outcome)
V <- bldiag(lapply(split(d, d$trial), function(t) {
  v <- diag(t$variance)
  v[1, 2] <- v[2, 1] <- t$covariance[1]
  v
}))
base <- list(yi = d$estimate, V = V, mods = ~ outcome - 1, random = ~ outcome | trial, data = d)
two <- list(list(tau2 = c(0.03, 0.01), rho = 0.6), list(tau2 = c(0.005, 0.2), rho = -0.9))
write_model("berkey1998", "un", c(base, list(struct = "UN")), two, extra = TRUE)
year <- base
year$mods <- ~ outcome + outcome:I(year - 1983) - 1
write_model("berkey1998", "un_year", c(year, list(struct = "UN")), two)
write_model("berkey1998", "diag", c(base, list(struct = "DIAG")),
            list(list(tau2 = c(0.03, 0.01)), list(tau2 = c(0, 0.1))))
write_model("berkey1998", "cs", c(base, list(struct = "CS")), list(list(tau2 = 0.02, rho = 0.3)))

# ----------------------------------------------------------------------- Ishak
d <- read.csv("datasets/ishak2007.csv")
V <- vcalc(variance, cluster = study, time1 = time, phi = 0.97, data = d)
base <- list(yi = d$estimate, V = V, mods = ~ factor(time) - 1, random = ~ time | study, data = d)
four <- c(20, 30, 25, 35)
one <- list(list(tau2 = 25, rho = 0.8), list(tau2 = 40, rho = 0.2))
het <- list(list(tau2 = four, rho = 0.8), list(tau2 = rev(four), rho = 0.1))
for (s in c("CS", "AR", "CAR")) {
  write_model("ishak2007", tolower(s), c(base, list(struct = s)), one, extra = s == "AR")
}
for (s in c("HCS", "HAR")) write_model("ishak2007", tolower(s), c(base, list(struct = s)), het)
write_model("ishak2007", "id", c(base, list(struct = "ID")), list(list(tau2 = 25), list(tau2 = 3)))
write_model("ishak2007", "un", c(base, list(struct = "UN")),
            list(list(tau2 = four, rho = c(0.8, 0.7, 0.6, 0.85, 0.75, 0.9))))

# ------------------------------------------------------------------- synthetic
d <- read.csv("datasets/synthetic_multilevel.csv")
d$all <- 1
base <- list(yi = d$estimate, V = d$variance, data = d)
two <- list(list(sigma2 = c(0.1, 0.05)), list(sigma2 = c(0.01, 0.3)))
write_model("synthetic_multilevel", "crossed",
            c(base, list(random = list(~ 1 | study, ~ 1 | lab))), two, extra = TRUE)
write_model("synthetic_multilevel", "crossed_dose",
            c(base, list(mods = ~ dose, random = list(~ 1 | study, ~ 1 | lab, ~ 1 | row))),
            list(list(sigma2 = c(0.1, 0.05, 0.02)), list(sigma2 = c(0, 0.05, 0.2))))
lags <- abs(outer(1:14, 1:14, "-"))
R <- 0.6^lags
dimnames(R) <- rep(list(sprintf("s%02d", 1:14)), 2)
write_model("synthetic_multilevel", "related",
            c(base, list(random = list(~ 1 | study, ~ 1 | row), R = list(study = R))), two)
for (s in c("SPEXP", "SPGAU", "SPLIN", "SPRAT", "SPSPH")) {
  write_model("synthetic_multilevel", tolower(s),
              c(base, list(random = ~ east + north | all, struct = s)),
              list(list(tau2 = 0.2, rho = 0.7), list(tau2 = 0.05, rho = 2)),
              smooth = !(s %in% c("SPLIN", "SPSPH")))
}
un3 <- list(tau2 = c(0.2, 0.1, 0.15), rho = c(0.5, 0.2, -0.1))
write_model("synthetic_multilevel", "un3",
            c(base, list(mods = ~ outcome - 1, random = ~ outcome | study, struct = "UN")), list(un3))
write_model("synthetic_multilevel", "two_inner",
            c(base, list(mods = ~ outcome - 1, random = list(~ outcome | study, ~ time | lab),
                         struct = c("HCS", "CAR"))),
            list(list(tau2 = un3$tau2, rho = 0.4, gamma2 = 0.1, phi = 0.5)))
V <- vcalc(variance, cluster = study, type = outcome, time1 = time, rho = 0.6, phi = 0.8, data = d)
write_model("synthetic_multilevel", "vcalc",
            c(list(yi = d$estimate, V = V, data = d), list(random = ~ 1 | study/effect)), two)
