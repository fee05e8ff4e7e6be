//! Any text as an answer of E-utilities or as a file of progress.
#![no_main]

use euthymia_entrez::{BaseUrl, Found, Page, Progress};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = BaseUrl::parse(text);
    let _ = Found::read(text);
    if let Ok(page) = Page::read(text) {
        assert!(text.starts_with(page.head) && text.contains(page.body));
        let again = format!("{}{}</PubmedArticleSet>", page.head, page.body);
        assert_eq!(Page::read(&again).map(|page| page.pmids), Ok(page.pmids));
    }
    let value = serde_json::from_str(text).ok();
    if let Some(progress) = value.as_ref().and_then(Progress::from_json) {
        assert_eq!(Progress::from_json(&progress.to_json()), Some(progress));
    }
});
