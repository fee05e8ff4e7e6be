# Cohen's kappa and its large-sample error by psych and vcd on invented tables; writes
# reference/expected/r/agreement.json.
# Run from the root of the repository: Rscript reference/generators/r/agreement.R
suppressPackageStartupMessages({
  library(jsonlite)
  library(psych)
  library(vcd)
})

tables <- list(
  even = matrix(c(20, 5, 10, 15), 2, byrow = TRUE),
  rare = matrix(c(4, 3, 6, 487), 2, byrow = TRUE),
  none_shared = matrix(c(0, 7, 9, 184), 2, byrow = TRUE),
  opposed = matrix(c(1, 12, 9, 2), 2, byrow = TRUE),
  three = matrix(c(13, 4, 1, 2, 20, 7, 0, 4, 56), 3, byrow = TRUE),
  maybe_rare = matrix(c(31, 6, 2, 9, 4, 11, 3, 8, 926), 3, byrow = TRUE)
)

one <- function(x) {
  # psych: unweighted only. The variance of its weighted kappa came out as 0 for three answers.
  own <- suppressWarnings(cohen.kappa(x, n.obs = sum(x)))
  # vcd: unweighted, and with linear ("Equal-Spacing") and quadratic ("Fleiss-Cohen") weights.
  linear <- Kappa(x, weights = "Equal-Spacing")
  square <- Kappa(x, weights = "Fleiss-Cohen")
  part <- function(k) list(value = unname(k[1]), se = unname(k[2]))
  list(
    rows = x,
    psych = list(nominal = list(value = own$kappa, se = sqrt(own$var.kappa))),
    vcd = list(
      nominal = part(linear$Unweighted), linear = part(linear$Weighted),
      quadratic = part(square$Weighted)
    )
  )
}

result <- list(
  made = list(
    generator = "reference/generators/r/agreement.R", r = R.version.string,
    software = paste0("psych ", packageVersion("psych"), ", vcd ", packageVersion("vcd"))
  ),
  tables = lapply(tables, one)
)
write_json(result, "reference/expected/r/agreement.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
