//! Laws that every bundled tool keeps, by going through every set of answers.

use euthymia_appraisal::{Basis, Domain, Given, Led, Tool, bundled_all, ways};

const MOST: usize = 200_000;

fn judged(tool: &Tool) -> impl Iterator<Item = &Domain> {
    let has_rules = |domain: &&Domain| matches!(domain.basis, Basis::Algorithm | Basis::Guidance);
    tool.domains.iter().filter(has_rules)
}

/// Every set of answers leads to one judgement, and every rule decides somewhere: none is dead.
#[test]
fn laws_rules_cover_every_set_of_answers() {
    for whole in bundled_all() {
        for domain in judged(whole) {
            let tool = &whole.only(domain);
            let mut unused: Vec<&str> = domain.rules.iter().map(|rule| rule.why.as_str()).collect();
            for given in ways(tool, domain, MOST).unwrap() {
                let seen = tool.assess(&given);
                let led = &seen.domain(&domain.id).unwrap().led;
                let Led::To { by, .. } = led else {
                    panic!(
                        "{} {}: {:?} leads to {led:?}",
                        tool.id, domain.id, given.answers
                    )
                };
                assert!(seen.notices.is_empty(), "{:?}", seen.notices);
                unused.retain(|why| by.first().is_none_or(|first| first != why));
            }
            assert!(unused.is_empty(), "{} {}: {unused:?}", tool.id, domain.id);
        }
    }
}

/// A judgement that stands with answers missing is the one with any further answers.
#[test]
fn laws_what_is_decided_early_stays() {
    for whole in bundled_all() {
        for domain in judged(whole) {
            let tool = &whole.only(domain);
            let every = ways(tool, domain, MOST).unwrap();
            let step = (every.len() / 100).max(1);
            for full in every.iter().step_by(step) {
                let end = led(tool, domain, full);
                for left_out in full.answers.keys() {
                    let mut less = full.clone();
                    less.answers.remove(left_out);
                    match tool.assess(&less).domain(&domain.id).unwrap().led.clone() {
                        Led::To { judgement, .. } => assert_eq!(judgement, end),
                        Led::Open { possible } => assert!(possible.contains(&end)),
                        other => panic!("{other:?}"),
                    }
                }
            }
        }
    }
}

fn led(tool: &Tool, domain: &Domain, given: &Given) -> String {
    match &tool.assess(given).domain(&domain.id).unwrap().led {
        Led::To { judgement, .. } => judgement.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn laws_without_answers_every_judgement_of_the_rules_is_possible() {
    for tool in bundled_all() {
        let seen = tool.assess(&Given::default());
        for domain in judged(tool) {
            let Led::Open { possible } = &seen.domain(&domain.id).unwrap().led else {
                panic!("{} {} is decided without answers", tool.id, domain.id)
            };
            for rule in &domain.rules {
                assert!(possible.contains(&rule.judgement));
            }
        }
    }
}
