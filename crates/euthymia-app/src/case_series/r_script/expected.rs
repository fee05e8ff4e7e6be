//! The numbers that the script must find, each with its expression of R.

use euthymia_cohort::fisher::two_by_two::fisher;
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::two_sample::{Variances, two_sample_t};
use euthymia_cohort::two_sided::TwoSided;
use euthymia_report::case_series::outcomes::{Share, pairs};
use euthymia_report::case_series::{Analysis, AnalysisSet};

/// One number.
struct Compared {
    name: String,
    ours: f64,
    theirs: String,
}

/// All of them, in the order of the script.
pub(super) struct Expected {
    list: Vec<Compared>,
    groups: [String; 2],
}

pub(super) fn expected(analysis: &Analysis) -> Expected {
    let mut found = Expected {
        list: Vec::new(),
        groups: [String::new(), String::new()],
    };
    found.add("started", analysis.flow.started as f64, "length(patients)");
    found.add("n", analysis.flow.analysed as f64, "n");
    found.change(analysis);
    found.rates(analysis);
    found.visits(analysis);
    found.between(analysis);
    found
}

impl Expected {
    fn add(&mut self, name: impl Into<String>, ours: f64, theirs: impl Into<String>) {
        self.list.push(Compared {
            name: name.into(),
            ours,
            theirs: theirs.into(),
        });
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.list.iter().any(|one| one.name == name)
    }

    /// The names of the two groups that are compared.
    pub(super) fn groups(&self) -> [&str; 2] {
        let [first, second] = &self.groups;
        [first, second]
    }

    /// A line of the script for each.
    pub(super) fn calls(&self) -> String {
        let line = |one: &Compared| {
            // Seventeen digits say which double is meant.
            format!(
                "same(\"{}\", {:.16e}, {})\n",
                one.name, one.ours, one.theirs
            )
        };
        let lines: String = self.list.iter().map(line).collect();
        format!("\n# name, Euthymia, R\n{lines}")
    }

    fn change(&mut self, analysis: &Analysis) {
        let Some(found) = analysis.estimates.first() else {
            return;
        };
        if let Ok(t) = &found.t {
            let s = &t.summary;
            self.add("mean_before", s.mean_before, "mean(before)");
            self.add("sd_before", s.sd_before, "sd(before)");
            self.add("mean_after", s.mean_after, "mean(after)");
            self.add("sd_after", s.sd_after, "sd(after)");
            self.add("mean_change", s.mean_difference, "mean(change)");
            self.add("sd_change", s.sd_difference, "sd(change)");
            self.add("t", t.t, "test$statistic");
            self.add("df", t.df, "test$parameter");
            self.add("p", t.p_two_sided, "test$p.value");
            self.add("ci_low", t.interval.lower, "test$conf.int[1]");
            self.add("ci_high", t.interval.upper, "test$conf.int[2]");
        }
        for (name, d) in [("z", found.d_z), ("av", found.d_av), ("pre", found.d_pre)] {
            let Some(d) = d.ok().filter(|_| found.t.is_ok()) else {
                continue;
            };
            self.add(format!("d_{name}"), d.d, format!("d_{name}"));
            if let Some(g) = d.g {
                self.add(format!("g_{name}"), g, format!("d_{name} * hedges(n - 1)"));
            }
        }
        if let Ok(test) = &found.signed_rank {
            self.add("w_plus", test.w_plus, "w_plus");
            self.add("p_signed_rank", test.p_two_sided, "p_signed_rank");
        }
        if let Ok(test) = found.sign.as_ref()
            && self.has("w_plus")
        {
            let theirs = "binom.test(sum(moved > 0), length(moved))$p.value";
            self.add("p_sign", test.p_two_sided, theirs);
        }
    }

    fn rates(&mut self, analysis: &Analysis) {
        let chosen = analysis.definitions.iter().filter(|one| one.is_chosen);
        for result in chosen {
            let sets = ["observed", "all_started", "last"];
            for (set, share) in sets.into_iter().zip(&result.shares) {
                if let Some(share) = share {
                    self.share(&result.outcome, set, share);
                }
            }
        }
    }

