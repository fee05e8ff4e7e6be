//! Measures of a replay, worked out by hand.

use euthymia_screening::Discovery;

fn close(ours: f64, expected: f64) {
    assert!((ours - expected).abs() < 1e-12, "{ours} {expected}");
}

/// 40 texts, the 4 relevant ones at ranks 1, 2, 6 and 21.
#[test]
fn four_of_forty() {
    let found = Discovery::of(40, vec![21, 1, 6, 2]).unwrap();
    // 95 % of 4 is 3.8: all four are needed.
    assert_eq!(found.read_for(0.95), 21);
    close(found.work_saved(0.95), 0.95 - 21.0 / 40.0);
    close(found.work_saved(1.0), 1.0 - 21.0 / 40.0);
    close(found.work_saved(0.75), 0.75 - 6.0 / 40.0);
    // After 2, 4 and 8 texts.
    close(found.recall_after(0.05), 0.5);
    close(found.recall_after(0.1), 0.5);
    close(found.recall_after(0.2), 0.75);
    close(found.extra_after(0.1), 0.4);
    close(found.time_to_discovery(), 30.0 / 4.0 / 40.0);
    // Ranks less the best ones, 30 − 10, of the most that can be, 4 · 36.
    close(found.loss().unwrap(), 20.0 / 144.0);
}

/// 95 % of 20 is 19, although 0.95 is a little more or less than that in binary.
#[test]
fn nineteen_of_twenty() {
    let found = Discovery::of(100, (1..=20).collect()).unwrap();
    assert_eq!(found.read_for(0.95), 19);
    close(found.work_saved(0.95), 0.76);
    close(found.loss().unwrap(), 0.0);
}

#[test]
fn the_worst_order_has_loss_one_and_saves_nothing() {
    let found = Discovery::of(10, vec![9, 10]).unwrap();
    close(found.loss().unwrap(), 1.0);
    close(found.work_saved(1.0), 0.0);
    close(found.recall_after(0.2), 0.0);
}

#[test]
fn ranks_that_cannot_be_are_refused() {
    assert_eq!(Discovery::of(10, vec![]), None);
    assert_eq!(Discovery::of(10, vec![0, 1]), None);
    assert_eq!(Discovery::of(10, vec![1, 11]), None);
    assert_eq!(Discovery::of(10, vec![3, 3]), None);
    assert_eq!(Discovery::of(2, vec![1, 2]).unwrap().loss(), None);
}
