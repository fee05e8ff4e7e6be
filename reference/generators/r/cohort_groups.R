# Comparisons of groups by base R, sandwich and coin; writes reference/expected/r/cohort_groups.json.
# Run from the root of the repository: Rscript reference/generators/r/cohort_groups.R
library(jsonlite)
library(sandwich)
library(coin)

# PlantGrowth, sleep, ToothGrowth and mtcars come with R; the values go into the output.
cases <- list(
  sleep = list(sleep$extra[sleep$group == 1], sleep$extra[sleep$group == 2]),
  tooth = list(ToothGrowth$len[ToothGrowth$supp == "OJ"], ToothGrowth$len[ToothGrowth$supp == "VC"]),
  cars = list(mtcars$mpg[mtcars$am == 1], mtcars$mpg[mtcars$am == 0]),
  untied = list(c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30), c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.061, 3.14, 1.291)),
  unequal = list(c(12.1, 15.3, 9.9, 11.2), c(3.3, 8.1, 30.2, 22.7, 14.6, 1.5, 19.9)),
  apart = list(c(7, 8, 9.5, 11), c(1, 2, 3.25, 4, 5.5)),
  scores = list(c(10, 12, 12, 15, 20, 22, 22, 22, 30), c(8, 9, 12, 12, 12, 15, 18))
)

# Median of all differences and their order statistics, listed.
two <- function(case) {
  x <- case[[1]]; y <- case[[2]]
  student <- t.test(x, y, var.equal = TRUE); welch <- t.test(x, y)
  n1 <- length(x); n2 <- length(y); z <- qnorm(0.975)
  pooled <- sqrt(((n1 - 1)*var(x) + (n2 - 1)*var(y))/(n1 + n2 - 2))
  j <- function(m) exp(lgamma(m/2) - lgamma((m - 1)/2))/sqrt(m/2)
  d <- (mean(x) - mean(y))/pooled; g <- d*j(n1 + n2 - 2)
  delta <- (mean(x) - mean(y))/sd(y); gd <- delta*j(n2 - 1)
  around <- function(v, m) v + c(-1, 1)*z*sqrt(1/n1 + 1/n2 + v^2/(2*m))
  untied <- !any(duplicated(c(x, y)))
  normal <- suppressWarnings(wilcox.test(x, y, exact = FALSE, correct = FALSE))
  corrected <- suppressWarnings(wilcox.test(x, y, exact = FALSE, correct = TRUE))
  data <- data.frame(v = c(x, y), g = factor(rep(1:2, c(n1, n2))))
  distance <- as.numeric(pvalue(wilcox_test(v ~ g, data, distribution = "exact")))
  exact <- if (untied) wilcox.test(x, y, exact = TRUE, conf.int = TRUE) else NULL
  list(
    first = x, second = y,
    student = list(t = unname(student$statistic), df = unname(student$parameter), p = student$p.value,
                   lower = student$conf.int[1], upper = student$conf.int[2], se = student$stderr),
    welch = list(t = unname(welch$statistic), df = unname(welch$parameter), p = welch$p.value,
                 lower = welch$conf.int[1], upper = welch$conf.int[2], se = welch$stderr),
    d = d, g = g, delta = delta, g_delta = gd, d_ci = around(d, n1 + n2), g_ci = around(g, n1 + n2),
    g_delta_ci = around(gd, n2),
    w = unname(normal$statistic), p_normal = normal$p.value, p_corrected = corrected$p.value,
    p_distance = distance,
    p_exact = if (untied) exact$p.value else NA,
    shift_ci = if (untied) exact$conf.int[1:2] else NA,
    shift = median(outer(x, y, "-"))
  )
}

