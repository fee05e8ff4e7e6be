# Counts of two groups and tables by base R; writes reference/expected/r/cohort_counts.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_counts.R
library(jsonlite)

# Infinity cannot be written as a number: null stands for it.
finite <- function(x) ifelse(is.finite(x), x, NA)

tables <- list(
  c(3, 4, 1, 4), c(21, 30, 14, 29), c(14, 28, 3, 29), c(0, 10, 5, 12), c(10, 10, 3, 9),
  c(0, 7, 0, 9), c(5, 5, 6, 6), c(1, 1, 0, 1), c(7, 20, 2, 21), c(12, 15, 4, 15), c(2, 100, 9, 98),
  c(150, 400, 230, 450), c(500, 1000, 480, 1000), c(3, 1000, 40, 2000), c(56, 70, 48, 80),
  c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20), c(10, 10, 0, 20)
)

newcombe <- function(x1, n1, x2, n2, correct, level = 0.95) {
  z <- qnorm(1 - (1 - level) / 2)
  # Newcombe's own formulas (Stat Med 1998, 857), without and with correction.
  limits <- function(x, n) {
    p <- x / n
    if (correct) {
      lo <- if (x == 0) 0 else (2*n*p + z^2 - 1 - z*sqrt(z^2 - 2 - 1/n + 4*p*(n*(1-p) + 1))) / (2*(n + z^2))
      hi <- if (x == n) 1 else (2*n*p + z^2 + 1 + z*sqrt(z^2 + 2 - 1/n + 4*p*(n*(1-p) - 1))) / (2*(n + z^2))
    } else {
      lo <- (2*n*p + z^2 - z*sqrt(z^2 + 4*n*p*(1-p))) / (2*(n + z^2))
      hi <- (2*n*p + z^2 + z*sqrt(z^2 + 4*n*p*(1-p))) / (2*(n + z^2))
    }
    c(lo, hi)
  }
  a <- limits(x1, n1); b <- limits(x2, n2); p1 <- x1/n1; p2 <- x2/n2
  c(p1 - p2 - sqrt((p1 - a[1])^2 + (b[2] - p2)^2), p1 - p2 + sqrt((a[2] - p1)^2 + (p2 - b[1])^2))
}

two <- function(v) {
  x1 <- v[1]; n1 <- v[2]; x2 <- v[3]; n2 <- v[4]
  m <- matrix(c(x1, n1 - x1, x2, n2 - x2), 2, byrow = TRUE)
  f <- fisher.test(m)
  z <- qnorm(0.975)
  p1 <- x1/n1; p2 <- x2/n2
  q1 <- (x1 + 1)/(n1 + 2); q2 <- (x2 + 1)/(n2 + 2)
  wald <- p1 - p2 + c(-1, 1) * z * sqrt(p1*(1-p1)/n1 + p2*(1-p2)/n2)
  caffo <- q1 - q2 + c(-1, 1) * z * sqrt(q1*(1-q1)/(n1+2) + q2*(1-q2)/(n2+2))
  caffo <- c(max(caffo[1], -1), min(caffo[2], 1)); wald <- c(max(wald[1], -1), min(wald[2], 1))
  k <- x1 + x2; g <- phyper(x1 - 1, n1, n2, k, lower.tail = FALSE); l <- phyper(x1, n1, n2, k)
  d <- dhyper(x1, n1, n2, k)
  usable <- all(rowSums(m) > 0) && all(colSums(m) > 0)
  chi <- if (usable) suppressWarnings(chisq.test(m, correct = FALSE)) else NULL
  yates <- if (usable) suppressWarnings(chisq.test(m, correct = TRUE)) else NULL
  list(
    x1 = x1, n1 = n1, x2 = x2, n2 = n2,
    p_greater = g, p_less = l, p_two = f$p.value,
    p_doubled = min(1, 2*min(g, l)), p_mid = min(1, max(0, 2*min(g, l) - d)),
    or = finite(unname(f$estimate)), or_ci = finite(f$conf.int[1:2]),
    newcombe = newcombe(x1, n1, x2, n2, FALSE), newcombe_cc = newcombe(x1, n1, x2, n2, TRUE),
    wald = wald, agresti_caffo = caffo,
    katz = if (x1 > 0 && x2 > 0) exp(log(p1/p2) + c(-1, 1)*z*sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2)) else NA,
    chisq = if (usable) unname(chi$statistic) else NA, chisq_p = if (usable) chi$p.value else NA,
    yates = if (usable) unname(yates$statistic) else NA, yates_p = if (usable) yates$p.value else NA,
    v = if (usable) sqrt(unname(chi$statistic)/sum(m)) else NA
  )
}

