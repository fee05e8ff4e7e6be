# Reference numbers for two published networks of arms with means: Welton 2009 and Lopez-Lopez 2019.
# Run from the folder `reference/`:  Rscript generators/r/component_published.R
# Reads datasets/welton2009.csv, welton2009_components.csv and lopez2019.csv; writes expected/network/welton2009.json
# and lopez2019.json. Names of data sets as arguments make those alone.
#
# Model (Ruecker, Petropoulou and Schwarzer 2020): y = B C beta + u + e by metafor's rma.mv. Rows of y are
# differences from the first arm of a trial; they share the variance of that arm; u has variance tau2 and
# covariance tau2/2 within a trial. Arms of one trial that are alike in C stay arms of their own. "fixed" holds
# tau2, so that no optimiser is involved; "best" is a golden-section maximum of rma.mv's own likelihoods. "moments" is
# (Q - df) over the trace of P with the covariances that tau2 = 1 gives, by plain matrix algebra.

suppressMessages(library(metafor))
source("generators/r/json.R")
sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))
read <- function(name) read.csv(file.path("datasets", paste0(name, ".csv")), colClasses = c(study = "character"))

# Differences from the first arm; `c` has a row for each arm.
differences <- function(study, estimate, variance, c) {
  groups <- split(seq_along(study), factor(study, unique(study)))
  others <- unlist(lapply(groups, `[`, -1), use.names = FALSE)
  first <- match(study[others], study)
  list(y = estimate[others] - estimate[first], x = c[others, , drop = FALSE] - c[first, , drop = FALSE],
       v = bldiag(lapply(groups, function(at) variance[at[1]] + diag(variance[at[-1]], nrow = length(at) - 1))),
       unit = bldiag(lapply(groups, function(at) (diag(length(at) - 1) + 1) / 2)), id = study[others], arm = others)
}

fit <- function(net, method, tau2) {
  suppressWarnings(with(net, rma.mv(y, v, mods = ~ 0 + x, random = ~ arm | id, struct = "CS", rho = 0.5,
                                    tau2 = tau2, method = method)))
}

shown <- function(found, tau2) {
  list(tau2 = tau2, b = I(as.numeric(found$b)), se = I(as.numeric(found$se)), lower = I(as.numeric(found$ci.lb)),
       upper = I(as.numeric(found$ci.ub)))
}

model <- function(net, fixed, upper) {
  # Components that the trials do not determine would be left out by rma.mv with a warning.
  stopifnot(qr(net$x)$rank == ncol(net$x))
  common <- fit(net, "ML", 0)
  w <- solve(net$v)
  p <- w - w %*% net$x %*% solve(crossprod(net$x, w %*% net$x), crossprod(net$x, w))
  q <- drop(net$y %*% p %*% net$y)
  df <- nrow(net$x) - ncol(net$x)
  moments <- max(0, (q - df) / sum(diag(p %*% net$unit)))
  best <- lapply(c(ML = "ML", REML = "REML"), function(method) {
    height <- function(tau2) as.numeric(logLik(fit(net, method, tau2)))
    tau2 <- optimize(height, c(0, upper), maximum = TRUE, tol = 1e-12)$maximum
    if (height(0) >= height(tau2)) tau2 <- 0
    stopifnot(tau2 < 0.9 * upper)
    shown(fit(net, method, tau2), tau2)
  })
  list(names = I(colnames(net$x)), QE = common$QE, df = common$k - common$p, p = common$QEp,
       fixed = lapply(fixed, function(tau2) shown(fit(net, "ML", tau2), tau2)), best = best,
       moments = shown(fit(net, "ML", moments), moments))
}

