//! Printed summaries of papers.
//!
//! Payette et al. 2023, doi 10.1016/j.jad.2023.04.019: 21 patients, scale from 0 to 60. Brown, "How
//! SPRITE works", 2018 (steamtraen.blogspot.com): 20 answers from 1 to 5, mean 2.35, SD 1.39, of
//! which the post builds a solution by hand; read in excerpts.

use crate::byhand_reconstruct::{BUDGET, printed, sample};
use euthymia_cohort::reconstruct::{
    About, Arithmetic, Budget, Change, Count, Frame, How, Moments, PairedSamples, Verdict,
    disagreement, one_sample, paired_samples,
};

fn payette() -> PairedSamples {
    let side = |mean, sd| Moments {
        sd: Some(printed(sd)),
        ..Moments::of_mean(printed(mean))
    };
    let rules = [
        "decrease>=50pct: 19.0%",
        "<10: 9.5%",
        "decrease>=50pct & <10: 2",
    ];
    PairedSamples {
        frame: Frame::new(21, 0, 60).unwrap(),
        before: side("27.6", "6.4"),
        after: side("18.6", "8.9"),
        change: Change {
            t: Some(printed("7.212")),
            df: Some(20),
            percent_mean: Some(printed("34.5")),
            percent_sd: Some(printed("21.1")),
            ..Change::default()
        },
        rules: rules.iter().map(|rule| rule.parse().unwrap()).collect(),
    }
}

fn committed() -> (Vec<i64>, Vec<i64>) {
    let text = include_str!("../../../../examples/payette2023_reconstructed.csv");
    let number = |cell: Option<&str>| cell.unwrap().parse::<i64>().unwrap();
    let pair = |line: &str| {
        let mut cells = line.split(',').skip(1);
        (number(cells.next()), number(cells.next()))
    };
    text.lines().skip(1).map(pair).unzip()
}

#[test]
fn the_committed_reconstruction_has_the_printed_summary() {
    let (before, after) = committed();
    assert!(payette().fits(&before, &after));
    // One point more for one patient, and it has not.
    let mut other = before.clone();
    other[0] += 1;
    assert!(!payette().fits(&other, &after));
}

#[test]
fn what_the_printed_summary_leaves_of_the_sums() {
    let answer = paired_samples(
        &payette(),
        &Budget {
            starts: 0,
            ..BUDGET
        },
    )
    .unwrap();
    let sums = |about: About| {
        answer
            .checks
            .iter()
            .find_map(|check| match check.arithmetic {
                Arithmetic::Sum { sums, .. } if check.about == about => sums,
                _ => None,
            })
    };
    // 27.6 is 579 or 580 of 21, 18.6 is 390 or 391.
    assert_eq!(sums(About::Before), Some((579, 580)));
    assert_eq!(sums(About::After), Some((390, 391)));
    // Differences of 188 are ruled out by t: Q would lie from 2330.12 to 2330.30.
    let at = answer
        .checks
        .iter()
        .find_map(|check| match &check.arithmetic {
            Arithmetic::ChangeSquares { at, .. } => Some(at.clone()),
            _ => None,
        });
    let fitting: Vec<_> = at
        .unwrap()
        .iter()
        .map(|one| (one.sum, one.fitting))
        .collect();
    let expected = [
        (188, None),
        (189, Some((2355, 2355))),
        (190, Some((2380, 2380))),
    ];
    assert_eq!(fitting, expected);
    assert!(answer.checks.iter().all(|check| check.holds));
    assert_eq!(answer.verdict(), Verdict::NotFound);
}

#[test]
fn payette_is_reproduced_and_many_data_sets_share_it() {
    let budget = Budget {
        starts: 20,
        steps: 60_000,
        ..BUDGET
    };
    let asked = payette();
    let answer = paired_samples(&asked, &budget).unwrap();
    assert_eq!(answer.verdict(), Verdict::Found);
    assert!(answer.solutions.len() >= 5, "{:?}", answer.how);
    for solution in &answer.solutions {
        assert!(asked.fits(&solution.values, &solution.after));
    }
    // What was printed does not move; what was not does.
    let watched = ["<=10".parse().unwrap(), "<10".parse().unwrap()];
    let seen = disagreement(&answer.solutions, &watched);
    let range = |name: &str| {
        let found = seen.iter().find(|one| format!("{:?}", one.feature) == name);
        found.map(|one| (one.least, one.most)).unwrap()
    };
    let (least, most) = range("T");
    assert!((7.2115..=7.2125).contains(&least) && (7.2115..=7.2125).contains(&most));
    let (least, most) = range("Maximum");
    assert!(least < most);
}

#[test]
fn the_published_sprite_example_has_solutions() {
    let asked = sample((20, 1, 5), "2.35", Some("1.39"), &[]);
    let answer = one_sample(&asked, &BUDGET).unwrap();
    assert_eq!(answer.verdict(), Verdict::Found);
    // As many as there are among all 10 626 ways to give 20 answers from 1 to 5, tried one by one
    // (`agrees_with_python_reconstruct`).
    assert_eq!(answer.how, How::Counted(Count::Exactly(8)));
    assert!(answer.solutions.iter().all(|s| asked.fits(&s.values)));
}
