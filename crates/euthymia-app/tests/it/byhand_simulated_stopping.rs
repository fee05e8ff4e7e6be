//! Rules of stopping on orders of which every stop can be counted on paper.

use euthymia_app::AppError;
use euthymia_app::review::{Simulated, StoppingTrial, stopping_simulation_views};
use euthymia_screening::{Discovery, Replay};
use euthymia_table::{TableView, Value};
use euthymia_testkit::assert_close;

const TRIAL: StoppingTrial = StoppingTrial {
    target: 0.95,
    confidence: 0.95,
    run: 50,
    run_share: 0.1,
};

fn replays(ranks: &[&[usize]]) -> Simulated {
    let replay = |(seed, ranks): (usize, &&[usize])| Replay {
        seed: seed as u64,
        known: Vec::new(),
        discovery: Discovery::of(100, ranks.to_vec()).expect("ranks"),
    };
    Simulated {
        file: "invented.csv".to_owned(),
        label: "included".to_owned(),
        records: 100,
        included: 3,
        replays: ranks.iter().enumerate().map(replay).collect(),
    }
}

fn row<'v>(view: &'v TableView, rule: &str) -> &'v [Value] {
    let is_it = |row: &&Vec<Value>| row[1] == Value::text(rule);
    view.rows.iter().find(is_it).expect("the rule")
}

/// Fifty in a row after the second are complete at 52, before the third one at 60; after the third
/// of the other order at 53. A tenth of 100 in a row: at 12 and at 13.
#[test]
fn byhand_where_runs_stop() {
    let simulated = replays(&[&[1, 2, 60], &[1, 2, 3]]);
    let views = stopping_simulation_views(&[simulated], &TRIAL).expect("tables");
    assert_eq!(views.len(), 1);
    let counts = |orders, stopped, failed| [orders, stopped, failed].map(Value::Count).to_vec();
    let shares = |row: &[Value], expected: [f64; 3]| {
        for (cell, expected) in row[6..9].iter().zip(expected) {
            let Value::Percent { proportion, .. } = cell else {
                panic!("{cell:?}");
            };
            assert_close!(*proportion, expected, "algebra", "a share");
        }
    };
    let run = row(&views[0], "run");
    assert_eq!(run[3..6], counts(2, 2, 1));
    shares(run, [5.0 / 6.0, 2.0 / 3.0, (0.48 + 0.47) / 2.0]);
    assert_eq!(run[9], Value::text("no_claim ranked_early nothing_hidden"));
    let share = row(&views[0], "share");
    assert_eq!(share[3..6], counts(2, 2, 1));
    shares(share, [5.0 / 6.0, 2.0 / 3.0, (0.88 + 0.87) / 2.0]);
    // Every assumption is told under the table.
    let notes = views[0].notes.join("\n");
    assert!(
        notes.contains("Assumed (run, share): no relevant report"),
        "{notes}"
    );
    assert!(
        notes.contains("Assumed (sample): the sample was drawn at random"),
        "{notes}"
    );
}

#[test]
fn spec_several_files_are_put_together_too() {
    let simulated = [replays(&[&[1, 2, 60]]), replays(&[&[1, 2, 3]])];
    let views = stopping_simulation_views(&simulated, &TRIAL).expect("tables");
    assert_eq!(views.len(), 3);
    assert_eq!(row(&views[0], "run")[5], Value::Count(1));
    assert_eq!(row(&views[1], "run")[5], Value::Count(0));
    assert_eq!(row(&views[2], "run")[3..6], [2, 2, 1].map(Value::Count));
    assert_eq!(views[2].rows[0][0], Value::text("all 2 files"));
}

#[test]
fn spec_numbers_that_are_no_share_are_refused() {
    for trial in [
        StoppingTrial {
            target: 1.0,
            ..TRIAL
        },
        StoppingTrial {
            confidence: 95.0,
            ..TRIAL
        },
        StoppingTrial {
            run_share: f64::NAN,
            ..TRIAL
        },
    ] {
        let error = stopping_simulation_views(&[replays(&[&[1]])], &trial);
        assert!(matches!(error, Err(AppError::Usage(_))), "{trial:?}");
    }
}
