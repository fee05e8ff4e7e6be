//! No text of any kind stops the readers.

use crate::any_query::platform;
use euthymia_search::query::{HeadingMap, check, read, translate};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    let signs = "[a-z0-9 ()\\[\\]{}\"'“”‘’.,:/#$?*=~<>+^\\n\\tSNWéß–-]{0,60}";
    let parts = proptest::sample::select(vec![
        "(",
        ")",
        " AND ",
        " or ",
        " NOT ",
        "exp ",
        "/",
        ".ti,ab.",
        "[tiab]",
        "[mh:noexp]",
        "NEAR/3",
        " adj3 ",
        "TS=(",
        "TITLE(",
        "MH \"",
        "[mh ^",
        "limit 1 to ",
        "yr=\"",
        "#1",
        "S2",
        "{OR #1-#9}",
        "or/1-3",
        "2010:2020[dp]",
        "'a'/exp/mj",
        ":ti,ab",
        "PUBYEAR > ",
        "MeSH descriptor: [",
        "99999999999999999999",
        "\n1. ",
        "a",
        "\u{feff}",
        "🦀",
        "“",
        "[english]/lim",
        "[:~2]",
        "*",
        "$9",
        "/dt,px",
    ]);
    let mixed = proptest::collection::vec(parts, 0..40).prop_map(|parts| parts.concat());
    prop_oneof![signs, mixed, any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read_checked_and_translated(
        text in text(),
        from in platform(),
        to in platform(),
    ) {
        let (strategy, _) = read(&text, from);
        let _ = check(&strategy);
        let _ = strategy.inlined();
        let there = translate(&strategy, to, &HeadingMap::default());
        let _ = there.strategy.text();
    }
}

#[test]
fn deep_brackets_and_long_chains_end() {
    for platform in euthymia_search::query::Platform::ALL {
        for unit in [
            "(",
            "a NOT ",
            "a adj3 ",
            "a NEAR/2 ",
            "a AND b OR ",
            "a OR ",
            "TI=",
            ")",
        ] {
            let text = unit.repeat(3_000);
            let (strategy, _) = read(&text, platform);
            let _ = check(&strategy);
            let _ = strategy.text();
        }
    }
}
