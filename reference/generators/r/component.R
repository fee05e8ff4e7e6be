# Reference numbers for component network meta-analysis, by plain matrix algebra in base R.
# Run from the folder `reference/`:  Rscript generators/r/component.R
# Reads the contrasts of Linde 2016 in expected/netmeta/linde2016_resp_lnOR.json, writes
# expected/network/linde2016_components.json.
#
# Model (Ruecker, Petropoulou and Schwarzer 2020): y = B C beta + u + e. Rows of y are differences from the first
# arm of a trial, their covariances (v_bi + v_bj - v_ij)/2; u has variance tau2 and covariance tau2/2 within a
# trial. Q is from common effects. tau2 by moments is (Q - df) over the trace of P with the covariances of
# tau2 = 1; by REML the maximum over tau2 >= 0 of the restricted likelihood, found by golden section.
# A difference of treatments is determined when its row of C adds nothing to the rank of B C.
# Forward selection (Petropoulou et al. 2023): of all interactions of two components that come together, the one
# with the smallest p of the difference of Q; taken while p < 0.157.
# "whole" is the published network; "parts" keeps trials wholly inside or wholly outside one group of treatments,
# so that no trial joins the two.

suppressMessages(library(jsonlite))
source("generators/r/json.R")
path <- "expected/netmeta/linde2016_resp_lnOR.json"
all <- as.data.frame(fromJSON(path)$contrasts)

trial <- function(rows, treatments) {
  arms <- unique(c(rbind(rows$treat1, rows$treat2)))
  estimate <- function(i, j) {
    at <- which(rows$treat1 == i & rows$treat2 == j)
    if (length(at)) return(rows$TE[at])
    -rows$TE[rows$treat1 == j & rows$treat2 == i]
  }
  variance <- function(i, j) {
    if (i == j) return(0)
    rows$seTE[(rows$treat1 == i & rows$treat2 == j) | (rows$treat1 == j & rows$treat2 == i)]^2
  }
  base <- arms[1]
  others <- arms[-1]
  v <- outer(others, others, Vectorize(function(i, j) {
    (variance(base, i) + variance(base, j) - variance(i, j)) / 2
  }))
  b <- t(sapply(others, function(i) (treatments == i) - (treatments == base)))
  list(y = sapply(others, estimate, j = base), b = b, v = v)
}

block <- function(list) {
  n <- sapply(list, nrow)
  out <- matrix(0, sum(n), sum(n))
  from <- cumsum(c(0, n))
  for (k in seq_along(list)) out[from[k] + seq_len(n[k]), from[k] + seq_len(n[k])] <- list[[k]]
  out
}

network <- function(rows) {
  treatments <- sort(unique(c(rows$treat1, rows$treat2)), method = "radix")
  trials <- lapply(split(rows, factor(rows$studlab, unique(rows$studlab))), trial, treatments)
  list(treatments = treatments, y = unlist(lapply(trials, `[[`, "y")), b = do.call(rbind, lapply(trials, `[[`, "b")),
       v = block(lapply(trials, `[[`, "v")),
       unit = block(lapply(trials, function(t) (diag(nrow(t$v)) + 1) / 2)))
}

components <- function(net, inactive = NULL) {
  parts <- strsplit(net$treatments, " + ", fixed = TRUE)
  names <- setdiff(sort(unique(unlist(parts)), method = "radix"), inactive)
  c <- t(sapply(parts, function(p) as.numeric(names %in% p)))
  dimnames(c) <- list(net$treatments, names)
  c
}

# Columns of B C that are not sums of earlier ones.
independent <- function(x) {
  kept <- integer(0)
  for (j in seq_len(ncol(x))) {
    if (qr(x[, c(kept, j), drop = FALSE], tol = 1e-9)$rank > length(kept)) kept <- c(kept, j)
  }
  kept
}

gls <- function(net, c, tau2) {
  x <- net$b %*% c
  kept <- independent(x)
  x <- x[, kept, drop = FALSE]
  sigma <- net$v + tau2 * net$unit
  w <- solve(sigma)
  cov <- solve(crossprod(x, w %*% x))
  beta <- cov %*% crossprod(x, w %*% net$y)
  p <- w - w %*% x %*% cov %*% crossprod(x, w)
  q <- drop(net$y %*% p %*% net$y)
  ln_det <- function(m) as.numeric(determinant(m)$modulus)
  list(beta = beta, cov = cov, kept = kept, q = q, df = nrow(x) - ncol(x), trace = sum(diag(p %*% net$unit)),
       reml = -0.5 * (ln_det(sigma) - ln_det(cov) + q))
}

