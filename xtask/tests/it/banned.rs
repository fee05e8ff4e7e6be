//! What Rust source must not contain.

use crate::require_none;
use crate::source::{code_only, is_test_path, is_word, without_tests};
use crate::tree::{self, TextFile};

/// Where a word stands on its own, as line numbers.
fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let whole = |at: &usize| {
        let before = code[..*at].chars().next_back().is_some_and(is_word);
        let after =
            word.ends_with(is_word) && code[at + word.len()..].chars().next().is_some_and(is_word);
        !before && !after
    };
    let found = code.match_indices(word).map(|(at, _)| at).filter(whole);
    found
        .map(|at| 1 + code[..at].matches('\n').count())
        .collect()
}

fn violations(words: &[&str], code: impl Fn(&TextFile) -> Option<String>) -> Vec<String> {
    let mut violations = Vec::new();
    for file in tree::rust() {
        let Some(code) = code(&file) else { continue };
        for word in words {
            let lines = lines_with(&code, word);
            violations.extend(
                lines
                    .iter()
                    .map(|line| format!("{}:{line}: {word}", file.path)),
            );
        }
    }
    violations
}

/// True when a tail is formed as one minus a distribution function.
fn subtracts_cdf(code: &str) -> bool {
    let dense: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    dense.match_indices("cdf(").any(|(at, _)| {
        let ends_statement = |c: char| ";{}=,+*/<>-".contains(c);
        let start = dense[..at].rfind(ends_statement).unwrap_or(0);
        let minus = dense[start..].starts_with('-');
        let one = ["1.0", "1.", "1_f64", "1f64", "1.0_f64"];
        minus
            && one.iter().any(|one| {
                dense[..start]
                    .strip_suffix(one)
                    .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
            })
    })
}

#[test]
fn upper_tails_are_survival_functions() {
    let found: Vec<String> = tree::rust()
        .into_iter()
        .filter(|file| subtracts_cdf(&code_only(&file.text)))
        .map(|file| file.path)
        .collect();
    require_none(
        "1 − cdf loses every digit in the tail: use the survival function `sf`.",
        &found,
    );
}

#[test]
fn nothing_unfinished_unsafe_or_switched_off() {
    let words = ["unsafe", "todo!", "unimplemented!", "dbg!", "#[ignore"];
    let found = violations(&words, |file| Some(code_only(&file.text)));
    require_none(
        "Unfinished or unsafe code, or a test that does not run.",
        &found,
    );
}

#[test]
fn only_the_binary_prints() {
    let found = violations(&["println!", "eprintln!", "print!", "eprint!"], |file| {
        let prints = file.path.starts_with("crates/euthymia/")
            || file.path.starts_with("xtask/")
            || file.path.ends_with("/build.rs")
            || is_test_path(&file.path);
        (!prints).then(|| without_tests(&code_only(&file.text)))
    });
    require_none(
        "Libraries return values; only the crate `euthymia` prints.",
        &found,
    );
}

#[test]
fn the_bans_find_what_they_ban() {
    assert!(subtracts_cdf("let p = 2.0 * (1.0 - normal::cdf(z.abs()));"));
    assert!(subtracts_cdf("1.0\n    - dist.cdf(x)"));
    assert!(!subtracts_cdf(
        "let p = normal::sf(z); let q = 11.0 - cdf(x);"
    ));
    assert_eq!(
        lines_with("a\nunsafe { } unsafe_code my_unsafe", "unsafe"),
        [2]
    );
    assert_eq!(lines_with("eprintln!()", "println!"), [0; 0]);
}
