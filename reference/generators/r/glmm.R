# Generalised linear mixed models from metafor with lme4: maximum likelihood by adaptive
# Gauss-Hermite quadrature, and with glmmTMB by Laplace's approximation.
# Run from the folder `reference/`:  Rscript generators/r/glmm.R
# Writes expected/metafor-glmm/<dataset>_<MEASURE>_<MODEL>[_<variant>].json.
#
# Precision. lme4 stops on a trust-region radius; here bobyqa runs to rhoend 1e-12 with many
# evaluations, and the inner iterations to tolPwrss 1e-10. The optimum is good to about 5 digits,
# the log-likelihood to 9, the standard error (a Hessian from
# finite differences) to about 4. Where the best tau2 is zero lme4 stops near it.

suppressMessages({library(metafor); library(lme4)})
source("generators/r/json.R")

made <- list(
  generator = "reference/generators/r/glmm.R", software = "metafor",
  software_version = as.character(packageVersion("metafor")),
  lme4_version = as.character(packageVersion("lme4")),
  biasedurn_version = as.character(packageVersion("BiasedUrn")),
  glmmTMB_version = as.character(packageVersion("glmmTMB")),
  r_version = R.version.string, platform = R.version$platform, date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/glmm.R"
)
sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))

control <- list(optimizer = "bobyqa", tolPwrss = 1e-10, optCtrl = list(rhoend = 1e-12, maxfun = 200000L, rhobeg = 0.02))

fit <- function(d, measure, model, method, test, nAGQ, coding = 1/2, cor = FALSE, package = "lme4") {
  args <- list(measure = measure, method = method, test = test, nAGQ = nAGQ, data = d, retfit = TRUE)
  if (measure == "PLO") args <- c(args, list(xi = quote(events), ni = quote(n)))
  if (measure == "IRLN") args <- c(args, list(xi = quote(events), ti = quote(time)))
  if (measure == "OR") args <- c(args, list(ai = quote(events_treatment), n1i = quote(n_treatment),
    ci = quote(events_control), n2i = quote(n_control), model = model))
  if (measure == "IRR") args <- c(args, list(x1i = quote(events_treatment),
    t1i = quote(time_treatment), x2i = quote(events_control), t2i = quote(time_control),
    model = model))
  if (measure %in% c("OR", "IRR")) args <- c(args, list(coding = coding, cor = cor))
  if (measure == "OR" && model == "CM.EL") {
    args$control <- list(optCtrl = list(iter.max = 2000, eval.max = 2000),
      dnchgprec = 1e-16, intCtrl = list(rel.tol = 1e-12, subdivisions = 1000))
  } else if (package == "glmmTMB") {
    nlminb <- list(iter.max = 10000, eval.max = 10000, rel.tol = 1e-15, x.tol = 1e-12)
    args$control <- list(package = "glmmTMB", glmerCtrl = list(optCtrl = nlminb))
  } else {
    args$control <- list(glmerCtrl = control)
  }
  suppressWarnings(tryCatch(do.call(rma.glmm, args), error = function(e) {
    message("  ", conditionMessage(e)); NULL }))
}

# metafor 3.8-1 forms the log-likelihood of an lme4 fit from deviance(), which in lme4 is that of the
# counts given the random effects, not of the marginal model. loglik_marginal is the marginal one: what
# logLik() says, plus, with more than one point, the saturated log-likelihood that lme4 leaves out.
marginal_loglik <- function(m, nAGQ) {
  if (m$method != "ML") return(NA)
  if (inherits(m$res.ML, "glmmTMB")) return(c(logLik(m$res.ML)))
  if (!inherits(m$res.ML, "merMod")) return(NA)
  ll <- c(logLik(m$res.ML))
  if (nAGQ == 1) ll else ll + c(logLik(m$res.QE))
}

