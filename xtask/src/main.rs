//! Repository chores. The rules of the repository are tests: `cargo test -p xtask`.

#![allow(clippy::print_stdout)]

fn main() {
    println!("The rules of this repository are tests. Run them with: cargo test -p xtask");
    println!("Everything that continuous integration runs: .ci/run");
}
