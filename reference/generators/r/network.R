# Reference numbers for networks of trials from metafor's rma.mv, with the covariances of multi-arm trials.
# Run from the folder `reference/`:  Rscript generators/r/network.R
# Reads metadat's dat.dong2013 (Dong Y-H et al. Thorax 2013;68:48-56) and datasets/hasselblad1998.csv,
# boland2003.csv, cipriani2009.csv and cipriani2018_head_to_head.csv; writes expected/network/<data set>.json, which
# hold the counts that were used. Names of data sets as arguments make those alone.
#
# Trials without any event are left out; a half is added to all cells of a trial with an arm without events
# or with nothing else.
# Log-likelihoods are at fixed tau2 ("fixed"), which no optimiser touches; that of REML without the term of X'X,
# which depends on how contrasts are coded. "moments" is the estimator of DerSimonian and Laird for contrasts
# with known covariances (Jackson, White and Riley 2012): (Q - df) over the trace of P with the covariances that
# tau2 = 1 gives, by plain matrix algebra; its fit is rma.mv at that tau2. "within" gives each design its own
# contrasts: Q within designs.

suppressMessages({library(metafor); library(metadat)})
source("generators/r/json.R")

sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))

arms_of <- function(name) {
  d <- read.csv(file.path("datasets", paste0(name, ".csv")), colClasses = c(study = "character"))
  data.frame(id = d$study, treatment = d$treatment, events = d$events, n = d$n)
}

contrasts_of <- function(d, reference) {
  total <- ave(d$events, d$id, FUN = sum)
  used <- d[total > 0, ]
  half <- ave(as.numeric(used$events == 0 | used$events == used$n), used$id, FUN = max) / 2
  logit <- log((used$events + half) / (used$n - used$events + half))
  variance <- 1 / (used$events + half) + 1 / (used$n - used$events + half)
  treatments <- sort(unique(used$treatment))
  groups <- split(seq_len(nrow(used)), factor(used$id, unique(used$id)))
  rows <- lapply(groups, function(at) {
    base <- at[1]
    others <- at[-1]
    x <- t(sapply(others, function(i) (treatments == used$treatment[i]) - (treatments == used$treatment[base])))
    list(id = used$id[others], arm = used$treatment[others], y = logit[others] - logit[base], x = x,
         v = variance[base] + diag(variance[others], nrow = length(others)),
         sorted = paste(sort(used$treatment[at]), collapse = ":"))
  })
  sizes <- sapply(rows, function(row) length(row$y))
  list(y = unlist(lapply(rows, `[[`, "y")), x = do.call(rbind, lapply(rows, `[[`, "x"))[, treatments != reference],
       v = bldiag(lapply(rows, `[[`, "v")), id = unlist(lapply(rows, `[[`, "id")),
       arm = unlist(lapply(rows, `[[`, "arm")), design = rep(sapply(rows, `[[`, "sorted"), sizes),
       unit = bldiag(lapply(sizes, function(n) (diag(n) + 1) / 2)),
       treatments = treatments[treatments != reference], left_out = unique(d$id[total == 0]))
}

fit <- function(net, method, tau2) {
  with(net, rma.mv(y, v, mods = ~ 0 + x, random = ~ arm | id, struct = "CS", rho = 0.5, tau2 = tau2, method = method))
}

quadratic <- function(net, x) {
  w <- solve(net$v)
  p <- w - w %*% x %*% solve(crossprod(x, w %*% x), crossprod(x, w))
  list(q = drop(net$y %*% p %*% net$y), df = nrow(x) - ncol(x), trace = sum(diag(p %*% net$unit)))
}

moments <- function(net) {
  own <- quadratic(net, net$x)
  tau2 <- max(0, (own$q - own$df) / own$trace)
  found <- fit(net, "ML", tau2)
  list(tau2 = tau2, Q = own$q, df = own$df, b = I(as.numeric(found$b)), se = I(as.numeric(found$se)))
}

# Every design has effects of its own for every column of x; what is not identified falls away by its rank.
within_designs <- function(net) {
  x <- model.matrix(~ 0 + design, data.frame(design = factor(net$design)))
  if (ncol(x) == 1) x <- matrix(1, nrow(net$x), 1)
  all <- do.call(cbind, lapply(seq_len(ncol(x)), function(j) x[, j] * net$x))
  kept <- qr(all)
  own <- quadratic(net, all[, kept$pivot[seq_len(kept$rank)], drop = FALSE])
  list(Q = own$q, df = own$df)
}

one <- function(d, name, reference, source, path = NULL) {
  net <- contrasts_of(d, reference)
  xx <- as.numeric(determinant(crossprod(net$x))$modulus) / 2
  fixed <- lapply(c(0, 0.05, 0.5), function(tau2) {
    ml <- fit(net, "ML", tau2)
    list(tau2 = tau2, ml = as.numeric(logLik(ml)), reml = as.numeric(logLik(fit(net, "REML", tau2))) - xx,
         b = I(as.numeric(ml$b)), se = I(as.numeric(ml$se)), QE = ml$QE, df = ml$k - ml$p)
  })
  best <- lapply(c(ML = "ML", REML = "REML"), function(method) {
    height <- function(tau2) as.numeric(logLik(fit(net, method, tau2)))
    tau2 <- optimize(height, c(0, 2), maximum = TRUE, tol = 1e-12)$maximum
    # The search cannot end on its border.
    if (height(0) >= height(tau2)) tau2 <- 0
    found <- fit(net, method, tau2)
    list(tau2 = tau2, b = I(as.numeric(found$b)), se = I(as.numeric(found$se)))
  })
  dir.create("expected/network", showWarnings = FALSE)
  input <- if (!is.null(path)) list(input = list(dataset = basename(path), sha256 = sha256(path)))
  write_json(c(list(
    made = list(generator = "reference/generators/r/network.R", software = "metafor",
                software_version = as.character(packageVersion("metafor")),
                data = source, r_version = R.version.string,
                date = format(Sys.Date()), command = "cd reference && Rscript generators/r/network.R")), input, list(
    arms = list(study = I(as.character(d$id)), treatment = I(d$treatment), events = I(as.numeric(d$events)),
                n = I(as.numeric(d$n))),
    left_out = I(as.character(net$left_out)), reference = reference, treatments = I(net$treatments),
    fixed = fixed, best = best, moments = moments(net), within = within_designs(net)
  )), file.path("expected/network", paste0(name, ".json")))
}

wanted <- function(name) length(commandArgs(TRUE)) == 0 || name %in% commandArgs(TRUE)
dong <- with(dat.dong2013, data.frame(id = as.character(id), treatment = as.character(treatment),
                                      events = death, n = randomized))
if (wanted("dong2013")) one(dong, "dong2013", "Placebo", paste("metadat", packageVersion("metadat")))
for (own in list(c("hasselblad1998", "no contact"), c("boland2003", "SK"), c("cipriani2009", "fluoxetine"),
                 c("cipriani2018_head_to_head", "fluoxetine"))) {
  if (!wanted(own[1])) next
  path <- file.path("datasets", paste0(own[1], ".csv"))
  one(arms_of(own[1]), own[1], own[2], path, path)
}
