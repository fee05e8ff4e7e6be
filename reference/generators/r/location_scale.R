# Reference numbers for location-scale models from metafor.
# Run from the folder `reference/`:  Rscript generators/r/location_scale.R
# Reads datasets/bangertdrowns2004.csv, writes expected/location_scale/bangertdrowns2004.json.
#
# Two kinds of number: the log-likelihood at fixed scale coefficients ("fixed"), which no optimiser
# touches, and fits from a start that is the maximum already.

suppressMessages(library(metafor))
source("generators/r/json.R")

path <- "datasets/bangertdrowns2004.csv"
sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))
d <- read.csv(path)
d$hundreds <- d$n / 100

made <- list(
  generator = "reference/generators/r/location_scale.R",
  software = "metafor",
  software_version = as.character(packageVersion("metafor")),
  r_version = R.version.string,
  platform = R.version$platform,
  packaged_by = "Debian r-cran-metafor 3.8-1-1",
  date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/location_scale.R"
)

call_of <- function(d, mods, scale, method, link, ...) {
  rma(estimate, variance, mods = mods, scale = scale, data = d, method = method, link = link, ...)
}

# Newton steps on numerical derivatives of metafor's likelihood at fixed coefficients, because an
# optimiser that sees values only leaves half of the digits.
polished <- function(ll, alpha) {
  for (i in 1:4) {
    alpha <- alpha - c(solve(numDeriv::hessian(ll, alpha), numDeriv::grad(ll, alpha)))
  }
  alpha
}

one <- function(d, mods, scale, method, link = "log", at, newmods, newscale, test = "z") {
  ll <- function(alpha) c(logLik(call_of(d, mods, scale, method, link, alpha = alpha)))
  rough <- call_of(d, mods, scale, method, link)
  best <- polished(ll, unname(coef(rough)$alpha))
  # The fit from there may stop at once; its score says how far it is from the maximum.
  m <- call_of(d, mods, scale, method, link, test = test, control = list(alpha.init = best))
  score <- numDeriv::grad(ll, c(m$alpha))
  fixed <- lapply(at, function(alpha) {
    f <- call_of(d, mods, scale, method, link, alpha = alpha)
    list(alpha = I(alpha), ll = c(logLik(f)), b = I(c(f$beta)), se = I(f$se))
  })
  equal <- rma(estimate, variance, mods = mods, data = d, method = method,
               control = list(threshold = 1e-14, maxiter = 10000))
  p <- suppressWarnings(predict(m, newmods = newmods, newscale = newscale))
  s <- suppressWarnings(predict(m, newscale = newscale))
  fit <- fitstats(m)
  list(method = method, link = link, test = test, score = I(score), k = m$k, b = I(c(m$beta)), se = I(m$se), zval = I(m$zval),
       pval = I(m$pval), ci.lb = I(m$ci.lb), ci.ub = I(m$ci.ub),
       alpha = I(c(m$alpha)), se.alpha = I(m$se.alpha), zval.alpha = I(m$zval.alpha),
       pval.alpha = I(m$pval.alpha), ci.lb.alpha = I(m$ci.lb.alpha), ci.ub.alpha = I(m$ci.ub.alpha),
       QM = m$QM, QMp = m$QMp, QS = m$QS, QSp = m$QSp, QE = m$QE, tau2 = I(c(m$tau2)),
       ll = c(logLik(m)), AIC = fit[3, 1], BIC = fit[4, 1], AICc = fit[5, 1],
       ll_equal_tau2 = c(logLik(equal)), fixed = fixed,
       predict = list(pred = p$pred, se = p$se, ci.lb = p$ci.lb, ci.ub = p$ci.ub,
                      pi.lb = p$pi.lb, pi.ub = p$pi.ub),
       predict_scale = list(pred = s$pred, se = s$se, ci.lb = s$ci.lb, ci.ub = s$ci.ub))
}

two <- list(c(-2, 0), c(-1.5, -1), c(-3, 0.5))
full <- subset(d, !is.na(metacognition) & !is.na(imagination))
three <- list(c(-2, 0, 0), c(-1.9, -0.9, 0.4), c(-3, 0.5, -1))
h <- ~ hundreds
models <- list(
  hundreds_REML = one(d, h, h, "REML", at = two, newmods = 1.5, newscale = 1.5),
  hundreds_ML = one(d, h, h, "ML", at = two, newmods = 1.5, newscale = 1.5),
  hundreds_t = one(d, h, h, "REML", at = two, newmods = 1.5, newscale = 1.5, test = "t"),
  hundreds_knha = one(d, h, h, "REML", at = two, newmods = 1.5, newscale = 1.5, test = "knha"),
  metacognition_REML = one(full, ~ metacognition + imagination, ~ hundreds + metacognition, "REML",
                           at = three, newmods = rbind(c(1, 0)), newscale = rbind(c(0.8, 1))),
  metacognition_ML = one(full, ~ metacognition + imagination, ~ hundreds + metacognition, "ML",
                         at = three, newmods = rbind(c(1, 0)), newscale = rbind(c(0.8, 1))),
  identity_REML = one(subset(d, !is.na(metacognition)), h, ~ metacognition, "REML", link = "identity", at = list(c(0.05, 0.02), c(0.1, -0.03)),
                      newmods = 1.5, newscale = 1)
)
write_json(list(made = made, input = list(dataset = basename(path), sha256 = sha256(path)), models = models),
           "expected/location_scale/bangertdrowns2004.json")
