//! What the documents at the root point at is there.

use crate::require_none;
use crate::tree;

/// Folders whose paths are checked wherever a document names them between backticks.
const FOLDERS: [&str; 6] = [
    "crates/",
    "evidence/",
    "examples/",
    "reference/",
    "xtask/",
    ".ci/",
];

/// The local targets of links and the paths between backticks, without patterns and placeholders.
fn targets(document: &str) -> Vec<&str> {
    let links = document
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let local = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
    let local = local.filter_map(|link| link.split('#').next());
    let code = document.split('`').skip(1).step_by(2);
    let paths = code.filter(|code| FOLDERS.iter().any(|folder| code.starts_with(folder)));
    let all = local.chain(paths.map(|path| path.split("::").next().unwrap_or(path)));
    all.filter(|target| !target.contains(['*', '<', '{', ' ', '…']))
        .collect()
}

#[test]
fn what_documents_point_at_is_there() {
    let mut violations = Vec::new();
    let is_document = |path: &String| path.ends_with(".md") && !path.contains('/');
    for path in tree::paths(".").into_iter().filter(is_document) {
        let document = tree::read(&path);
        let missing = targets(&document)
            .into_iter()
            .filter(|t| !tree::root().join(t).exists());
        violations.extend(missing.map(|target| format!("{path}: {target}")));
    }
    require_none(
        "A document points at a file that is not there.",
        &violations,
    );
}

#[test]
fn links_and_paths_are_found() {
    let document =
        "[a](B.md#c) [web](https://x.org) [here](#x) `crates/a/src/*.rs` `xtask/x.txt` `let`";
    assert_eq!(targets(document), ["B.md", "xtask/x.txt"]);
}
