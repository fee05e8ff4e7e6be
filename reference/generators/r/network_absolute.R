# Reference numbers for absolute risks at a baseline: limits of the effect, delta method, and the distribution
# of risk and risk difference under normal effects and normal log odds of the baseline.
# Run from the folder `reference/`:  Rscript generators/r/network_absolute.R
# Writes expected/network/absolute.json. Base R only. Slopes by a five-point formula (error about 1e-12); the
# exact quantiles by integrating over the baseline with integrate() and searching with uniroot().

source("generators/r/json.R")

cc <- pi / sqrt(3)
scales <- list(
  odds_ratio = list(risk = function(x, l) plogis(l + x), back = function(p, l) qlogis(p) - l),
  risk_ratio = list(risk = function(x, l) plogis(l) * exp(x), back = function(p, l) log(p / plogis(l))),
  risk_difference = list(risk = function(x, l) plogis(l) + x, back = function(p, l) p - plogis(l)),
  hazard_ratio = list(risk = function(x, l) 1 - (1 - plogis(l))^exp(x),
                      back = function(p, l) log(log1p(-p) / log1p(-plogis(l)))),
  # Fewer points of the score make the event likelier: the sign is turned.
  standardised_odds = list(risk = function(x, l) plogis(l - cc * x), back = function(p, l) (l - qlogis(p)) / cc),
  standardised_normal = list(risk = function(x, l) pnorm(qnorm(plogis(l)) - x),
                             back = function(p, l) qnorm(plogis(l)) - qnorm(p)))
falls <- c("standardised_odds", "standardised_normal")
effects <- list(odds_ratio = c(0.8, 0.2), risk_ratio = c(0.5, 0.15), risk_difference = c(0.12, 0.04),
                hazard_ratio = c(-0.4, 0.18), standardised_odds = c(-0.35, 0.1), standardised_normal = c(-0.35, 0.1))
logit <- c(-1.1, 0.25)

slope <- function(f, at, h = 1e-3) (f(at - 2 * h) - 8 * f(at - h) + 8 * f(at + h) - f(at + 2 * h)) / (12 * h)
z <- qnorm(0.975)

cases <- lapply(names(scales), function(name) {
  s <- scales[[name]]
  x <- effects[[name]][1]; se <- effects[[name]][2]; l <- logit[1]; sl <- logit[2]
  p <- s$risk(x, l); p0 <- plogis(l)
  ends <- sort(s$risk(x + c(-1, 1) * z * se, l))
  delta <- function(g, sl) sqrt((slope(function(x) g(x, l), x) * se)^2 + (slope(function(l) g(x, l), l) * sl)^2)
  d_risk <- function(sl) plogis(qlogis(p) + c(-1, 1) * z * delta(function(x, l) qlogis(s$risk(x, l)), sl))
  d_diff <- function(sl) p - p0 + c(-1, 1) * z * delta(function(x, l) s$risk(x, l) - plogis(l), sl)
  # P(risk - baseline <= d), with what no risk can be on the right side.
  cdf <- function(d, of_difference) {
    integrate(function(u) sapply(u, function(u) {
      li <- l + sl * u
      target <- if (of_difference) plogis(li) + d else d
      below <- if (name %in% c("risk_ratio", "risk_difference")) {
        if (name == "risk_ratio" && target <= 0) 0 else pnorm((s$back(target, li) - x) / se)
      } else if (target <= 0) 0 else if (target >= 1) 1 else {
        pnorm((s$back(target, li) - x) / se, lower.tail = !(name %in% falls))
      }
      below * dnorm(u)
    }), -8.5, 8.5, rel.tol = 1e-10, subdivisions = 1000L)$value
  }
  quantiles <- function(of_difference) sapply(c(0.025, 0.975), function(q)
    uniroot(function(d) cdf(d, of_difference) - q, c(if (of_difference) -0.6 else 0.01, 0.95), tol = 1e-10)$root)
  list(from = name, effect = x, se = se, risk = p, baseline = p0, difference = p - p0,
       endpoints = list(risk = I(ends), difference = I(ends - p0)),
       delta_known = list(risk = I(d_risk(0)), difference = I(d_diff(0))),
       delta = list(risk = I(d_risk(sl)), difference = I(d_diff(sl))),
       exact = list(risk = I(quantiles(FALSE)), difference = I(quantiles(TRUE))))
})

write_json(list(
  made = list(generator = "reference/generators/r/network_absolute.R", software = "R", software_version = R.version.string,
              packages = "stats", platform = R.version$platform, date = format(Sys.Date()),
              command = "cd reference && Rscript generators/r/network_absolute.R"),
  logit = logit[1], logit_se = logit[2], level = 0.95, cases = cases
), "expected/network/absolute.json")
