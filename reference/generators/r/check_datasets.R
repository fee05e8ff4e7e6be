# Compares datasets/*.csv cell by cell with the copies distributed in metadat.
# Run from the folder `reference/`:  Rscript generators/r/check_datasets.R
# Ends with status 1 on any difference. metadat itself (GPL) is read, never copied.

suppressMessages(library(metadat))
different <- 0L

compare <- function(name, theirs) {
  ours <- read.csv(file.path("datasets", paste0(name, ".csv")))
  same <- nrow(ours) == nrow(theirs) && all(as.matrix(ours[names(theirs)]) == as.matrix(theirs))
  cat(sprintf("%-15s %2d rows %s\n", name, nrow(ours), if (same) "same" else "DIFFERENT"))
  if (!same) different <<- different + 1L
}

compare("bcg", with(dat.bcg, data.frame(events_treatment = tpos, n_treatment = tpos + tneg,
                                        events_control = cpos, n_control = cpos + cneg)))
compare("nielweise2007", with(dat.nielweise2007,
  data.frame(events_treatment = ai, n_treatment = n1i, events_control = ci, n_control = n2i)))
compare("hine1989", with(dat.hine1989,
  data.frame(events_treatment = ai, n_treatment = n1i, events_control = ci, n_control = n2i)))
compare("normand1999", with(dat.normand1999,
  data.frame(mean_treatment = m1i, sd_treatment = sd1i, n_treatment = n1i,
             mean_control = m2i, sd_control = sd2i, n_control = n2i)))
compare("pritz1997", with(dat.pritz1997, data.frame(events = xi, n = ni)))
compare("nielweise2008", with(dat.nielweise2008,
  data.frame(events_treatment = x1i, time_treatment = t1i, events_control = x2i, time_control = t2i)))
compare("li2007", with(dat.li2007,
  data.frame(events_treatment = ai, n_treatment = n1i, events_control = ci, n_control = n2i)))
compare("linde2005", with(dat.linde2005[!is.na(dat.linde2005$ai), ],
  data.frame(events_treatment = ai, n_treatment = n1i, events_control = ci, n_control = n2i)))
if (exists("dat.feng2019")) {
  compare("feng2019", with(dat.feng2019, data.frame(events = depr, n = n)))
} else {
  cat("feng2019        not in this version of metadat (it is in 1.7-2)\n")
}
compare("konstantopoulos2011", with(dat.konstantopoulos2011,
  data.frame(year = year, estimate = yi, variance = vi)))
compare("berkey1998", with(dat.berkey1998, data.frame(year = year, estimate = yi, variance = vi,
  covariance = ifelse(outcome == "PD", v2i, v1i))))
compare("ishak2007", with(dat.ishak2007, {
  long <- data.frame(estimate = c(rbind(y1i, y2i, y3i, y4i)), variance = c(rbind(v1i, v2i, v3i, v4i)))
  long[!is.na(long$estimate), ]
}))
compare("lopez2019", with(dat.lopez2019, data.frame(study, treatment, n, change = diff, standard_error = se,
  cognitive = cog, activation = ba, psychoeducation = psed, homework = home, problem_solving = prob,
  social_skills = soc, relaxation = relax, goals = goal, final_session = final, mindfulness = mind, acceptance = act)))
# The order of trials differs: compared as sets of arms.
kinds <- c(no_contact = "no contact", self_help = "self-help", ind_counseling = "individual counselling",
           grp_counseling = "group counselling")
arms <- function(treatment, events, n, study) {
  own <- paste(treatment, events, n)
  sort(tapply(own, study, function(x) paste(sort(x), collapse = "; ")))
}
same <- identical(
  as.character(with(read.csv("datasets/hasselblad1998.csv"), arms(treatment, events, n, study))),
  as.character(with(dat.hasselblad1998, arms(kinds[as.character(trt)], xi, ni, study))))
cat(sprintf("%-15s %2d rows %s\n", "hasselblad1998", nrow(dat.hasselblad1998), if (same) "same trials" else "DIFFERENT"))
if (!same) different <- different + 1L
cat("metadat", as.character(packageVersion("metadat")), "\n")
quit(status = if (different > 0) 1L else 0L)
