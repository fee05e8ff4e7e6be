# Reference numbers for models of the counts of a network: Mantel-Haenszel in matrix form, logistic regression
# (glm), the multivariate non-central hypergeometric likelihood (BiasedUrn), its multinomial approximation, and
# Firth's penalised likelihood from its definition.
# Run from the folder `reference/`:  Rscript generators/r/network_counts.R
# Reads metadat's dat.dong2013 (Dong Y-H et al. Thorax 2013;68:48-56) and dat.gurusamy2011 (Gurusamy KS et al.
# Cochrane Database Syst Rev 2011;CD009052), writes expected/network_counts/{dong2013,gurusamy2011}.json, which
# hold the counts that were used.

suppressMessages({library(metadat); library(BiasedUrn); library(numDeriv)})
source("generators/r/json.R")

# ---- Mantel-Haenszel: Efthimiou 2019, Greenland 1989, by sums over single terms ------------------------------

# cov(L_xy, L_zw) for any two contrasts of arms, by which arms they share.
pair_covariance <- function(a, b, total, C, x, y, z, w) {
  if (x == y || z == w) return(0)
  if (x == z && y == w) {
    cx <- a[, x] * b[, y] / total; cy <- a[, y] * b[, x] / total
    dx <- (a[, x] + b[, y]) / total; dy <- (a[, y] + b[, x]) / total
    return(sum(cx * dx) / (2 * C[x, y]^2) + sum(cx * dy + cy * dx) / (2 * C[x, y] * C[y, x]) +
           sum(cy * dy) / (2 * C[y, x]^2))
  }
  if (x == w && y == z) return(-pair_covariance(a, b, total, C, x, y, w, z))
  if (x == z) {
    n <- a[, x] + b[, x]
    return(sum(a[, x] * b[, y] * b[, w] / total^2) / (3 * C[x, y] * C[x, w]) +
           sum(n * b[, y] * a[, w] / total^2) / (3 * C[x, y] * C[w, x]) +
           sum(n * a[, y] * b[, w] / total^2) / (3 * C[y, x] * C[x, w]) +
           sum(b[, x] * a[, y] * a[, w] / total^2) / (3 * C[y, x] * C[w, x]))
  }
  if (y == w) return(pair_covariance(a, b, total, C, y, x, w, z))
  if (x == w) return(-pair_covariance(a, b, total, C, x, y, w, z))
  if (y == z) return(-pair_covariance(a, b, total, C, y, x, z, w))
  0
}

mantel_haenszel <- function(d, treatments) {
  d <- d[ave(d$event, d$id, FUN = sum) > 0 & ave(d$n - d$event, d$id, FUN = sum) > 0, ]
  design_of <- tapply(d$treatment, d$id, function(t) paste(sort(t), collapse = "|"))
  d$design <- design_of[as.character(d$id)]
  y <- NULL; X <- NULL; V <- list(); used <- character(0)
  for (name in unique(d$design)) {
    rows <- d[d$design == name, ]
    arms <- sort(unique(rows$treatment))
    keep <- sapply(arms, function(t) {
      own <- rows[rows$treatment == t, ]
      sum(own$event) > 0 && sum(own$n - own$event) > 0
    })
    arms <- arms[keep]
    if (length(arms) < 2) next
    ids <- unique(rows$id)
    grid <- function(column) t(sapply(ids, function(i) sapply(arms, function(t)
      rows[[column]][rows$id == i & rows$treatment == t])))
    a <- matrix(grid("event"), nrow = length(ids)); n <- matrix(grid("n"), nrow = length(ids))
    b <- n - a; total <- rowSums(n); J <- length(arms)
    C <- outer(1:J, 1:J, Vectorize(function(x, y) sum(a[, x] * b[, y] / total)))
    if (any(C[row(C) != col(C)] == 0)) next
    pairs <- which(row(C) != col(C), arr.ind = TRUE)
    L <- log(C[pairs] / C[pairs[, 2:1]])
    S <- outer(seq_len(nrow(pairs)), seq_len(nrow(pairs)), Vectorize(function(p, q)
      pair_covariance(a, b, total, C, pairs[p, 1], pairs[p, 2], pairs[q, 1], pairs[q, 2])))
    # The arms' places, and contrasts from the first arm, as matrices on all ordered pairs.
    place <- t(sapply(1:J, function(x) (pairs[, 1] == x) / J))
    contrast <- cbind(-1, diag(J - 1)) %*% place
    y <- c(y, contrast %*% L)
    V <- c(V, list(contrast %*% S %*% t(contrast)))
    X <- rbind(X, t(sapply(arms[-1], function(t) (treatments == t) - (treatments == arms[1]))))
    used <- c(used, name)
  }
  inside <- colSums(X != 0) > 0
  X <- X[, inside][, -1, drop = FALSE]
  W <- matrix(0, length(y), length(y)); at <- 0
  for (v in V) { k <- at + seq_len(nrow(v)); W[k, k] <- solve(v); at <- at + nrow(v) }
  cov <- solve(t(X) %*% W %*% X)
  beta <- cov %*% t(X) %*% W %*% y
  r <- y - X %*% beta
  list(treatments = I(treatments[inside]), b = I(c(0, beta)), se = I(c(0, sqrt(diag(cov)))),
       cov12 = cov[1, 2], Q = as.numeric(t(r) %*% W %*% r), df = length(y) - ncol(X), designs = I(used))
}

