# Reference numbers for network meta-regression, for the standard error of tau2 and for the regression of a
# comparison-adjusted funnel plot, from metafor (rma, rma.mv), from lm and from dense matrices.
# Run from the folder `reference/`:  Rscript generators/r/network_regression.R
# Reads metadat's dat.linde2015 (Linde K et al. Ann Fam Med 2015;13:56-68; responders) and dat.bcg (Colditz GA et al.
# JAMA 1994;271:698-702), writes expected/network/{regression_linde2015,regression_bcg}.json, which hold the counts
# and covariates that were used.
#
# Log-likelihoods are at fixed variances ("fixed"), which no optimiser touches; those of REML without the term of X'X,
# which depends on how contrasts are coded. Maxima ("best") are those of the dense likelihood by nlminb, whose value
# is held to rma.mv's at the same place.

suppressMessages({library(metafor); library(metadat)})
source("generators/r/json.R")
made <- list(generator = "reference/generators/r/network_regression.R", software = "metafor",
             software_version = as.character(packageVersion("metafor")),
             data = paste("metadat", packageVersion("metadat")), r_version = R.version.string,
             date = format(Sys.Date()), command = "cd reference && Rscript generators/r/network_regression.R")

## Linde 2015: arms of trials that report responders.
wide <- dat.linde2015
arms <- do.call(rbind, lapply(seq_len(nrow(wide)), function(i) {
  pick <- function(stem) unlist(wide[i, paste0(stem, 1:3)])
  data.frame(id = wide$id[i], year = wide$year[i], treatment = pick("treatment"), events = pick("resp"), n = pick("n"))
}))
arms <- arms[arms$treatment != "" & !is.na(arms$events), ]
arms <- arms[ave(arms$n, arms$id, FUN = length) > 1, ]
stopifnot(all(arms$events > 0 & arms$events < arms$n), !anyNA(arms$year))
arms$size <- log(ave(arms$n, arms$id, FUN = sum))
treatments <- sort(unique(arms$treatment))
reference <- "Placebo"
centre <- c(year = 1995, size = 5)

contrasts <- lapply(split(seq_len(nrow(arms)), factor(arms$id, unique(arms$id))), function(at) {
  logit <- with(arms[at, ], log(events / (n - events)))
  variance <- with(arms[at, ], 1 / events + 1 / (n - events))
  x <- t(sapply(seq_along(at)[-1], function(i) {
    (treatments == arms$treatment[at[i]]) - (treatments == arms$treatment[at[1]])
  }))
  list(id = arms$id[at[-1]], arm = arms$treatment[at[-1]], y = logit[-1] - logit[1], x = x, year = arms$year[at[-1]],
       size = arms$size[at[-1]], v = variance[1] + diag(variance[-1], nrow = length(at) - 1),
       s = 0.5 + diag(0.5, nrow = length(at) - 1))
})
y <- unlist(lapply(contrasts, `[[`, "y"))
x <- do.call(rbind, lapply(contrasts, `[[`, "x"))
colnames(x) <- treatments
v <- bldiag(lapply(contrasts, `[[`, "v"))
s0 <- bldiag(lapply(contrasts, `[[`, "s"))
id <- unlist(lapply(contrasts, `[[`, "id"))
arm <- unlist(lapply(contrasts, `[[`, "arm"))
values <- cbind(year = unlist(lapply(contrasts, `[[`, "year")) - centre[["year"]],
                size = unlist(lapply(contrasts, `[[`, "size")) - centre[["size"]])
effects <- x[, treatments != reference]
active <- colnames(effects)
classes <- setNames(ifelse(active %in% c("TCA", "rMAO-A", "Low-dose SARI"), "older", "newer"), active)
interaction <- function(covariate, of) {
  columns <- sapply(unique(of), function(group) rowSums(effects[, of == group, drop = FALSE])) * values[, covariate]
  colnames(columns) <- paste(covariate, unique(of), sep = "|")
  columns
}
designs <- list(
  shared = cbind(effects, interaction("year", rep("", length(active)))),
  by_class = cbind(effects, interaction("year", classes)),
  independent = cbind(effects, interaction("year", active)),
  two = cbind(effects, interaction("year", rep("", length(active))), interaction("size", rep("", length(active)))),
  two_ways = cbind(effects, interaction("year", rep("", length(active))), interaction("size", classes)))

