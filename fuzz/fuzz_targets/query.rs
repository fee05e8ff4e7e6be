//! Any text as a strategy of each platform.
#![no_main]

use euthymia_search::query::{HeadingMap, Platform, check, parse, print, read, rewrite, translate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for platform in Platform::ALL {
        let first = read(text, platform);
        assert_eq!(first, read(text, platform), "read twice");
        let (strategy, _) = first;
        let _ = check(&strategy);
        for to in [Platform::PubMed, Platform::OvidMedline, Platform::WebOfScience] {
            let there = translate(&strategy, to, &HeadingMap::default());
            assert_eq!(strategy.lines.len(), there.strategy.lines.len());
        }
        let said = parse(text, platform, 1).0;
        let Some(said) = said.and_then(|expr| rewrite(expr, platform, 1).0) else {
            continue;
        };
        let written = print(&said, platform);
        let again = parse(&written, platform, 1).0;
        assert_eq!(
            again.map(|expr| expr.unplaced()),
            Some(said.unplaced()),
            "{platform:?}: {written}"
        );
    }
});
