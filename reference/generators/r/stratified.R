# Reference numbers for Mantel-Haenszel, Peto and permutation tests, from metafor.
# Run from the folder `reference/`:  Rscript generators/r/stratified.R
# Reads datasets/*.csv, writes expected/metafor-stratified/<dataset>.json and permutation.json.

suppressMessages(library(metafor))
source("generators/r/json.R")

made <- list(
  generator = "reference/generators/r/stratified.R",
  software = "metafor",
  software_version = as.character(packageVersion("metafor")),
  r_version = R.version.string,
  platform = R.version$platform,
  packaged_by = "Debian r-cran-metafor 3.8-1-1",
  date = format(Sys.Date()),
  command = "cd reference && Rscript generators/r/stratified.R"
)
sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))
dir.create("expected/metafor-stratified", showWarnings = FALSE)

block <- function(m) {
  has_q <- m$k.yi > 1
  list(k = m$k, k_yi = m$k.yi, estimate = c(m$beta), se = m$se, z = m$zval, p = m$pval,
       ci = list(lower = m$ci.lb, upper = m$ci.ub),
       Q = if (has_q) m$QE else NA, Q_p = if (has_q) m$QEp else NA,
       I2_percent = if (has_q) m$I2 else NA, H2 = if (has_q) m$H2 else NA,
       CO = m$CO, CO_p = m$COp, MH = m$MH, MH_p = m$MHp,
       BD = m$BD, BD_p = m$BDp, TA = m$TA, TA_p = m$TAp, k_pos = m$k.pos)
}
quietly <- function(expr) suppressWarnings(tryCatch(expr, error = function(e) NULL))

# Rules: default; nothing corrected; 1/2 added before pooling, too; drop00 for the pooling, too.
rules <- list(
  default = list(),
  no_correction = list(add = 0, to = "none", drop00 = FALSE),
  half_pooled = list(add = c(1/2, 1/2), to = c("only0", "only0"), drop00 = c(FALSE, FALSE)),
  half_pooled_if0all = list(add = c(1/2, 1/2), to = c("if0all", "if0all"), drop00 = c(TRUE, FALSE)),
  tenth_pooled_all = list(add = c(1/2, 1/10), to = c("all", "all"), drop00 = c(FALSE, FALSE)),
  drop_pooled = list(add = c(1/2, 0), to = c("only0", "none"), drop00 = c(TRUE, TRUE))
)

two_by_two <- function(d, measure, rule, correct = TRUE) {
  args <- c(list(ai = d$events_treatment, n1i = d$n_treatment, ci = d$events_control,
                 n2i = d$n_control), rule)
  m <- quietly(if (measure == "PETO") do.call(rma.peto, args) else
    do.call(rma.mh, c(args, list(measure = measure, correct = correct))))
  if (is.null(m)) NULL else block(m)
}

one_file <- function(dataset) {
  path <- file.path("datasets", paste0(dataset, ".csv"))
  d <- read.csv(path, stringsAsFactors = FALSE)
  out <- list(made = made, input = list(dataset = paste0(dataset, ".csv"),
                                        sha256 = sha256(path), n_rows = nrow(d)))
  if ("time_treatment" %in% names(d)) {
    for (measure in c("IRR", "IRD")) for (correct in c(TRUE, FALSE)) {
      m <- rma.mh(measure = measure, x1i = events_treatment, t1i = time_treatment,
                  x2i = events_control, t2i = time_control, data = d, correct = correct)
      out$analyses[[paste0(measure, if (correct) "" else "_without")]] <- list(default = block(m))
    }
  } else {
    for (measure in c("OR", "RR", "RD", "PETO")) {
      out$analyses[[measure]] <- lapply(rules, function(rule) two_by_two(d, measure, rule))
    }
    out$analyses$OR_without <- lapply(rules, function(rule) two_by_two(d, "OR", rule, FALSE))
  }
  write_json(out, file.path("expected", "metafor-stratified", paste0(dataset, ".json")))
}
for (dataset in c("bcg", "hine1989", "nielweise2007", "edge_two_by_two", "li2007", "linde2005",
                  "nielweise2008")) one_file(dataset)

# ----------------------------------------------------------------- permutation tests, exact
# Thresholds are tightened as in pairwise.R; the ends of permutation intervals are steps of the
# permutation p-value, located to 1e-12.
tight <- list(threshold = 1e-13, maxiter = 100000, tol = 1e-14)
permutation <- function(y, v, method, test, ci, level = if (ci) 90 else 95) {
  m <- rma(y, v, method = method, test = test, control = tight, level = level)
  # One run: the one-sided p-values are shares of the statistics that it returns, under metafor's own
  # rule for equal ones.
  run <- quietly(permutest(m, exact = TRUE, progbar = FALSE))
  z <- run$zval.perm[[1]]
  same <- sqrt(.Machine$double.eps)
  out <- list(method = method, test = test, statistic = m$zval, p_two_sided = run$pval,
              p_greater = mean(z >= m$zval - same), p_less = mean(z <= m$zval + same))
  if (ci) {
    found <- quietly(permutest(m, exact = TRUE, permci = TRUE, progbar = FALSE,
                               control = list(tol = 1e-12, maxiter = 1000)))
    out$ci <- list(lower = found$ci.lb, upper = found$ci.ub)
  }
  out
}
effects <- function(dataset, measure) {
  d <- read.csv(file.path("datasets", paste0(dataset, ".csv")))
  e <- escalc(measure = measure, ai = events_treatment, n1i = n_treatment, ci = events_control,
              n2i = n_control, data = d)
  list(y = c(e$yi), v = c(e$vi))
}
out <- list(made = made)
add <- function(name, e, methods, tests, ci = FALSE) {
  out$cases[[name]] <<- list(y = I(e$y), v = I(e$v), tests = unlist(lapply(methods, function(method)
    lapply(tests, function(test) permutation(e$y, e$v, method, test, ci))), recursive = FALSE))
}
add("hine1989_RD", effects("hine1989", "RD"), c("EE", "DL", "REML", "PM"), c("z", "knha", "adhoc"))
first <- function(e, i) list(y = e$y[i], v = e$v[i])
bcg <- effects("bcg", "RR")
li <- effects("li2007", "OR")
add("li2007_OR_first_8", first(li, 1:8), c("EE", "DL", "REML"), c("z", "knha"))
add("li2007_OR_middle_7", first(li, 10:16), c("DL", "PM"), c("z", "knha", "adhoc"))
add("li2007_OR_first_6", first(li, 3:8), "DL", c("z", "knha"), ci = TRUE)
add("bcg_RR_first_6", first(bcg, 1:6), "DL", "z", ci = TRUE)

# Rows of a moderator permuted: the slope of an equal-effects model on latitude, six trials.
ablat <- c(44, 55, 42, 52, 13, 44)
e <- first(bcg, 1:6)
m <- rma(e$y, e$v, mods = ~ablat, method = "EE")
found <- quietly(permutest(m, exact = TRUE, progbar = FALSE))
out$slope <- list(y = I(e$y), v = I(e$v), x = I(ablat), statistic = I(c(m$zval)), p = I(found$pval))
# Ties in the moderator: the distinct orders are fewer, the p-value is the same.
group <- c(0, 0, 0, 1, 1, 1)
m <- rma(e$y, e$v, mods = ~group, method = "EE")
found <- quietly(permutest(m, exact = TRUE, progbar = FALSE))
out$groups <- list(y = I(e$y), v = I(e$v), x = I(group), statistic = I(c(m$zval)), p = I(found$pval))
write_json(out, "expected/metafor-stratified/permutation.json")
cat("metafor", made$software_version, "\n")