    fn share(&mut self, outcome: &str, set: &str, share: &Share) {
        let name = |what: &str| format!("{outcome}_{set}_{what}");
        let theirs = |what: &str| format!("{outcome}${set}${what}");
        let (events, n) = (
            share.proportion.events() as f64,
            share.proportion.n() as f64,
        );
        self.add(name("events"), events, theirs("events"));
        self.add(name("n"), n, theirs("n"));
        for (what, interval) in [("exact", &share.exact), ("wilson", &share.wilson)] {
            self.add(
                name(&format!("{what}_low")),
                interval.lower,
                theirs(&format!("{what}[1]")),
            );
            self.add(
                name(&format!("{what}_high")),
                interval.upper,
                theirs(&format!("{what}[2]")),
            );
        }
    }

    fn visits(&mut self, analysis: &Analysis) {
        for (at, visit) in analysis.visits.iter().take(1).flatten().enumerate() {
            let place = at + 1;
            let name = |what: &str| format!("visit_{place}_{what}");
            let theirs = |what: &str| format!("visit({place})${what}");
            self.add(name("n"), visit.n as f64, theirs("n"));
            if let Some(mean) = visit.mean {
                self.add(name("mean"), mean, theirs("mean"));
            }
            if let Some(sd) = visit.sd {
                self.add(name("sd"), sd, theirs("sd"));
            }
            if let Some(change) = &visit.change {
                self.add(
                    name("change"),
                    change.summary.mean_difference,
                    theirs("change"),
                );
            }
        }
    }

    /// Two groups beside each other; of more there is no such comparison.
    fn between(&mut self, analysis: &Analysis) {
        let series = &analysis.series;
        let [first, second] = series.groups.as_slice() else {
            return;
        };
        self.groups = [first.clone(), second.clone()];
        let seen = |group| -> Vec<(f64, f64)> {
            let pairs = pairs(series, 0, Some(group), AnalysisSet::Observed).into_iter();
            pairs
                .filter_map(|(before, after)| Some((before, after?)))
                .collect()
        };
        let (one, two) = (seen(0), seen(1));
        let falls =
            |pairs: &[(f64, f64)]| -> Vec<f64> { pairs.iter().map(|(b, e)| b - e).collect() };
        let level = analysis.choices.level;
        let Ok(welch) = two_sample_t(&falls(&one), &falls(&two), Variances::Unequal, level) else {
            return;
        };
        self.add(
            "welch_difference",
            welch.difference,
            "-diff(welch$estimate)",
        );
        self.add("welch_t", welch.t, "welch$statistic");
        self.add("welch_df", welch.df, "welch$parameter");
        self.add("welch_p", welch.p_two_sided, "welch$p.value");
        self.add("welch_low", welch.interval.lower, "welch$conf.int[1]");
        self.add("welch_high", welch.interval.upper, "welch$conf.int[2]");
        let rate = |pairs: &[(f64, f64)]| {
            let verdicts = pairs
                .iter()
                .filter_map(|(b, e)| responded(analysis, *b, *e));
            let verdicts: Vec<bool> = verdicts.collect();
            let events = verdicts.iter().filter(|met| **met).count() as u64;
            Proportion::new(events, verdicts.len() as u64).ok()
        };
        if let Some((one, two)) = rate(&one).zip(rate(&two))
            && let Ok(test) = fisher(one, two, TwoSided::NoMoreLikely, level)
        {
            self.add("fisher_p", test.p_two_sided, "fisher$p.value");
        }
    }
}

/// Whether a patient responded by the chosen definition.
fn responded(analysis: &Analysis, before: f64, after: f64) -> Option<bool> {
    let choices = &analysis.choices;
    let remitted = choices
        .remission
        .as_ref()
        .and_then(|(rule, _)| rule.met(before, after));
    match choices.remitters_are_responders && remitted == Some(true) {
        true => Some(true),
        false => choices.response.0.met(before, after),
    }
}
