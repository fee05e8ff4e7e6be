//! Beta-binomial fits of VGAM: likelihood at fixed parameters, then the maximum.

use crate::glmm_cases::{counts, tables};
use euthymia_numerics::Probability;
use euthymia_synthesis::beta_binomial::{fit_odds_ratio, fit_proportions, log_likelihood};
use euthymia_synthesis::glmm::Effects;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{json, stems};

#[test]
fn every_fit() {
    let mut all = Comparison::new("VGAM, beta-binomial");
    for stem in stems("expected/vgam", "json") {
        let file = json(&format!("expected/vgam/{stem}.json"));
        let dataset = stem.trim_start_matches("beta_binomial_");
        let two_groups = ["bcg", "nielweise2007"].contains(&dataset);
        let level = Probability::NINETY_FIVE;
        let found = if two_groups {
            fit_odds_ratio(&tables(dataset), Effects::Random, level).unwrap()
        } else {
            let counts = counts(dataset);
            for i in 0..3 {
                let at = format!("loglik_at.{i}");
                let proportion = file.number(&format!("{at}.proportion")).value;
                let rho = file.number(&format!("{at}.rho")).value;
                let value = log_likelihood(&counts, proportion, rho).unwrap();
                let expected = file.number(&format!("{at}.value"));
                all.compare("likelihood", value, expected, "integral", &stem);
            }
            fit_proportions(&counts, Effects::Random, level).unwrap()
        };
        let rho = found.correlation.unwrap();
        all.compare(
            "estimate",
            found.estimate,
            file.number("estimate"),
            "optimum",
            &stem,
        );
        all.compare(
            "se",
            found.standard_error,
            file.number("se"),
            "optimum",
            &stem,
        );
        all.compare("rho", rho.value, file.number("rho"), "optimum", &stem);
        let se_rho = rho.standard_error.unwrap();
        all.compare("se of rho", se_rho, file.number("se_rho"), "optimum", &stem);
        all.compare(
            "loglik",
            found.log_likelihood,
            file.number("loglik"),
            "integral",
            &stem,
        );
    }
    all.finish(34);
}
