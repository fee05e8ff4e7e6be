# Reference numbers for benefit against risk: joint probabilities of correlated normal effects by integration,
# acceptability and central weights by cutting up the simplex of weights, net benefit in closed form.
# Run from the folder `reference/`:  Rscript generators/r/benefit_risk.R
# Writes expected/network/benefit_risk.json. Base R only; no draws are used here.

source("generators/r/json.R")

rho <- 0.6
# Two outcomes of A (the reference), B and C: B and C against A.
benefit <- list(mean = c(0.12, 0.05), v = matrix(c(0.0036, 0.0012, 0.0012, 0.0049), 2))
harm <- list(mean = c(0.06, 0.01), v = matrix(c(0.0016, -0.0005, -0.0005, 0.0025), 2))
# At least 0.03 gained, at most 0.08 lost: harm is better where it is smaller.
least <- c(0.03, -0.08)

root <- function(v) {
  e <- eigen(v, symmetric = TRUE)
  e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
}
cross <- rho * root(benefit$v) %*% root(harm$v)
correlation <- diag(cross) / sqrt(diag(benefit$v) * diag(harm$v))

# P(X >= a, Y <= b) for a bivariate normal (X, Y).
joint <- function(mx, sx, my, sy, r, a, b) integrate(function(u)
  dnorm(u) * pnorm((b - my - r * sy * u) / (sy * sqrt(1 - r^2))), (a - mx) / sx, Inf, rel.tol = 1e-12)$value
rows <- lapply(1:2, function(t) {
  sx <- sqrt(benefit$v[t, t]); sy <- sqrt(harm$v[t, t])
  at <- function(r) joint(benefit$mean[t], sx, harm$mean[t], sy, r, least[1], -least[2])
  lambda <- c(0, 0.5, 1, 2, 4)
  net <- benefit$mean[t] - lambda * harm$mean[t]
  sd <- sqrt(sx^2 + lambda^2 * sy^2 - 2 * lambda * cross[t, t])
  list(benefit = pnorm(least[1], benefit$mean[t], sx, lower.tail = FALSE), harm = pnorm(-least[2], harm$mean[t], sy),
       independent = at(0), correlated = at(correlation[t]),
       limits_benefit = I(qnorm(c(0.025, 0.975), benefit$mean[t], sx)),
       net = list(lambda = I(lambda), estimate = I(net), lower = I(qnorm(0.025, net, sd)), upper = I(qnorm(0.975, net, sd)),
                  probability = I(pnorm(net / sd)), turn = benefit$mean[t] / harm$mean[t]))
})

# The part of a polygon on the right side of a line, a'x >= 0, corner by corner.
cut <- function(polygon, a) {
  if (is.null(polygon)) return(NULL)
  n <- nrow(polygon)
  out <- NULL
  for (i in seq_len(n)) {
    p <- polygon[i, ]; q <- polygon[i %% n + 1, ]
    fp <- sum(a * p); fq <- sum(a * q)
    if (fp >= 0) out <- rbind(out, p)
    if (fp * fq < 0) out <- rbind(out, p + (q - p) * fp / (fp - fq))
  }
  out
}
# Area and centre of a polygon of weights, in the coordinates of the first two.
measure <- function(polygon) {
  if (is.null(polygon)) return(list(area = 0, centre = rep(NA, 3)))
  x <- polygon[, 1]; y <- polygon[, 2]
  x2 <- c(x[-1], x[1]); y2 <- c(y[-1], y[1])
  w <- x * y2 - x2 * y
  area <- sum(w) / 2
  if (abs(area) < 1e-14) return(list(area = 0, centre = rep(NA, 3)))
  centre <- c(sum((x + x2) * w), sum((y + y2) * w)) / (6 * area)
  list(area = abs(area), centre = c(centre, 1 - sum(centre)))
}
# Values of four treatments in three outcomes, by treatment.
values <- rbind(c(0, 0.5, 0.7), c(1, 0.1, 0.3), c(0.4, 0.9, 0), c(0.5, 0.5, 0.45))
triangle <- diag(3)
# Weights in the order third, first, second.
ordered <- cut(cut(triangle, c(-1, 0, 1)), c(1, -1, 0))
regions <- function(start) {
  total <- measure(start)$area
  best <- lapply(1:4, function(i) {
    polygon <- start
    for (j in setdiff(1:4, i)) polygon <- cut(polygon, values[i, ] - values[j, ])
    measure(polygon)
  })
  # A rank of two or better: best, or beaten by exactly one.
  second <- sapply(1:4, function(i) sum(sapply(setdiff(1:4, i), function(k) {
    polygon <- cut(start, values[k, ] - values[i, ])
    for (j in setdiff(1:4, c(i, k))) polygon <- cut(polygon, values[i, ] - values[j, ])
    measure(polygon)$area
  })))
  list(first = I(sapply(best, `[[`, "area") / total), second = I(second / total),
       centre = lapply(best, function(b) I(b$centre)), mean = I(as.numeric(values %*% measure(start)$centre)))
}

write_json(list(
  made = list(generator = "reference/generators/r/benefit_risk.R", software = "R", software_version = R.version.string,
              packages = "stats", platform = R.version$platform, date = format(Sys.Date()),
              command = "cd reference && Rscript generators/r/benefit_risk.R"),
  rho = rho, least = I(least),
  benefit = list(mean = I(benefit$mean), v = I(as.numeric(benefit$v))),
  harm = list(mean = I(harm$mean), v = I(as.numeric(harm$v))),
  correlation = I(correlation), rows = rows,
  values = lapply(1:4, function(i) I(values[i, ])), order = I(c(2, 0, 1)),
  unknown = regions(triangle), ordered = regions(ordered)
), "expected/network/benefit_risk.json")