# ---- Likelihoods ---------------------------------------------------------------------------------------------

by_trial <- function(d) split(d, factor(d$id, unique(d$id)))

nch <- function(theta, d) sum(sapply(by_trial(d), function(t) {
  m <- sum(t$event)
  if (m == 0 || m == sum(t$n)) return(0)
  if (nrow(t) == 2) {
    return(log(dFNCHypergeo(t$event[1], t$n[1], t$n[2], m, exp(theta[t$treatment[1]] - theta[t$treatment[2]]),
                            precision = 1e-15)))
  }
  if (m <= 30) return(log(dMFNCHypergeo(t$event, t$n, m, exp(theta[t$treatment]), precision = 1e-15)))
  divided(t$event, t$n, theta[t$treatment])
}))

# The same for more events than BiasedUrn can divide: the coefficient of z^m in the product of the arms'
# polynomials, whose terms are scaled by a common level so that none underflows.
divided <- function(event, n, theta) {
  m <- sum(event)
  theta <- theta + qlogis(m / sum(n))
  product <- 1; scale <- 0
  for (i in seq_along(n)) {
    logs <- lchoose(n[i], 0:m) + (0:m) * theta[i]
    top <- max(logs)
    own <- exp(logs - top)
    wide <- c(product, rep(0, m + 1 - length(product)))
    product <- sapply(0:m, function(s) sum(wide[1:(s + 1)] * own[(s + 1):1]))
    scale <- scale + top + log(max(product)); product <- product / max(product)
  }
  sum(lchoose(n, event) + event * theta) - log(product[m + 1]) - scale
}

breslow <- function(theta, d) sum(sapply(by_trial(d), function(t) {
  if (sum(t$event) == 0) return(0)
  dmultinom(t$event, prob = t$n * exp(theta[t$treatment]), log = TRUE)
}))

maximum <- function(f, size) {
  found <- optim(rep(0, size), f, method = "BFGS", control = list(fnscale = -1, reltol = 1e-15, maxit = 5000))
  at <- found$par
  for (i in 1:6) at <- as.numeric(at - solve(numDeriv::hessian(f, at), numDeriv::grad(f, at)))
  cov <- solve(-numDeriv::hessian(f, at))
  list(log_likelihood = f(at), b = I(c(0, at)), se = I(c(0, sqrt(diag(cov)))))
}

logistic <- function(d) {
  fit <- glm(cbind(event, n - event) ~ 0 + factor(id) + treatment, binomial, d,
             control = glm.control(epsilon = 1e-15, maxit = 100))
  found <- summary(fit)$coefficients
  at <- grep("^treatment", rownames(found))
  list(log_likelihood = as.numeric(logLik(fit)), b = I(c(0, found[at, 1])), se = I(c(0, found[at, 2])))
}

