# Egger's regression by metafor's regtest, on log risk ratios of the BCG trials.
# Run from the folder `reference/`:  Rscript generators/r/small_study.R
# Reads datasets/bcg.csv, writes expected/network/small_study_bcg.json.

suppressPackageStartupMessages(library(metafor))
source("generators/r/json.R")

bcg <- read.csv("datasets/bcg.csv")
es <- escalc(measure = "RR", ai = events_treatment, n1i = n_treatment, ci = events_control,
             n2i = n_control, data = bcg)
found <- regtest(es$yi, es$vi, model = "lm", predictor = "sei")
line <- coef(summary(found$fit))

sha256 <- function(path) sub(" .*", "", system2("sha256sum", path, stdout = TRUE))
dir.create("expected/network", showWarnings = FALSE)
write_json(list(
  made = list(generator = "reference/generators/r/small_study.R", software = "metafor",
              software_version = as.character(packageVersion("metafor")), r_version = R.version.string,
              date = format(Sys.Date()), command = "cd reference && Rscript generators/r/small_study.R"),
  input = list(dataset = "bcg.csv", sha256 = sha256("datasets/bcg.csv"), n_rows = nrow(bcg)),
  yi = I(as.numeric(es$yi)), sei = I(sqrt(as.numeric(es$vi))),
  limit = line[1, 1], slope = line[2, 1], se = line[2, 2],
  t = found$zval, df = found$dfs, p = found$pval
), "expected/network/small_study_bcg.json")
