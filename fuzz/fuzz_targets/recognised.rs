//! Any text as a file of the format that it looks like.
#![no_main]

mod checks;

use euthymia_review::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(format) = Format::recognise(&String::from_utf8_lossy(data)) {
        checks::check(format, data);
    }
});
