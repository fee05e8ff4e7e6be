# Reference numbers for pairwise meta-analysis from metafor.
# Run from the folder `reference/`:  Rscript generators/r/pairwise.R
# Reads datasets/*.csv, writes expected/metafor/<dataset>_<MEASURE>[_<variant>].json.
#
# Precision. metafor stops REML at |change| <= 1e-5 and PM and Q-profile at the
# tolerance of uniroot (1.2e-4) unless told otherwise, which is far too coarse
# for a reference. Here: REML and ML threshold 1e-14 times the variance of the
# estimates (relaxed tenfold until Fisher scoring settles, the value used is
# recorded as "threshold"), PM and Q-profile uniroot tol 1e-15 on [0, tau2_max],
# tau2_max = 1000 * max(var(y), max(v)) for PM and 1e6 times that scale for Q-profile
# (the default upper end of 100 silently cuts the interval of two studies).

suppressMessages(library(metafor))
source("generators/r/json.R")

made <- list(
  generator = "reference/generators/r/pairwise.R",
  software = "metafor",
  software_version = as.character(packageVersion("metafor")),
  r_version = R.version.string,
  platform = R.version$platform,
  packaged_by = "Debian r-cran-metafor 3.8-1-1",
  date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/pairwise.R"
)

sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))

quietly <- function(expr) suppressWarnings(tryCatch(expr, error = function(e) NULL))

# ---------------------------------------------------------------- effect sizes
effects <- function(d, measure, add, to, drop00, vtype) {
  if (measure == "GEN") return(data.frame(yi = d$estimate, vi = d$variance))
  if (measure %in% c("RR", "OR", "RD")) {
    return(escalc(measure = measure, ai = events_treatment, n1i = n_treatment,
                  ci = events_control, n2i = n_control, data = d,
                  add = add, to = to, drop00 = drop00))
  }
  if (measure %in% c("MD", "SMD")) {
    return(escalc(measure = measure, m1i = mean_treatment, sd1i = sd_treatment,
                  n1i = n_treatment, m2i = mean_control, sd2i = sd_control,
                  n2i = n_control, data = d, vtype = vtype))
  }
  escalc(measure = measure, xi = events, ni = n, data = d, add = add, to = to)
}

# ---------------------------------------------------------------------- models
fit <- function(y, v, method, test = "z", tau2 = NULL) {
  scale <- if (length(y) > 1) max(var(y), max(v)) else 1
  for (relax in 10^(0:6)) {
    threshold <- 1e-14 * scale * relax
    control <- list(threshold = threshold, maxiter = 100000, tol = 1e-15,
                    tau2.max = 1000 * scale)
    m <- quietly(rma(y, v, method = method, test = test, tau2 = tau2, control = control))
    # A path that starts above zero can creep towards zero without reaching it.
    if (!is.null(m) && method %in% c("ML", "REML") && is.null(tau2) &&
        m$tau2 > 0 && m$tau2 < 1e-9 * scale) {
      m <- quietly(rma(y, v, method = method, test = test,
                       control = c(control, list(tau2.init = 0))))
    }
    if (!is.null(m)) {
      m$threshold_used <- if (method %in% c("ML", "REML")) threshold else NA
      return(m)
    }
  }
  NULL
}

interval <- function(lower, upper) list(lower = lower, upper = upper)

prediction <- function(m) {
  p <- predict(m)
  df <- if (m$test == "z") NA else m$ddf
  list(rule = if (m$test == "z") "normal quantile, se^2 + tau^2"
              else "t quantile with k - 1, se^2 + tau^2 (se of this test)",
       df = df, lower = p$pi.lb, upper = p$pi.ub)
}