# Every combination of components has an effect of its own, and so has each of several like arms of one trial;
# what is not identified falls away by its rank. "difference" is what Q of the model is above this.
full <- function(study, estimate, variance, kind, found) {
  again <- ave(seq_along(study), study, kind, FUN = seq_along)
  each <- paste(kind, again)
  own <- differences(study, estimate, variance, outer(each, unique(each), "==") * 1)
  kept <- qr(own$x)
  x <- own$x[, kept$pivot[seq_len(kept$rank)], drop = FALSE]
  w <- solve(own$v)
  b <- solve(crossprod(x, w %*% x), crossprod(x, w %*% own$y))
  q <- drop(crossprod(own$y - x %*% b, w %*% (own$y - x %*% b)))
  df <- nrow(x) - ncol(x)
  more <- found$df - df
  list(treatments = length(unique(each)), q = q, df = df, difference = found$QE - q, df_difference = more,
       p = if (more > 0) pchisq(found$QE - q, more, lower.tail = FALSE) else NA)
}

made <- function() {
  list(generator = "reference/generators/r/component_published.R", software = "metafor",
       software_version = as.character(packageVersion("metafor")), r_version = R.version.string,
       date = format(Sys.Date()), command = "cd reference && Rscript generators/r/component_published.R")
}
input <- function(name) {
  file <- paste0(name, ".csv")
  list(dataset = file, sha256 = sha256(file.path("datasets", file)))
}
wanted <- function(name) length(commandArgs(TRUE)) == 0 || name %in% commandArgs(TRUE)

if (wanted("welton2009")) {
  arms <- read("welton2009")
  parts <- read("welton2009_components")
  of <- function(outcome, columns) {
    own <- arms[arms$outcome == outcome, ]
    active <- own$treatment == "psychological"
    c <- if (is.null(columns)) matrix(as.numeric(active), dimnames = list(NULL, "psychological")) else
      as.matrix(columns[match(own$study, parts$study), ]) * active
    differences(own$study, own$mean, own$sd^2 / own$n, c)
  }
  listed <- parts[, -1]
  present <- (listed > 0) * 1
  additive <- function(outcome, fixed, upper) {
    found <- model(of(outcome, present), fixed, upper)
    own <- arms[arms$outcome == outcome, ]
    kind <- ifelse(own$treatment == "usual care", "", apply(present, 1, paste, collapse = "")[match(own$study, parts$study)])
    c(found, list(full = full(own$study, own$mean, own$sd^2 / own$n, kind, found)))
  }
  write_json(list(made = made(), input = input("welton2009"),
    single = list(
      systolic = model(of("systolic", NULL), c(0, 4, 25), 100),
      diastolic = model(of("diastolic", NULL), c(0, 2, 9), 50),
      cholesterol = model(of("cholesterol", NULL), c(0, 0.04, 0.25), 1)),
    additive = list(
      systolic = additive("systolic", c(0, 4, 25), 100),
      diastolic = additive("diastolic", c(0, 2, 9), 50)),
    listed = list(
      systolic = model(of("systolic", listed), c(0, 4, 25), 100),
      diastolic = model(of("diastolic", listed), c(0, 2, 9), 50))), "expected/network/welton2009.json")
}

if (wanted("lopez2019")) {
  arms <- read("lopez2019")
  kinds <- c("No treatment", "Wait list", "Placebo", "F2F CBT", "Multimedia CBT", "Hybrid CBT")
  stopifnot(setequal(arms$treatment, c(kinds, "TAU")))
  types <- sapply(kinds, function(kind) as.numeric(arms$treatment == kind))
  # A hybrid is what is given face to face and by other media.
  additive <- cbind(types[, 1:3], `Face to face` = pmax(types[, "F2F CBT"], types[, "Hybrid CBT"]),
                    Multimedia = pmax(types[, "Multimedia CBT"], types[, "Hybrid CBT"]))
  content <- as.matrix(arms[, -(1:5)])
  net <- function(c) differences(arms$study, arms$change, arms$standard_error^2, c)
  by_content <- model(net(cbind(additive, content)), c(0, 0.5, 2), 10)
  kind <- paste(arms$treatment, apply(content, 1, paste, collapse = ""))
  write_json(list(made = made(), input = input("lopez2019"),
    types = model(net(types), c(0, 0.5, 2), 10),
    delivery = model(net(additive), c(0, 0.5, 2), 10),
    content = c(by_content, list(full = full(arms$study, arms$change, arms$standard_error^2, kind, by_content)))), "expected/network/lopez2019.json")
}