solvable <- function(full) {
  decomposed <- qr(full, tol = 1e-9)
  full[, sort(decomposed$pivot[seq_len(decomposed$rank)]), drop = FALSE]
}
determined <- function(full) {
  spectrum <- svd(scale(full, FALSE, sqrt(colSums(full^2))), nu = 0)
  null <- spectrum$v[, spectrum$d < 1e-8, drop = FALSE]
  rowSums(null^2) < 1e-16
}
dense <- function(design, tau2, slope, z, method) {
  total <- v + tau2 * s0 + slope * tcrossprod(z)
  w <- solve(total)
  information <- crossprod(design, w %*% design)
  b <- solve(information, crossprod(design, w %*% y))
  r <- y - design %*% b
  q <- as.numeric(crossprod(r, w %*% r))
  n <- length(y) - if (method == "REML") ncol(design) else 0
  logdet <- function(m) as.numeric(determinant(m)$modulus)
  l <- -0.5 * (n * log(2 * pi) + logdet(total) + q + if (method == "REML") logdet(information) else 0)
  list(l = l, b = as.numeric(b), vb = solve(information), q = q, w = w)
}
metafor_at <- function(design, tau2, slope, z, method) {
  random <- list(~ arm | id)
  more <- list(tau2 = tau2)
  if (slope > 0) {
    obs <- seq_along(y)
    k <- tcrossprod(z)
    dimnames(k) <- list(obs, obs)
    fit <- rma.mv(y, v, mods = ~ 0 + design, random = list(~ arm | id, ~ 1 | obs), struct = "CS", rho = 0.5,
                  R = list(obs = k), Rscale = FALSE, tau2 = tau2, sigma2 = slope, method = method)
  } else {
    fit <- rma.mv(y, v, mods = ~ 0 + design, random = random, struct = "CS", rho = 0.5, tau2 = tau2, method = method)
  }
  xx <- if (method == "REML") as.numeric(determinant(crossprod(design))$modulus) / 2 else 0
  list(l = as.numeric(logLik(fit)) - xx, b = as.numeric(fit$b), se = fit$se, QE = fit$QE, vb = fit$vb, df = fit$k - fit$p)
}
none <- matrix(0, length(y), 1)
maximum <- function(design, z, method) {
  free <- function(par) -dense(design, par[1]^2, par[2]^2, z, method)$l
  border <- function(par) free(c(par, 0))
  control <- list(rel.tol = 1e-15, x.tol = 1e-12, eval.max = 5000, iter.max = 5000)
  starts <- if (all(z == 0)) list() else list(c(0.1, 0.01), c(0.3, 0.03), c(0.01, 0.05))
  found <- c(lapply(c(0.01, 0.2, 0.5), function(start) {
    one <- nlminb(start, border, control = control)
    list(at = c(one$par, 0), value = one$objective)
  }), lapply(starts, function(start) {
    one <- nlminb(start, free, control = control)
    list(at = one$par, value = one$objective)
  }))
  best <- found[[which.min(sapply(found, `[[`, "value"))]]
  tau2 <- best$at[1]^2
  slope <- best$at[2]^2
  other <- metafor_at(design, tau2, slope, z, method)
  stopifnot(abs(other$l + best$value) < 1e-8)
  list(tau2 = tau2, slope_variance = slope, likelihood = -best$value, b = I(other$b), se = I(other$se))
}
wald <- function(fit, design) {
  own <- grepl("|", colnames(design), fixed = TRUE)
  as.numeric(crossprod(fit$b[own], solve(fit$vb[own, own], fit$b[own])))
}
case <- function(name) {
  full <- designs[[name]]
  design <- solvable(full)
  known <- determined(full)
  own <- colnames(design) %in% colnames(full)[known]
  fixed <- lapply(c(0, 0.05, 0.5), function(tau2) {
    ml <- metafor_at(design, tau2, 0, none, "ML")
    list(tau2 = tau2, ml = ml$l, reml = metafor_at(design, tau2, 0, none, "REML")$l, b = I(ml$b), se = I(ml$se),
         QE = ml$QE, df = ml$df, wald = wald(ml, design))
  })
  w <- solve(v)
  p <- w - w %*% design %*% solve(crossprod(design, w %*% design), crossprod(design, w))
  dl <- max(0, (as.numeric(crossprod(y, p %*% y)) - (length(y) - ncol(design))) / sum(p * s0))
  ml <- maximum(design, none, "ML")
  before <- maximum(effects, none, "ML")
  list(columns = I(colnames(design)), determined = I(own), undetermined = I(colnames(full)[!known]), fixed = fixed,
       moments = dl, best = list(ML = ml, REML = maximum(design, none, "REML")),
       tau2_without = maximum(effects, none, "REML")$tau2, likelihood_ratio = 2 * (ml$likelihood - before$likelihood))
}
exchangeable <- function(covariate) {
  design <- cbind(effects, interaction(covariate, rep("", length(active))))
  z <- effects * values[, covariate]
  grid <- expand.grid(tau2 = c(0, 0.05, 0.5), slope = c(1e-4, 0.01))
  fixed <- lapply(seq_len(nrow(grid)), function(i) {
    at <- grid[i, ]
    ml <- metafor_at(design, at$tau2, at$slope, z, "ML")
    list(tau2 = at$tau2, slope_variance = at$slope, ml = ml$l,
         reml = metafor_at(design, at$tau2, at$slope, z, "REML")$l, b = I(ml$b), se = I(ml$se))
  })
  best <- lapply(c(ML = "ML", REML = "REML"), function(method) {
    found <- maximum(design, z, method)
    at <- dense(design, found$tau2, found$slope_variance, z, method)
    # Best linear unbiased prediction: sigma2 Z'W(y - Xb) about B, with the variance of its error.
    u <- found$slope_variance * as.numeric(crossprod(z, at$w %*% (y - design %*% at$b)))
    m <- rbind(cbind(crossprod(design, solve(v + found$tau2 * s0, design)), crossprod(design, solve(v + found$tau2 * s0, z))),
               cbind(crossprod(z, solve(v + found$tau2 * s0, design)), crossprod(z, solve(v + found$tau2 * s0, z))))
    if (found$slope_variance > 0) {
      last <- ncol(design) + seq_along(active)
      m[last, last] <- m[last, last] + diag(1 / found$slope_variance, length(active))
      errors <- solve(m)
      pick <- matrix(0, length(active), nrow(m))
      pick[, ncol(design)] <- 1
      pick[cbind(seq_along(active), last)] <- 1
      se <- sqrt(diag(pick %*% errors %*% t(pick)))
    } else {
      se <- rep(sqrt(at$vb[ncol(design), ncol(design)]), length(active))
    }
    one <- maximum(design, none, method)
    c(found, list(slopes = I(at$b[ncol(design)] + u), slope_se = I(se), statistic = 2 * (found$likelihood - one$likelihood)))
  })
  list(columns = I(colnames(design)), treatments = I(active), fixed = fixed, best = best)
}
information <- lapply(c(DL = "DL", ML = "ML", REML = "REML"), function(method) {
  p_at <- function(tau2) {
    w <- solve(v + tau2 * s0)
    w - w %*% effects %*% solve(crossprod(effects, w %*% effects), crossprod(effects, w))
  }
  p <- p_at(0)
  df <- length(y) - ncol(effects)
  if (method == "DL") {
    tau2 <- max(0, (as.numeric(crossprod(y, p %*% y)) - df) / sum(p * s0))
    ps <- p %*% (v + tau2 * s0)
    return(list(tau2 = tau2, se = sqrt(2 * sum(ps * t(ps))) / sum(p * s0)))
  }
  tau2 <- maximum(effects, none, method)$tau2
  m <- if (method == "ML") solve(v + tau2 * s0) else p_at(tau2)
  ms <- m %*% s0
  list(tau2 = tau2, se = sqrt(2 / sum(ms * t(ms))))
})