test_block <- function(m, measure, n, with_prediction) {
  b <- as.numeric(m$beta)
  out <- list(se = m$se, statistic = m$zval, df = if (m$test == "z") NA else m$ddf,
              p = m$pval, ci = interval(m$ci.lb, m$ci.ub),
              scale_factor_s2 = if (m$test == "z") NA else m$s2w)
  bt <- back_transform(measure, n)
  if (!is.null(bt)) {
    out$back_transformed <- list(estimate = bt(b), lower = bt(m$ci.lb), upper = bt(m$ci.ub))
  }
  if (with_prediction) {
    pi <- prediction(m)
    if (!is.null(bt)) pi$back_transformed <- interval(bt(pi$lower), bt(pi$upper))
    out$prediction <- pi
  }
  out
}

back_transform <- function(measure, n) {
  switch(measure,
    RR = exp, OR = exp, PLO = transf.ilogit,
    PFT = function(x) transf.ipft.hm(x, targs = list(ni = n)),
    NULL)
}

model_block <- function(y, v, method, measure, n) {
  k <- length(y)
  m <- fit(y, v, method)
  if (is.null(m)) return(list(failed = TRUE))
  out <- list(estimate = as.numeric(m$beta), tau2 = m$tau2, se_tau2 = m$se.tau2,
              I2_percent = m$I2, H2 = m$H2, threshold = m$threshold_used,
              loglik_ml = m$fit.stats["ll", "ML"],
              loglik_reml = if (k > 1) m$fit.stats["ll", "REML"] else NA,
              weights_percent = I(as.numeric(weights(m))))
  random <- method != "EE"
  out$z <- test_block(m, measure, n, random)
  if (k > 1 && random) {
    for (test in c("knha", "adhoc")) {
      out[[test]] <- test_block(fit(y, v, method, test), measure, n, TRUE)
    }
    # Not a metafor result: Higgins, Thompson and Spiegelhalter (2009) with k - 2.
    if (k > 2) {
      half <- qt(0.975, k - 2) * sqrt(m$se^2 + m$tau2)
      out$prediction_t_k_minus_2 <- list(
        rule = "computed in this script: t quantile with k - 2, se_z^2 + tau^2",
        df = k - 2, lower = out$estimate - half, upper = out$estimate + half)
    }
  }
  out
}

# Q-profile, twice: as confint() prints it and the chi-square quantiles it used.
q_profile <- function(y, v) {
  k <- length(y)
  m <- fit(y, v, "REML")
  scale <- max(var(y), max(v))
  ci <- quietly(confint(m, control = list(tol = 1e-15, maxiter = 100000,
                                          tau2.max = 1e6 * scale)))
  if (is.null(ci)) return(NULL)
  r <- ci$random
  list(level = 0.95, df = k - 1,
       chi2_upper_tail_quantile = qchisq(0.025, k - 1, lower.tail = FALSE),
       chi2_lower_tail_quantile = qchisq(0.025, k - 1),
       tau2 = interval(r["tau^2", "ci.lb"], r["tau^2", "ci.ub"]),
       I2_percent = interval(r["I^2(%)", "ci.lb"], r["I^2(%)", "ci.ub"]),
       H2 = interval(r["H^2", "ci.lb"], r["H^2", "ci.ub"]),
       lower_sign = ci$lb.sign, upper_sign = ci$ub.sign, null_set = ci$ci.null,
       typical_variance = m$vt)
}

fixed_tau2 <- function(y, v) {
  lapply(c(0, 0.1, 1), function(t) {
    reml <- fit(y, v, "REML", tau2 = t)
    list(tau2 = t, loglik_reml = as.numeric(logLik(reml)),
         loglik_ml = reml$fit.stats["ll", "ML"],
         estimate = as.numeric(reml$beta), se = reml$se)
  })
}

# -------------------------------------------------------------- one result file
per_study_back <- function(measure, e, n) {
  switch(measure,
    RR = I(exp(e$yi)), OR = I(exp(e$yi)), PLO = I(transf.ilogit(e$yi)),
    PFT = I(transf.ipft(e$yi, n)), NULL)
}

