//! The networks of the report: every trial is on the map or left out, and leads to its source.

use euthymia_evidence::EvidenceBase;
use euthymia_evidence::mark::Admitted;
use euthymia_report::compared::Rows;
use euthymia_report::document::{Document, Part};
use euthymia_report::trd::network::{Map, WINDOWS, maps};
use euthymia_report::trd::report;
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn base() -> &'static EvidenceBase {
    static BASE: OnceLock<EvidenceBase> = OnceLock::new();
    BASE.get_or_init(|| EvidenceBase::bundled().expect("the bundled evidence"))
}

fn made() -> &'static [Map] {
    static MADE: OnceLock<Vec<Map>> = OnceLock::new();
    MADE.get_or_init(|| maps(base(), Admitted::default()))
}

fn document() -> Document {
    report(base(), None, "test").document
}

#[test]
fn every_trial_with_a_number_is_on_the_map_or_left_out() {
    for map in made() {
        for (choice, found) in &map.choices {
            let compared = found
                .as_ref()
                .unwrap_or_else(|error| panic!("{choice}: {error}"));
            let Rows::Arms(arms) = &compared.data.rows else {
                panic!("arms");
            };
            let on_map: BTreeSet<&str> = compared
                .network
                .trials()
                .iter()
                .map(|trial| trial.label())
                .collect();
            for arm in arms {
                let left_out = |label: &str| label.starts_with(&arm.study);
                assert!(
                    on_map.contains(arm.study.as_str())
                        || compared.left_out.iter().any(|left| left_out(&left.label)),
                    "{}: {}: {}",
                    map.outcome,
                    choice.name,
                    arm.study
                );
            }
        }
    }
}

#[test]
fn the_two_windows_share_no_day_and_fill_the_acute_one() {
    let [(first, to), (from, last)] = WINDOWS;
    let acute = euthymia_report::trd::analysis::ACUTE;
    assert_eq!((first, last), (acute.from, acute.to));
    assert_eq!(from, to + 1.0);
    for map in made() {
        for (choice, found) in &map.choices {
            let (Some((from, to)), Ok(compared)) = (choice.days, found) else {
                continue;
            };
            for (trial, facts) in &compared.data.facts {
                let day = facts.day.unwrap_or_else(|| panic!("{trial} without a day"));
                assert!((from..=to).contains(&day), "{trial}: day {day}");
            }
        }
    }
}

#[test]
fn every_trial_of_a_map_leads_to_its_arms() {
    let document = document();
    let items: Vec<_> = document
        .sections
        .iter()
        .flat_map(|section| &section.parts)
        .filter_map(|part| match part {
            Part::List(items) => Some(items),
            _ => None,
        })
        .flatten()
        .collect();
    for map in made() {
        let main = map.main().expect("a network");
        for trial in main.network.trials() {
            let study = base()
                .studies
                .iter()
                .find(|study| study.label == trial.label());
            let id = format!(
                "p-network-{}-{}",
                map.outcome.id(),
                study.expect("a study").id
            );
            let item = items
                .iter()
                .find(|item| item.id.as_deref() == Some(id.as_str()));
            let item = item.unwrap_or_else(|| panic!("no {id}"));
            assert!(item.below.len() >= trial.arms().len(), "{id}");
        }
    }
}

#[test]
fn each_map_says_how_large_it_is() {
    let summary = report(base(), None, "test").summary;
    for map in made() {
        let main = map.main().expect("a network");
        let size = format!(
            "{}: {} trials with",
            map.outcome,
            main.network.trials().len()
        );
        assert!(summary.iter().any(|line| line.contains(&size)), "{size}");
    }
}