## The comparison-adjusted funnel: every contrast less the common-effect estimate of its comparison, the treatments in
## the order of the alphabet.
pairs <- do.call(rbind, lapply(split(seq_len(nrow(arms)), factor(arms$id, unique(arms$id))), function(at) {
  both <- combn(at[order(arms$treatment[at])], 2)
  logit <- log(arms$events / (arms$n - arms$events))
  variance <- 1 / arms$events + 1 / (arms$n - arms$events)
  data.frame(id = arms$id[both[1, ]], pair = paste(arms$treatment[both[1, ]], arms$treatment[both[2, ]]),
             y = logit[both[1, ]] - logit[both[2, ]], v = variance[both[1, ]] + variance[both[2, ]])
}))
pairs$centred <- pairs$y - ave(pairs$y / pairs$v, pairs$pair, FUN = sum) / ave(1 / pairs$v, pairs$pair, FUN = sum)
pairs$se <- sqrt(pairs$v)
line <- summary(lm(centred ~ se, weights = 1 / v, data = pairs))
common <- rma(centred, v, mods = ~ se, method = "FE", data = pairs)
funnel <- list(order = I(treatments), points = nrow(pairs),
               multiplicative = list(intercept = line$coefficients[1, 1], b = line$coefficients[2, 1],
                                     se = line$coefficients[2, 2], statistic = line$coefficients[2, 3],
                                     p = line$coefficients[2, 4], dispersion = line$sigma^2),
               common = list(b = common$b[2], se = common$se[2], statistic = common$zval[2], p = common$pval[2]))

