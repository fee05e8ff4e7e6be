//! Programs that a few tests compare with: found, or said to be missing.

use std::io::Write;
use std::path::PathBuf;

/// Writes a line past the test harness, which keeps what a passing test prints to itself.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The first of some programs that is on the path.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

/// Says that `tests` checks are skipped for want of `tool`; fails where every tool is required.
pub(crate) fn skip(tool: &str, tests: usize) {
    let line = format!("skipped: {tool} not found ({tests} tests)");
    assert!(
        std::env::var_os("EUTHYMIA_REQUIRE_TOOLS").is_none_or(|value| value != "1"),
        "{line}, but EUTHYMIA_REQUIRE_TOOLS=1"
    );
    say(&line);
}
