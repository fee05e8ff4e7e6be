# Reference numbers for a network of trials from metafor's rma.mv, with the covariances of multi-arm trials.
# Run from the folder `reference/`:  Rscript generators/r/network.R
# Reads metadat's dat.dong2013 (Dong Y-H et al. Thorax 2013;68:48-56), writes expected/network/dong2013.json,
# which holds the counts that were used.
#
# Trials without any death are left out; a half is added to all cells of a trial with an arm without deaths.
# Log-likelihoods are at fixed tau2 ("fixed"), which no optimiser touches; that of REML without the term of X'X,
# which depends on how contrasts are coded.

suppressMessages({library(metafor); library(metadat)})
source("generators/r/json.R")

d <- dat.dong2013[, c("id", "treatment", "death", "randomized")]
d$treatment <- as.character(d$treatment)
total <- ave(d$death, d$id, FUN = sum)
left_out <- unique(d$id[total == 0])
used <- d[total > 0, ]
half <- ave(as.numeric(used$death == 0), used$id, FUN = max) / 2
logit <- log((used$death + half) / (used$randomized - used$death + half))
variance <- 1 / (used$death + half) + 1 / (used$randomized - used$death + half)
treatments <- sort(unique(used$treatment))

rows <- lapply(split(seq_len(nrow(used)), used$id), function(at) {
  base <- at[1]
  others <- at[-1]
  x <- t(sapply(others, function(i) (treatments == used$treatment[i]) - (treatments == used$treatment[base])))
  list(id = used$id[others], arm = used$treatment[others], y = logit[others] - logit[base], x = x,
       v = variance[base] + diag(variance[others], nrow = length(others)))
})
y <- unlist(lapply(rows, `[[`, "y"))
x <- do.call(rbind, lapply(rows, `[[`, "x"))[, treatments != "Placebo"]
v <- bldiag(lapply(rows, `[[`, "v"))
id <- unlist(lapply(rows, `[[`, "id"))
arm <- unlist(lapply(rows, `[[`, "arm"))

fit <- function(method, tau2) {
  rma.mv(y, v, mods = ~ 0 + x, random = ~ arm | id, struct = "CS", rho = 0.5, tau2 = tau2, method = method)
}
xx <- as.numeric(determinant(crossprod(x))$modulus) / 2

fixed <- lapply(c(0, 0.05, 0.5), function(tau2) {
  ml <- fit("ML", tau2)
  list(tau2 = tau2, ml = as.numeric(logLik(ml)), reml = as.numeric(logLik(fit("REML", tau2))) - xx,
       b = I(as.numeric(ml$b)), se = I(as.numeric(ml$se)), QE = ml$QE, df = ml$k - ml$p)
})
best <- lapply(c(ML = "ML", REML = "REML"), function(method) {
  height <- function(tau2) as.numeric(logLik(fit(method, tau2)))
  tau2 <- optimize(height, c(0, 1), maximum = TRUE, tol = 1e-12)$maximum
  # The search cannot end on its border.
  if (height(0) >= height(tau2)) tau2 <- 0
  found <- fit(method, tau2)
  list(tau2 = tau2, b = I(as.numeric(found$b)), se = I(as.numeric(found$se)))
})

dir.create("expected/network", showWarnings = FALSE)
write_json(list(
  made = list(generator = "reference/generators/r/network.R", software = "metafor",
              software_version = as.character(packageVersion("metafor")),
              data = paste("metadat", packageVersion("metadat")), r_version = R.version.string,
              date = format(Sys.Date()), command = "cd reference && Rscript generators/r/network.R"),
  arms = list(study = I(as.character(d$id)), treatment = I(d$treatment), events = I(as.numeric(d$death)),
              n = I(as.numeric(d$randomized))),
  left_out = I(as.character(left_out)), reference = "Placebo",
  treatments = I(treatments[treatments != "Placebo"]), fixed = fixed, best = best
), "expected/network/dong2013.json")