dir.create("expected/network", showWarnings = FALSE)
write_json(list(
  made = made,
  arms = list(study = I(as.character(arms$id)), treatment = I(arms$treatment), events = I(as.numeric(arms$events)),
              n = I(as.numeric(arms$n)), year = I(as.numeric(arms$year)), size = I(arms$size)),
  reference = reference, centre = as.list(centre), classes = as.list(classes),
  cases = lapply(setNames(names(designs), names(designs)), case),
  exchangeable = list(year = exchangeable("year"), size = exchangeable("size")), standard_error = information, funnel = funnel
), "expected/network/regression_linde2015.json")

## Two treatments: ordinary meta-regression.
bcg <- escalc(measure = "OR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
ordinary <- lapply(c(DL = "DL", ML = "ML", REML = "REML", FE = "FE"), function(method) {
  fit <- rma(yi, vi, mods = ~ I(ablat - 33), method = method, data = bcg, control = list(threshold = 1e-14, maxiter = 1e4))
  plain <- rma(yi, vi, method = method, data = bcg, control = list(threshold = 1e-14, maxiter = 1e4))
  list(tau2 = fit$tau2, b = I(as.numeric(fit$b)), se = I(fit$se), z = I(fit$zval), p = I(fit$pval), lower = I(fit$ci.lb),
       upper = I(fit$ci.ub), QE = fit$QE, QEp = fit$QEp, QM = fit$QM, QMp = fit$QMp,
       R2 = if (method == "FE") NA else fit$R2 / 100, ml = as.numeric(logLik(fit)),
       plain_tau2 = plain$tau2, plain_se_tau2 = if (method == "FE") NA else plain$se.tau2)
})
# As van Houwelingen and others (2002) printed it: latitude not centred.
printed <- rma(yi, vi, mods = ~ ablat, method = "ML", data = bcg, control = list(threshold = 1e-14, maxiter = 1e4))
uncentred <- list(b = I(as.numeric(printed$b)), se = I(printed$se), tau2 = printed$tau2, R2 = printed$R2 / 100)
write_json(list(made = made, uncentred = uncentred,
  arms = list(study = I(paste(bcg$author, bcg$year)), tpos = I(as.numeric(bcg$tpos)), tneg = I(as.numeric(bcg$tneg)),
              cpos = I(as.numeric(bcg$cpos)), cneg = I(as.numeric(bcg$cneg)), latitude = I(as.numeric(bcg$ablat))),
  centre = 33, fits = ordinary), "expected/network/regression_bcg.json")
