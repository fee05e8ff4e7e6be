//! How long a course takes to be laid out in a calendar, and to be written as a calendar file:
//! `cargo bench -p euthymia-app --bench how_long_is_a_plan`.

// A benchmark stops where it cannot go on.
#![allow(clippy::expect_used)]

use divan::Bencher;
use euthymia_app::protocol::{calendar_file::calendar, find, plan};
use jiff::civil::datetime;

fn main() {
    divan::main();
}

/// One week, eight weeks with a taper, eleven weeks, and two courses one after the other.
const COURSES: [&[&str]; 4] = [
    &["tms_saint"],
    &["tms_10hz_left"],
    &["tms_18hz_h1"],
    &["tms_20hz_b70", "ketamine_after_tms"],
];

#[divan::bench(args = [0, 1, 2, 3])]
fn laid_out_and_written(bencher: Bencher<'_, '_>, course: usize) {
    let names = COURSES.get(course).copied().unwrap_or_default();
    let protocols: Vec<_> = names
        .iter()
        .map(|name| find(name).expect("bundled"))
        .collect();
    let asked = plan::Asked {
        start: "2026-11-30".to_owned(),
        holidays: Some("2026-12-24,2026-12-25".to_owned()),
        ..plan::Asked::default()
    };
    let choices = plan::choices(&asked).expect("choices");
    let stamp = datetime(2026, 11, 22, 12, 0, 0, 0);
    bencher.bench(|| {
        let laid_out = plan::lay_out(&protocols, &choices).expect("a plan");
        calendar(&laid_out, "series", stamp)
    });
}
