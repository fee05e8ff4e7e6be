//! What is written reads back as the same search.

use crate::any_query::{expr, platform};
use euthymia_search::query::{HeadingMap, Strategy, parse, print, read, rewrite, translate};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_a_platform_can_say_reads_back_the_same(expr in expr(), platform in platform()) {
        let (said, _) = rewrite(expr, platform, 1);
        let Some(said) = said else {
            return Ok(());
        };
        let text = print(&said, platform);
        let (back, warnings) = parse(&text, platform, 1);
        let back = back.map(|expr| expr.flat().unplaced());
        prop_assert_eq!(back, Some(said.unplaced()), "{} {:?}", text, warnings);
    }

    #[test]
    fn rewriting_twice_changes_nothing_more(expr in expr(), platform in platform()) {
        let (once, _) = rewrite(expr, platform, 1);
        let Some(once) = once else {
            return Ok(());
        };
        let (twice, _) = rewrite(once.clone(), platform, 1);
        prop_assert_eq!(twice, Some(once));
    }

    #[test]
    fn a_strategy_reads_back_the_same(
        searches in proptest::collection::vec(expr(), 1..5),
        platform in platform(),
    ) {
        let mut text = String::new();
        for (index, search) in searches.into_iter().enumerate() {
            let (Some(said), _) = rewrite(search, platform, 1) else {
                return Ok(());
            };
            text.push_str(&format!("{}. {}\n", index + 1, print(&said, platform)));
        }
        let (once, _) = read(&text, platform);
        let written = once.text();
        let (twice, _) = read(&written, platform);
        let trees = |strategy: &Strategy| -> Vec<_> {
            let lines = strategy.lines.iter();
            lines.map(|line| line.search.clone().map(|expr| expr.unplaced())).collect()
        };
        prop_assert_eq!(trees(&once), trees(&twice), "{}", written);
    }

    #[test]
    fn a_translation_has_the_lines_of_the_original(
        search in expr(),
        from in platform(),
        to in platform(),
    ) {
        let (strategy, _) = read(&print(&search, from), from);
        let there = translate(&strategy, to, &HeadingMap::default());
        prop_assert_eq!(strategy.lines.len(), there.strategy.lines.len());
        for line in &there.strategy.lines {
            let told = there.warnings.iter().any(|warning| warning.line == line.number);
            prop_assert!(line.search.is_some() || told);
        }
    }
}