pairs_of <- function(net, c, found) {
  out <- list(one = character(0), other = character(0), estimate = numeric(0), se = numeric(0))
  x <- net$b %*% c
  rank <- qr(x, tol = 1e-9)$rank
  n <- length(net$treatments)
  # Pairs with SSRI or UC: 41 of 231.
  for (i in seq_len(n - 1)) for (j in (i + 1):n) {
    if (!any(c("SSRI", "UC") %in% net$treatments[base::c(i, j)])) next
    f <- c[i, ] - c[j, ]
    estimable <- any(f != 0) && qr(rbind(x, f), tol = 1e-9)$rank == rank
    g <- f[found$kept]
    out$one <- c(out$one, net$treatments[i])
    out$other <- c(out$other, net$treatments[j])
    out$estimate <- c(out$estimate, if (estimable) sum(g * found$beta) else NA)
    out$se <- c(out$se, if (estimable) sqrt(drop(g %*% found$cov %*% g)) else NA)
  }
  lapply(out, I)
}

golden <- function(f, upper) {
  at <- optimize(f, c(0, upper), maximum = TRUE, tol = 1e-12)$maximum
  if (f(0) >= f(at)) 0 else at
}

model <- function(net, c) {
  common <- gls(net, c, 0)
  dl <- max(0, (common$q - common$df) / common$trace)
  reml <- golden(function(tau2) gls(net, c, tau2)$reml, 1)
  one <- function(tau2) c(list(tau2 = tau2), pairs_of(net, c, gls(net, c, tau2)))
  list(names = I(colnames(c)), q = common$q, df = common$df,
       p = if (common$df > 0) pchisq(common$q, common$df, lower.tail = FALSE) else NA,
       not_determined = ncol(c) - length(common$kept), common = one(0), DL = one(dl), REML = one(reml))
}

interact <- function(c, a, b) {
  out <- cbind(c, c[, a] * c[, b])
  colnames(out) <- c(colnames(c), paste0(a, "*", b))
  out
}

select <- function(net, c, threshold = 0.157) {
  own <- colnames(c)
  candidates <- Filter(function(p) any(c[, p[1]] * c[, p[2]] != 0), combn(own, 2, simplify = FALSE))
  steps <- list()
  aliased <- character(0)
  repeat {
    now <- gls(net, c, 0)
    best <- NULL
    aliased <- character(0)
    for (p in candidates) {
      if (paste0(p[1], "*", p[2]) %in% colnames(c)) next
      richer <- interact(c, p[1], p[2])
      then <- gls(net, richer, 0)
      if (then$df == now$df) {
        aliased <- c(aliased, paste0(p[1], "*", p[2]))
        next
      }
      q <- now$q - then$q
      value <- pchisq(q, now$df - then$df, lower.tail = FALSE)
      if (is.null(best) || value < best$p) {
        best <- list(interaction = paste0(p[1], "*", p[2]), q = q, df = now$df - then$df, p = value, c = richer,
                     left = then$q)
      }
    }
    if (is.null(best) || best$p >= threshold) break
    c <- best$c
    steps <- c(steps, list(best[c("interaction", "q", "df", "p", "left")]))
  }
  refused <- if (is.null(best)) NULL else best[c("interaction", "q", "df", "p", "left")]
  list(threshold = threshold, steps = steps, refused = refused, aliased = I(aliased), model = model(net, c))
}

against_network <- function(net, c) {
  own <- gls(net, diag(length(net$treatments)), 0)
  additive <- gls(net, c, 0)
  df <- additive$df - own$df
  difference <- if (df > 0) additive$q - own$q else 0
  list(q = own$q, df = own$df, difference = difference, df_difference = df,
       p = if (df > 0) pchisq(difference, df, lower.tail = FALSE) else NA)
}

group <- c("UC", "Face-to-face CBT", "Other face-to-face", "Remote CBT", "Self-help CBT", "No contact CBT")
inside <- tapply(seq_len(nrow(all)), all$studlab, function(at) {
  in_group <- unique(c(all$treat1[at], all$treat2[at])) %in% group
  all(in_group) || !any(in_group)
})
kept <- all[inside[as.character(all$studlab)], ]
whole <- network(all)
parts <- network(kept)

case <- function(net, c) {
  list(additive = model(net, c), full = against_network(net, c), forward = select(net, c))
}
write_json(list(
  made = list(generator = "reference/generators/r/component.R", software = "base R", software_version = as.character(getRversion()), r_version = R.version.string,
              jsonlite = as.character(packageVersion("jsonlite")), data = path,
              date = format(Sys.Date()), command = "cd reference && Rscript generators/r/component.R"),
  kept = I(unique(as.character(kept$studlab))),
  whole = case(whole, components(whole)), whole_placebo = case(whole, components(whole, "Placebo")),
  parts = case(parts, components(parts)), parts_placebo = case(parts, components(parts, "Placebo"))
), "expected/network/linde2016_components.json")
