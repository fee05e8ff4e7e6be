//! R's posterior on draws of eight kinds: R̂, effective sample sizes, Monte Carlo standard errors.

use euthymia_numerics::chains::Chains;
use euthymia_testkit::{Comparison, reference};

const CASES: [(&str, usize); 8] = [
    ("independent", 4),
    ("correlated", 4),
    ("repelling", 3),
    ("shifted", 3),
    ("wider", 2),
    ("heavy", 4),
    ("ties", 4),
    ("one_chain", 1),
];

#[test]
fn draws_are_worth_what_posterior_says() {
    let json = reference::json("expected/r/chains.json");
    let mut all = Comparison::new("worth of draws");
    for (case, count) in CASES {
        let chain = |c: usize| -> Vec<f64> {
            let draws = json.numbers(&format!("cases.{case}.draws.{c}"));
            draws.iter().map(|x| x.as_ref().unwrap().value).collect()
        };
        let chains = Chains::new((0..count).map(chain).collect()).unwrap();
        let found = chains.worth().unwrap();
        let numbers = [
            ("r_hat", found.r_hat),
            ("bulk", found.bulk),
            ("tail", found.tail),
            ("mcse_mean", found.mcse_mean),
        ];
        for (key, value) in numbers {
            let expected = json.number(&format!("cases.{case}.{key}"));
            all.compare(key, value, expected, "algebra", case);
        }
    }
    all.finish(32);
}
