//! The two commands of the README, and that continuous integration runs the second one.

use crate::tree;

const MAIN: &str = "<!-- main-command -->";
const TEST: &str = "<!-- test-command -->";

/// The lines of the fenced block that follows a marker.
fn block<'a>(document: &'a str, marker: &str) -> Option<Vec<&'a str>> {
    let mut lines = document.lines().skip_while(|line| *line != marker).skip(1);
    let fence = lines.find(|line| !line.trim().is_empty())?;
    let inside: Vec<&str> = lines.take_while(|line| !line.starts_with("```")).collect();
    fence.starts_with("```").then_some(inside)
}

#[test]
fn the_readme_has_two_commands() {
    let readme = tree::read("README.md");
    let markers = readme
        .lines()
        .filter(|line| line.ends_with("-command -->"))
        .count();
    assert_eq!(
        markers, 2,
        "README.md has exactly the markers {MAIN} and {TEST}"
    );
    for marker in [MAIN, TEST] {
        let lines = block(&readme, marker).unwrap_or_else(|| {
            panic!("README.md: {marker} stands on a line of its own, then a fenced block")
        });
        assert_eq!(
            lines.len(),
            1,
            "README.md: one command after {marker}, found {lines:?}"
        );
        assert!(
            lines[0].starts_with("cargo "),
            "README.md: {} needs more than cargo",
            lines[0]
        );
    }
}

#[test]
fn continuous_integration_reads_the_test_command() {
    let script = tree::read(".ci/run");
    assert!(
        script.contains(TEST),
        ".ci/run reads the block after {TEST} in README.md"
    );
    let own = concat!("cargo ", "test");
    assert!(
        !script.contains(own),
        ".ci/run has a test command of its own, which can drift"
    );
}

#[test]
fn a_block_is_what_follows_its_marker() {
    let document = "text\n<!-- test-command -->\n```sh\ncargo x\n```\nrest\n";
    assert_eq!(block(document, TEST), Some(vec!["cargo x"]));
    assert_eq!(block("<!-- test-command -->\nno fence\n", TEST), None);
    assert_eq!(block(document, MAIN), None);
}
