//! Writes a library of invented works as RIS to standard output, for timings:
//! `cargo run --release -p euthymia-review --example synthetic_library -- 100000 > library.ris`.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

use std::io::{BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted = std::env::args()
        .nth(1)
        .and_then(|text| text.parse::<u64>().ok());
    let Some(records) = wanted else {
        return ExitCode::from(2);
    };
    let mut library = synthetic::Library::new(1);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for _ in 0..records {
        if out.write_all(library.next_ris().as_bytes()).is_err() {
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
