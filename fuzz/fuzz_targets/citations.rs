//! Any text as a file of one format, named by the environment.
#![no_main]

mod checks;

use std::sync::LazyLock;

use euthymia_review::Format;
use libfuzzer_sys::fuzz_target;

static FORMAT: LazyLock<Format> = LazyLock::new(|| {
    let word = std::env::var("EUTHYMIA_FORMAT").expect("EUTHYMIA_FORMAT names a format");
    let mut all = Format::ALL.iter().copied();
    all.find(|format| format.word() == word)
        .expect("EUTHYMIA_FORMAT is the word of a format")
});

fuzz_target!(|data: &[u8]| checks::check(*FORMAT, data));
