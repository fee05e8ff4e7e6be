# Reference numbers for cluster-robust variance from clubSandwich on metafor fits.
# Run from the folder `reference/`:  Rscript generators/r/clusters.R
# Reads datasets/{konstantopoulos2011,assink2016,berkey1998}.csv, writes expected/clusters/<dataset>.json.
#
# The variance components are part of the output: a test forms the working covariance from them, so
# that nothing depends on how well the optimiser did.

suppressMessages({library(metafor); library(clubSandwich)})
source("generators/r/json.R")

sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))
made <- list(
  generator = "reference/generators/r/clusters.R",
  software = "clubSandwich",
  software_version = as.character(packageVersion("clubSandwich")),
  fitted_with = paste("metafor", packageVersion("metafor")),
  r_version = R.version.string,
  platform = R.version$platform,
  date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/clusters.R"
)

kinds <- c("CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3")

# Everything about one fit: per kind the variance, Satterthwaite tests and the HTZ test of all
# coefficients but the first (of the only one where there is no other).
robust_of <- function(m, cluster) {
  tested <- if (m$p > 1) 2:m$p else 1
  per_kind <- lapply(kinds, function(kind) {
    v <- vcovCR(m, cluster = cluster, type = kind)
    t <- coef_test(m, vcov = v, test = "Satterthwaite")
    i <- conf_int(m, vcov = v, test = "Satterthwaite")
    w <- Wald_test(m, constraints = constrain_zero(tested), vcov = v, test = "HTZ")
    list(covariance = I(c(as.matrix(v))), se = I(t$SE), statistic = I(t$tstat), df = I(t$df_Satt),
         p = I(t$p_Satt), lower = I(i$CI_L), upper = I(i$CI_U),
         htz = list(F = w$Fstat, df_numerator = w$df_num, df_denominator = w$df_denom, p = w$p_val))
  })
  r <- robust(m, cluster = cluster)
  plain <- list(covariance = I(c(r$vb)), se = I(r$se), statistic = I(r$zval), df = I(rep(r$dfs, length.out = m$p)), p = I(r$pval),
                lower = I(r$ci.lb), upper = I(r$ci.ub), QM = r$QM, QMp = r$QMp)
  c(list(metafor_robust = plain, coefficients = I(names(coef(m))), estimates = I(unname(coef(m)))),
    setNames(list(setNames(per_kind, kinds)), "kinds"))
}

save <- function(name, models) {
  path <- paste0("datasets/", name, ".csv")
  write_json(list(made = made, input = list(dataset = basename(path), sha256 = sha256(path)),
                  models = models), paste0("expected/clusters/", name, ".json"))
}

data <- function(name) read.csv(paste0("datasets/", name, ".csv"))

# Nested random effects.
d <- data("konstantopoulos2011")
m <- rma.mv(estimate, variance, random = ~ 1 | district/school, data = d)
save("konstantopoulos2011", list(
  nested = c(list(sigma2 = I(m$sigma2)), robust_of(m, d$district))))

# "covert" occurs in study 16 alone, so that leaving this study out leaves a coefficient without data:
# CR3 inverts a singular matrix there, and its numbers are rounding. They are kept, and not compared.
d <- data("assink2016")
d$type <- factor(d$type, levels = c("covert", "general", "overt"))
nested <- rma.mv(estimate, variance, mods = ~ type + year, random = ~ 1 | study/effect, data = d)
mean_only <- rma.mv(estimate, variance, random = ~ 1 | study/effect, data = d)
year <- rma.mv(estimate, variance, mods = ~ year, random = ~ 1 | study/effect, data = d)
uni <- rma(estimate, variance, mods = ~ type + year, data = d, method = "DL")
common <- rma(estimate, variance, data = d, method = "EE")
# Weights of uncorrelated estimates under a correlated working covariance.
V <- vcalc(variance, cluster = study, obs = effect, rho = 0.6, data = d)
own <- rma.mv(estimate, V, W = 1 / variance, mods = ~ type + year, data = d)
save("assink2016", list(
  nested = c(list(sigma2 = I(nested$sigma2)), robust_of(nested, d$study)),
  mean_only = c(list(sigma2 = I(mean_only$sigma2)), robust_of(mean_only, d$study)),
  year = c(list(sigma2 = I(year$sigma2)), robust_of(year, d$study)),
  uncorrelated = c(list(sigma2 = I(uni$tau2)), robust_of(uni, d$study)),
  common_effect = c(list(sigma2 = I(0)), robust_of(common, d$study)),
  own_weights = c(list(rho = 0.6), robust_of(own, d$study))))

# Two outcomes with known covariances.
d <- data("berkey1998")
V <- bldiag(lapply(split(d, d$trial), function(t) matrix(c(t$variance[1], t$covariance, t$variance[2]), 2)))
d$outcome <- factor(d$outcome, levels = c("AL", "PD"))
m <- rma.mv(estimate, V, mods = ~ outcome - 1, random = ~ outcome | trial, struct = "UN", data = d)
save("berkey1998", list(
  unstructured = c(list(tau2 = I(m$tau2), rho = m$rho), robust_of(m, d$trial))))