# The Agresti & Winner (1997) data, and others whose enumeration is short.
larger <- list(
  job = list(c(1, 2, 1, 0), c(3, 3, 6, 1), c(10, 10, 14, 9), c(6, 7, 12, 11)),
  three = list(c(3, 1, 0), c(0, 4, 2), c(1, 1, 5)),
  wide = list(c(5, 0, 2, 3, 1), c(1, 6, 2, 0, 4)),
  equal = list(c(2, 2), c(2, 2), c(2, 2))
)
table_of <- function(rows) {
  m <- do.call(rbind, rows)
  chi <- suppressWarnings(chisq.test(m))
  list(rows = rows, p = fisher.test(m, workspace = 2e7)$p.value, chisq = unname(chi$statistic),
       df = unname(chi$parameter), chisq_p = chi$p.value, expected = chi$expected,
       v = sqrt(unname(chi$statistic)/(sum(m)*(min(dim(m)) - 1))))
}

binomials <- list(c(3, 3, 0.5), c(0, 10, 0.2), c(10, 10, 0.9), c(7, 20, 0.2), c(4, 21, 0.4),
  c(12, 21, 0.292), c(5, 10, 0.5), c(2, 10, 0.2), c(1, 30, 0.001), c(500, 1000, 0.45),
  c(30, 1000, 0.05), c(682, 925, 0.75), c(0, 5, 0), c(5, 5, 1), c(1, 5, 0))
binomial <- function(v) {
  test <- binom.test(v[1], v[2], v[3])
  l <- pbinom(v[1], v[2], v[3]); g <- pbinom(v[1] - 1, v[2], v[3], lower.tail = FALSE)
  list(x = v[1], n = v[2], p = v[3], two = as.numeric(test$p.value), less = l, greater = g,
       doubled = min(1, 2*min(l, g)), mid = min(1, max(0, 2*min(l, g) - dbinom(v[1], v[2], v[3]))))
}

ones <- list(c(0, 1), c(1, 1), c(0, 10), c(10, 10), c(1, 2), c(4, 21), c(15, 148), c(0, 20), c(81, 263),
  c(1, 29), c(29, 29), c(50, 100), c(1, 1000), c(123, 4567))
one <- function(v, level) {
  x <- v[1]; n <- v[2]; a <- (1 - level)/2; z <- qnorm(a, lower.tail = FALSE)
  mid <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p)/2 - a
  mid_up <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p)/2 - a
  solve <- function(f) uniroot(f, c(0, 1), tol = 1e-15, maxiter = 10000)$root
  nt <- n + z^2; pt <- (x + z^2/2)/nt; h <- z*sqrt(pt*(1 - pt)/nt)
  # The correction as Newcombe writes it, as a second formula.
  cc <- function(x, side) { p <- (x + side/2)/n
    (p + z^2/(2*n) + side*z*sqrt(p*(1-p)/n + z^2/(4*n^2)))/(1 + z^2/n) }
  list(x = x, n = n, level = level,
       mid = c(if (x == 0) 0 else solve(mid), if (x == n) 1 else solve(mid_up)),
       agresti_coull = c(max(0, pt - h), min(1, pt + h)),
       wilson_cc = c(if (x == 0) 0 else cc(x, -1), if (x == n) 1 else cc(x, 1)))
}

pairs <- list(c(1, 1, 7, 12), c(794, 86, 150, 570), c(59, 6, 16, 80), c(5, 0, 3, 2), c(0, 4, 4, 9), c(20, 12, 2, 16))
pair <- function(v) {
  m <- matrix(v, 2, byrow = TRUE)
  b <- v[2]; c <- v[3]
  list(counts = v, chisq = unname(mcnemar.test(m, correct = FALSE)$statistic),
       chisq_p = mcnemar.test(m, correct = FALSE)$p.value,
       cc = unname(mcnemar.test(m)$statistic), cc_p = mcnemar.test(m)$p.value,
       exact = binom.test(b, b + c)$p.value,
       mid = min(1, 2*pbinom(min(b, c), b + c, 0.5) - dbinom(b, b + c, 0.5)))
}

write_json(list(
  software = R.version.string, script = "reference/generators/r/cohort_counts.R",
  two = lapply(tables, two), tables = lapply(larger, table_of), binomial = lapply(binomials, binomial),
  one = c(lapply(ones, one, 0.95), lapply(ones, one, 0.8)), pairs = lapply(pairs, pair)
), "reference/expected/r/cohort_counts.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