several <- list(
  plant = split(PlantGrowth$weight, PlantGrowth$group),
  insects = split(InsectSprays$count, InsectSprays$spray),
  cylinders = split(mtcars$mpg, mtcars$cyl),
  two = list(c(1, 2, 4, 4, 7), c(3, 5, 5, 9)),
  air = split(airquality$Temp, airquality$Month)
)
more <- function(groups) {
  v <- unlist(groups, use.names = FALSE)
  g <- factor(rep(seq_along(groups), lengths(groups)))
  fit <- summary(aov(v ~ g))[[1]]
  ss <- fit[["Sum Sq"]]; df <- fit[["Df"]]; ms <- fit[["Mean Sq"]]
  welch <- oneway.test(v ~ g)
  kw <- kruskal.test(v, g)
  list(groups = unname(groups), f = fit[["F value"]][1], p = fit[["Pr(>F)"]][1], df1 = df[1], df2 = df[2],
       eta2 = ss[1]/sum(ss), omega2 = (ss[1] - df[1]*ms[2])/(sum(ss) + ms[2]),
       welch_f = unname(welch$statistic), welch_df2 = unname(welch$parameter[2]), welch_p = welch$p.value,
       h = unname(kw$statistic), kw_df = unname(kw$parameter), kw_p = kw$p.value,
       epsilon2 = unname(kw$statistic)/(length(v) - 1))
}

ancovas <- list(
  cars = list(y = mtcars$mpg, g = factor(mtcars$am), covariates = list(wt = mtcars$wt)),
  cylinders = list(y = mtcars$mpg, g = factor(mtcars$cyl), covariates = list(wt = mtcars$wt, hp = mtcars$hp)),
  irises = list(y = iris$Sepal.Length, g = iris$Species, covariates = list(width = iris$Sepal.Width))
)
ancova <- function(case) {
  data <- data.frame(y = case$y, g = case$g, case$covariates)
  names <- names(case$covariates)
  common <- lm(reformulate(c("g", names), "y"), data)
  by_group <- lm(as.formula(paste("y ~ g +", paste(names, collapse = " + "), "+",
                                  paste0(names, ":g", collapse = " + "))), data)
  types <- c("HC0", "HC1", "HC2", "HC3", "HC4")
  k <- nlevels(case$g)
  at_means <- function(fit, type) {
    v <- if (type == "classical") vcov(fit) else vcovHC(fit, type)
    new <- data.frame(g = factor(levels(case$g), levels(case$g)),
                      lapply(case$covariates, function(c) rep(mean(c), k)))
    x <- model.matrix(delete.response(terms(fit)), new)
    list(mean = as.vector(x %*% coef(fit)), se = sqrt(diag(x %*% v %*% t(x))))
  }
  wald <- function(fit, places, v) {
    b <- coef(fit)[places]
    as.numeric(t(b) %*% solve(v[places, places]) %*% b)/length(b)
  }
  one <- function(fit) {
    s <- summary(fit)$coefficients
    ci <- confint(fit)
    list(names = rownames(s), coef = s[, 1], se = s[, 2], t = s[, 3], p = s[, 4], lower = ci[, 1], upper = ci[, 2],
         hc = lapply(setNames(types, types), function(type) sqrt(diag(vcovHC(fit, type)))),
         means = at_means(fit, "classical"), means_hc3 = at_means(fit, "HC3"),
         sigma = sigma(fit), df = fit$df.residual)
  }
  groups <- 2:k
  without <- lm(reformulate(names, "y"), data)
  inter <- (k + length(names) + 1):length(coef(by_group))
  list(y = case$y, g = as.integer(case$g) - 1, group_names = levels(case$g), covariates = case$covariates,
       common = unname_all(one(common)), by_group = unname_all(one(by_group)),
       group_f = anova(without, common)$F[2], group_p = anova(without, common)$`Pr(>F)`[2],
       group_f_hc3 = wald(common, groups, vcovHC(common, "HC3")),
       eta2 = (deviance(without) - deviance(common))/deviance(without),
       inter_f = anova(common, by_group)$F[2], inter_p = anova(common, by_group)$`Pr(>F)`[2],
       inter_eta2 = (deviance(common) - deviance(by_group))/deviance(common))
}
unname_all <- function(x) rapply(x, unname, how = "replace")

write_json(list(
  software = paste0(R.version.string, ", sandwich ", packageVersion("sandwich"), ", coin ", packageVersion("coin")),
  script = "reference/generators/r/cohort_groups.R",
  two = lapply(cases, two), several = lapply(several, more), ancova = lapply(ancovas, ancova)
), "reference/expected/r/cohort_groups.json", digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
