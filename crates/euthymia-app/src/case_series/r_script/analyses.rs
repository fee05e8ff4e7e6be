//! The part of the script that computes.

use super::expected::Expected;
use super::quoted;
use euthymia_clinical::definition::{Comparison, Criterion, Definition};
use euthymia_report::case_series::Analysis;

/// The chosen definitions as functions of baseline and later score.
pub(super) fn definitions(analysis: &Analysis) -> String {
    let choices = &analysis.choices;
    let mut out = format!(
        "\n# {}\nresponded_alone <- function(b, e) {}\n",
        choices.response.0,
        function(&choices.response.0)
    );
    let remission = choices.remission.as_ref().map(|(rule, _)| rule);
    if let Some(rule) = remission {
        out.push_str(&format!(
            "# {rule}\nremitted <- function(b, e) {}\n",
            function(rule)
        ));
    }
    out.push_str(match (choices.remitters_are_responders, remission) {
        (true, Some(_)) => {
            "# Whoever is in remission counts as a responder.\n\
             responded <- function(b, e) ifelse(remitted(b, e) %in% TRUE, TRUE, responded_alone(b, e))\n"
        }
        _ => "responded <- responded_alone\n",
    });
    out
}

/// A definition as an expression of R; a rule that is only a name decides nothing.
fn function(rule: &Definition) -> String {
    let Definition::Criteria(criteria) = rule else {
        return "rep(NA, length(b))".to_owned();
    };
    let one = |criterion: &Criterion| match criterion {
        // Decimals: 1.2 to 0.9 is a quarter, whatever its last bit.
        Criterion::Decrease { percent, .. } => {
            format!("round(100 * (b - e) - {percent} * b, 7) >= 0")
        }
        Criterion::Score {
            comparison, cutoff, ..
        } => match comparison {
            Comparison::Below => format!("e < {cutoff}"),
            Comparison::AtMost => format!("e <= {cutoff}"),
        },
    };
    let all: Vec<String> = criteria.iter().map(one).collect();
    let all = all.join(" & ");
    let is_decrease = |criterion: &Criterion| matches!(criterion, Criterion::Decrease { .. });
    match criteria.iter().any(is_decrease) {
        // A share of nothing is nothing.
        true => format!("ifelse(b > 0, {all}, NA)"),
        false => all,
    }
}

/// The numbers under the names by which they are compared.
pub(super) fn compute(analysis: &Analysis, expected: &Expected) -> String {
    let level = analysis.choices.level.get();
    let mut out = format!("\nlevel <- {level}\n");
    out.push_str(CHANGE);
    if expected.has("t") {
        out.push_str(PAIRED);
    }
    if expected.has("w_plus") {
        out.push_str(
            match analysis
                .estimates
                .first()
                .and_then(|found| found.signed_rank.ok())
            {
                Some(test) if test.method != euthymia_cohort::signed_rank::Method::Exact => {
                    RANKS_NORMAL
                }
                _ => RANKS_EXACT,
            },
        );
    }
    out.push_str(RATES);
    if expected.has("welch_t") {
        let [first, second] = expected.groups();
        out.push_str(&format!(
            "\n# Groups: Welch's t on the improvement, Fisher's test on response.\n\
             group <- all_group[has_both]\nfirst <- which(group == {})\nsecond <- which(group == {})\n",
            quoted(first),
            quoted(second)
        ));
        out.push_str(GROUPS);
    }
    out
}

const CHANGE: &str = r#"
# Those with both scores; a fall is positive.
has_both <- !is.na(all_after)
before <- all_before[has_both]
after <- all_after[has_both]
change <- before - after
n <- length(change)
"#;

const PAIRED: &str = r#"
test <- t.test(before, after, paired = TRUE, conf.level = level)
# Hedges' correction, exactly.
hedges <- function(df) exp(lgamma(df / 2) - lgamma((df - 1) / 2) - log(df / 2) / 2)
d_z <- mean(change) / sd(change)
d_av <- mean(change) / ((sd(before) + sd(after)) / 2)
d_pre <- mean(change) / sd(before)
"#;

const RANKS_EXACT: &str = r#"
# Wilcoxon's signed ranks: zeros dropped, ties given their mean rank, p exact by counting the patterns
# of signs with those ranks. wilcox.test() has the same V, but with ties or zeros no exact p.
moved <- round(change, 9)
moved <- moved[moved != 0]
twice <- round(2 * rank(abs(moved)))
ways <- 1
for (r in twice) ways <- (c(ways, rep(0, r)) + c(rep(0, r), ways)) / 2
v <- sum(twice[moved > 0])
p_less <- sum(ways[seq_len(v + 1)])
p_greater <- sum(ways[seq(v + 1, length(ways))])
w_plus <- v / 2
p_signed_rank <- min(1, 2 * min(p_less, p_greater))
stopifnot(w_plus == suppressWarnings(wilcox.test(moved))$statistic)
"#;

const RANKS_NORMAL: &str = r#"
# Wilcoxon's signed ranks: zeros dropped, normal with continuity correction, as R has it for many
# patients.
moved <- round(change, 9)
moved <- moved[moved != 0]
ranks <- wilcox.test(moved, exact = FALSE, correct = TRUE)
w_plus <- unname(ranks$statistic)
p_signed_rank <- ranks$p.value
"#;

const RATES: &str = r#"
# Rates: observed at the endpoint; all who started, missing counted as not met; the last score carried
# forward. Those of whom it cannot be said are not counted.
rates <- function(met) {
  verdicts <- list(observed = met(before, after),
                   all_started = ifelse(has_both, met(all_before, all_after), FALSE),
                   last = met(all_before, all_last)[!is.na(all_last)])
  lapply(verdicts, function(verdict) {
    verdict <- verdict[!is.na(verdict)]
    x <- sum(verdict)
    n <- length(verdict)
    if (n == 0) return(NULL)
    exact <- binom.test(x, n, conf.level = level)$conf.int
    wilson <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
    list(events = x, n = n, exact = exact, wilson = wilson)
  })
}
response <- rates(responded)
if (exists("remitted")) remission <- rates(remitted)
# By visit: those with a score there.
visit <- function(k) {
  score <- at(k)
  seen <- !is.na(score)
  list(n = sum(seen), mean = mean(score[seen]), sd = sd(score[seen]),
       change = mean(all_before[seen] - score[seen]))
}
"#;

const GROUPS: &str = r#"welch <- t.test(change[first], change[second], conf.level = level)
verdict <- responded(before, after)
cells <- rbind(c(sum(verdict[first], na.rm = TRUE), sum(!verdict[first], na.rm = TRUE)),
               c(sum(verdict[second], na.rm = TRUE), sum(!verdict[second], na.rm = TRUE)))
fisher <- fisher.test(cells)
"#;
