# Every effect size of metafor that Euthymia offers, on a grid of small inputs.
# Run from the folder `reference/`:  Rscript generators/r/escalc.R
# Writes expected/metafor/escalc.csv and escalc_average.csv: measure, inputs as "name=value name=value", yi, vi with 17 digits.
# A pair without an estimate or variance has an empty cell. vtype, add, to and drop00 stand among the inputs.
# Not here, because metafor 3.8-1 lacks them or needs a package that is absent: PRZ, ZPHI, SMCRP,
# SMCRPH, UCOR, ZPB, ZBIS, DPPC1, DPPC2, the correction of ROM, ROMC, CVR and CVRC.

suppressMessages(library(metafor))

number <- function(x) if (length(x) != 1L || is.na(x)) "" else sub("^ +", "", sprintf("%.17g", x))

rows <- character()
add_row <- function(measure, ...) {
  inputs <- list(...)
  found <- suppressWarnings(do.call(escalc, c(list(measure = measure), inputs)))
  shown <- vapply(inputs, function(x) if (is.numeric(x)) number(x) else as.character(x), "")
  text <- paste(paste0(names(inputs), "=", shown), collapse = " ")
  rows <<- c(rows, paste(measure, text, number(found$yi), number(found$vi), sep = ","))
}

tables <- list(c(135, 15, 40, 10), c(4, 119, 11, 128), c(0, 25, 3, 22), c(0, 10, 0, 12), c(7, 0, 9, 0),
               c(1, 1, 1, 1), c(12, 0, 3, 9), c(3021, 17855, 2874, 18001), c(1, 99999, 7, 99993))
for (t in tables) {
  cells <- list(ai = t[1], bi = t[2], ci = t[3], di = t[4])
  each <- function(m, ...) do.call(add_row, c(list(m), cells, list(...)))
  for (m in c("RR", "OR", "RD", "PETO", "AS", "YUQ", "YUY", "PBIT", "OR2DN", "OR2DL")) each(m)
  for (v in c("CS", "ST")) each("PHI", vtype = v)
  each("RD", vtype = "UB")
  for (m in c("RR", "OR", "RD", "PETO")) {
    each(m, to = "all")
    each(m, add = 0.25)
    each(m, drop00 = TRUE)
    each(m, to = "none")
  }
  if (sum(t) < 100000) for (m in c("MPRR", "MPOR", "MPRD", "MPORC", "MPPETO")) each(m)
}
for (x in list(c(8, 14, 471.3, 483.1), c(0, 14, 471.3, 483.1), c(0, 0, 30.2, 18), c(512, 431, 1021.5, 998.25),
               c(3, 1, 0.5, 0.125))) {
  for (m in c("IRR", "IRD", "IRSD")) add_row(m, x1i = x[1], x2i = x[2], t1i = x[3], t2i = x[4])
  for (m in c("IR", "IRLN", "IRS", "IRFT")) add_row(m, xi = x[1], ti = x[3])
}
for (x in list(c(17, 64), c(0, 30), c(30, 30), c(1, 2), c(3, 100000))) {
  for (m in c("PR", "PLN", "PLO", "PAS", "PFT")) add_row(m, xi = x[1], ni = x[2])
}
groups <- list(c(18.4, 6.1, 42, 22.9, 7.3, 38), c(18.4, 6.1, 9, 12.9, 3.3, 7), c(101.5, 14.2, 250, 99.1, 16.8, 31),
               c(0.31, 0.02, 3, 0.29, 0.05, 3), c(5, 1, 12, 5, 2, 40))
for (g in groups) {
  of <- list(m1i = g[1], sd1i = g[2], n1i = g[3], m2i = g[4], sd2i = g[5], n2i = g[6])
  each <- function(m, ...) do.call(add_row, c(list(m), of, list(...)))
  for (m in c("MD", "SMD", "SMD1", "ROM", "VR", "CVR", "D2ORN", "D2ORL", "RPB", "RBIS")) each(m)
  for (v in c("LS", "LS2", "UB")) each("SMD", vtype = v)
  for (m in c("MD", "ROM")) each(m, vtype = "HO")
  for (v in c("ST", "CS")) each("RPB", vtype = v)
  for (m in c("MN", "MNLN", "CVLN")) add_row(m, mi = g[1], sdi = g[2], ni = g[3])
  add_row("SDLN", sdi = g[2], ni = g[3])
  add_row("SMN", mi = g[1], sdi = g[2], ni = g[3])
}
for (t in list(c(-2.95, 42, 38), c(0.4, 11, 9), c(12.5, 100, 310))) {
  add_row("SMD", ti = t[1], n1i = t[2], n2i = t[3])
}
add_row("SMD", di = -0.667, n1i = 42, n2i = 38)
for (p in list(c(14.2, 24.6, 8.1, 5.9, 0.45, 48), c(30.1, 22.4, 4.4, 5.2, -0.2, 12), c(9.5, 9.1, 2.2, 2.1, 0.93, 150))) {
  for (m in c("MC", "SMCC", "SMCR", "ROMC", "VRC", "CVRC")) {
    add_row(m, m1i = p[1], m2i = p[2], sd1i = p[3], sd2i = p[4], ri = p[5], ni = p[6])
  }
}
for (r in list(c(0.42, 85), c(-0.11, 12), c(0.985, 30), c(0, 10))) {
  for (m in c("COR", "ZCOR")) add_row(m, ri = r[1], ni = r[2])
}
for (a in list(c(0.87, 20, 150), c(0.52, 3, 24), c(-0.3, 6, 41), c(0.995, 2, 900))) {
  for (m in c("ARAW", "AHW", "ABT")) add_row(m, ai = a[1], mi = a[2], ni = a[3])
}

# Variances that use the average over a set: one set of three studies for each measure.
add_set <- function(measure, vtype, ...) {
  inputs <- list(...)
  found <- do.call(escalc, c(list(measure = measure, vtype = vtype), inputs))
  for (i in seq_along(found$yi)) {
    text <- paste(paste0(names(inputs), "=", vapply(inputs, function(x) number(x[i]), "")), collapse = " ")
    sets <<- c(sets, paste(measure, vtype, text, number(found$yi[i]), number(found$vi[i]), sep = ","))
  }
}
sets <- character()
g <- do.call(rbind, groups[1:3])
for (mv in list(c("SMD", "AV"), c("ROM", "AV"), c("ROM", "AVHO"))) {
  add_set(mv[1], mv[2], m1i = g[, 1], sd1i = g[, 2], n1i = g[, 3], m2i = g[, 4], sd2i = g[, 5], n2i = g[, 6])
}
add_set("COR", "AV", ri = c(0.42, -0.11, 0.8), ni = c(85, 12, 40))

header <- sprintf("# generator reference/generators/r/escalc.R, metafor %s, %s, r-cran-metafor 3.8-1-1, %s",
                  packageVersion("metafor"), R.version.string, format(Sys.Date()))
writeLines(c(header, "measure,inputs,yi,vi", rows), "expected/metafor/escalc.csv")
writeLines(c(header, "measure,vtype,inputs,yi,vi", sets), "expected/metafor/escalc_average.csv")