correction <- function(measure, add, to, drop00) {
  if (measure %in% c("GEN", "MD", "SMD")) return(NULL)
  if (measure == "PFT") return(list(add = 0, to = "none", drop00 = FALSE,
    note = "no correction: the transformation is defined at 0 and n"))
  list(add = add, to = to, drop00 = drop00,
       note = "added to every cell of the study, for the estimate and the variance")
}

one_file <- function(dataset, measure, variant = "", add = 1/2, to = "only0",
                     drop00 = FALSE, vtype = "LS") {
  path <- file.path("datasets", paste0(dataset, ".csv"))
  d <- read.csv(path, stringsAsFactors = FALSE)
  if (measure == "PFT") { add <- 0; to <- "none" }
  e <- effects(d, measure, add, to, drop00, vtype)
  n_all <- if (measure %in% c("PR", "PLO", "PFT")) d$n else NULL
  used <- is.finite(e$yi) & is.finite(e$vi)
  out <- list(made = made,
              input = list(dataset = paste0(dataset, ".csv"), sha256 = sha256(path),
                           n_rows = nrow(d)),
              effect = list(measure = measure, correction = correction(measure, add, to, drop00),
                            variance_rule = if (measure %in% c("MD", "SMD")) vtype else NULL,
                            study = I(as.character(d$study)),
                            yi = I(as.numeric(e$yi)), vi = I(as.numeric(e$vi)),
                            used = I(used)))
  out$effect$back_transformed <- per_study_back(measure, e, n_all)
  y <- as.numeric(e$yi)[used]; v <- as.numeric(e$vi)[used]
  n <- if (is.null(n_all)) NULL else n_all[used]
  k <- length(y)
  if (measure == "PFT") out$effect$harmonic_mean_n <- 1 / mean(1 / n)
  out$k <- k
  if (k == 0 || any(v <= 0)) {
    out$models <- NULL
    out$note <- "no model: a sampling variance is zero or no study is usable"
  } else {
    ee <- fit(y, v, "EE")
    out$heterogeneity <- list(Q = ee$QE, df = k - 1, p = if (k > 1) ee$QEp else NA,
      I2_percent_from_Q = if (k > 1) max(0, 100 * (ee$QE - (k - 1)) / ee$QE) else NA,
      H2_from_Q = if (k > 1) ee$QE / (k - 1) else NA,
      typical_variance = if (k > 1) fit(y, v, "DL")$vt else NA)
    methods <- if (k > 1) c("EE", "DL", "PM", "REML", "ML") else "EE"
    out$models <- sapply(methods, function(mt) model_block(y, v, mt, measure, n),
                         simplify = FALSE)
    if (k > 1) {
      out$q_profile <- q_profile(y, v)
      out$fixed_tau2 <- fixed_tau2(y, v)
    }
  }
  name <- paste0(dataset, "_", measure, if (nzchar(variant)) paste0("_", variant), ".json")
  write_json(out, file.path("expected", "metafor", name))
}

# ------------------------------------------------------------------ what to run
for (m in c("RR", "OR", "RD")) {
  one_file("bcg", m)
  one_file("hine1989", m)
  one_file("nielweise2007", m)
  one_file("nielweise2007", m, "drop00", drop00 = TRUE)
  one_file("edge_two_by_two", m)
  one_file("edge_two_by_two", m, "drop00", drop00 = TRUE)
}
one_file("nielweise2007", "OR", "all", to = "all")
one_file("nielweise2007", "OR", "none", add = 0, to = "none")
for (m in c("MD", "SMD")) for (s in c("normand1999", "esketamine_madrs_change", "tiny_means")) one_file(s, m)
one_file("normand1999", "MD", "pooled_sd", vtype = "HO")
for (m in c("PR", "PLO", "PFT")) for (s in c("pritz1997", "feng2019", "miller1978", "edge_proportions")) one_file(s, m)
for (s in c("one_study", "two_studies", "two_studies_truncated", "equal_variance",
            "identical_estimates", "wide_variances")) one_file(s, "GEN")

cat("metafor", made$software_version, "files:", length(list.files("expected/metafor")), "\n")