# Levels that maximise the likelihood of each trial at given log odds ratios.
binomial_at <- function(theta, d) sum(sapply(by_trial(d), function(t) {
  m <- sum(t$event)
  if (m == 0 || m == sum(t$n)) return(0)
  offset <- theta[t$treatment]
  level <- uniroot(function(a) sum(t$n * plogis(a + offset)) - m, c(-60, 60), tol = 1e-14)$root
  sum(dbinom(t$event, t$n, plogis(level + offset), log = TRUE))
}))

firth <- function(d) {
  X <- model.matrix(~ 0 + factor(id) + treatment, d)
  value <- function(beta) {
    p <- plogis(as.numeric(X %*% beta))
    sum(dbinom(d$event, d$n, p, log = TRUE)) +
      as.numeric(determinant(t(X) %*% (d$n * p * (1 - p) * X))$modulus) / 2
  }
  beta <- rep(0, ncol(X))
  for (i in 1:5000) {
    p <- plogis(as.numeric(X %*% beta)); v <- d$n * p * (1 - p)
    I <- t(X) %*% (v * X)
    h <- v * rowSums((X %*% solve(I)) * X)
    step <- solve(I, t(X) %*% (d$event - d$n * p + h * (0.5 - p)))
    step <- step / max(1, max(abs(step)))
    beta <- beta + as.numeric(step)
    if (max(abs(step)) < 1e-14) break
  }
  at <- grep("^treatment", colnames(X))
  cov <- solve(I)
  list(log_likelihood = value(beta), b = I(c(0, beta[at])), se = I(c(0, sqrt(diag(cov)[at]))))
}

run <- function(file, d, data, exact) {
  d$treatment <- as.character(d$treatment)
  treatments <- sort(unique(d$treatment))
  mh <- mantel_haenszel(d, treatments)
  place <- d
  place$treatment <- match(d$treatment, treatments)
  d$treatment <- factor(d$treatment, treatments)
  informative <- d[ave(d$event, d$id, FUN = sum) > 0 & ave(d$n - d$event, d$id, FUN = sum) > 0, ]
  informative$id <- factor(informative$id, unique(informative$id))
  fixed <- lapply(list(rep(0, length(treatments)), seq(-1, 1, length.out = length(treatments))), function(theta)
    c(list(values = I(theta), binomial = binomial_at(theta, place), approximate = breslow(theta, place)),
      if (exact) list(conditional = nch(theta, place))))
  estimable <- all(tapply(d$event, d$treatment, sum) > 0)
  out <- list(
    made = list(generator = "reference/generators/r/network_counts.R", software = "R glm, optim; BiasedUrn",
                software_version = paste(R.version.string, "BiasedUrn", packageVersion("BiasedUrn")),
                data = data, date = format(Sys.Date()),
                command = "cd reference && Rscript generators/r/network_counts.R"),
    arms = list(study = I(as.character(d$id)), treatment = I(as.character(d$treatment)),
                events = I(as.numeric(d$event)), n = I(as.numeric(d$n))),
    treatments = I(treatments), fixed = fixed, mantel_haenszel = mh,
    penalised = list(kept = firth(d)))
  # Without trials that say nothing a treatment may be gone.
  if (all(treatments %in% informative$treatment)) out$penalised$left_out <- firth(informative)
  if (estimable) {
    out$binomial <- logistic(informative)
    out$approximate <- maximum(function(x) breslow(c(0, x), place), length(treatments) - 1)
    if (exact) out$conditional <- maximum(function(x) nch(c(0, x), place), length(treatments) - 1)
  }
  write_json(out, paste0("expected/network_counts/", file, ".json"))
}

dir.create("expected/network_counts", showWarnings = FALSE)
dong <- with(dat.dong2013, data.frame(id, treatment, event = death, n = randomized))
run("dong2013", dong, paste("metadat", packageVersion("metadat"), "dat.dong2013"), TRUE)
gurusamy <- with(dat.gurusamy2011, data.frame(id = study, treatment, event = death, n = n))
run("gurusamy2011", gurusamy, paste("metadat", packageVersion("metadat"), "dat.gurusamy2011"), TRUE)