one <- function(m, nAGQ) {
  p <- predict(m)
  list(estimate = c(m$beta), se = m$se, statistic = m$zval, p = m$pval,
       lower = m$ci.lb, upper = m$ci.ub, prediction_lower = p$pi.lb, prediction_upper = p$pi.ub,
       tau2 = m$tau2, se_tau2 = m$se.tau2, sigma2 = m$sigma2, rho = m$rho, I2_percent = m$I2, H2 = m$H2,
       vt = m$vt, QE_Wld = m$QE.Wld, QEp_Wld = m$QEp.Wld, QE_LRT = m$QE.LRT, QEp_LRT = m$QEp.LRT,
       QE_df = m$QE.df, k = m$k, parms = m$parms, k_eff = m$k.eff,
       loglik = m$fit.stats["ll", "ML"], loglik_marginal = marginal_loglik(m, nAGQ), deviance = m$fit.stats["dev", "ML"],
       AIC = m$fit.stats["AIC", "ML"], BIC = m$fit.stats["BIC", "ML"], AICc = m$fit.stats["AICc", "ML"])
}

analysis <- function(dataset, measure, model = "UM.FS", coding = 1/2, cor = FALSE, suffix = "", d = NULL,
                     points = c(7L, 25L)) {
  path <- file.path("datasets", paste0(dataset, ".csv"))
  if (is.null(d)) d <- read.csv(path)
  name <- paste(c(dataset, measure, if (measure %in% c("OR", "IRR")) gsub(".", "", model, fixed = TRUE)),
                collapse = "_")
  if (nzchar(suffix)) name <- paste0(name, "_", suffix)
  message(name)
  if (model == "UM.RS") points <- integer(0)
  if (measure == "OR" && model == "CM.EL") points <- 0L
  models <- list()
  package <- if (model == "UM.RS") "glmmTMB" else "lme4"
  ee <- fit(d, measure, model, "EE", "z", if (model == "UM.RS") 1L else 7L, coding, cor, package)
  if (!(measure == "OR" && model == "CM.EL")) {
    m <- fit(d, measure, model, "ML", "z", 1L, coding, cor, "glmmTMB")
    if (!is.null(m)) models$ML_Laplace <- one(m, 1)
  }
  if (!is.null(ee)) models$EE <- one(ee, 1)
  for (n in points) {
    label <- if (n == 0L) "integrate" else paste0("nAGQ", n)
    m <- fit(d, measure, model, "ML", "z", max(n, 1L), coding, cor)
    if (!is.null(m)) models[[paste0("ML_", label)]] <- one(m, n)
  }
  last <- if (length(points)) points[length(points)] else 1L
  m <- fit(d, measure, model, "ML", "t", max(last, 1L), coding, cor, package)
  if (!is.null(m)) models$ML_t <- one(m, last)
  write_json(list(made = made, input = list(dataset = basename(path), sha256 = sha256(path), n_rows = nrow(d)),
    measure = measure, model = model, coding = coding, cor = cor, models = models),
    file.path("expected", "metafor-glmm", paste0(name, ".json")))
}

for (d in c("feng2019", "pritz1997", "edge_proportions", "miller1978")) analysis(d, "PLO")
for (d in c("nielweise2007", "bcg")) {
  for (model in c("UM.FS", "CM.AL", "UM.RS", "CM.EL")) {
    # The exact conditional model of the large BCG trials is beyond integrate() in reasonable time.
    if (!(d == "bcg" && model == "CM.EL")) analysis(d, "OR", model)
  }
  analysis(d, "OR", "UM.FS", coding = 1, suffix = "coding1")
  analysis(d, "OR", "UM.FS", coding = 0, suffix = "coding0")
  analysis(d, "OR", "UM.RS", coding = 1, suffix = "coding1")
  analysis(d, "OR", "UM.RS", cor = TRUE, suffix = "cor")
}
for (model in c("UM.FS", "UM.RS", "CM.EL")) analysis("nielweise2008", "IRR", model)
arm <- read.csv("datasets/nielweise2008.csv")
arm <- data.frame(study = arm$study, events = arm$events_control, time = arm$time_control)
analysis("nielweise2008", "IRLN", d = arm, suffix = "control")
