//! Nothing panics, whatever a server, a file or a person writes.

use euthymia_entrez::{
    BaseUrl, Contact, Found, History, Page, Progress, Reply, Request, Slice, read,
};
use proptest::prelude::*;

/// Texts with the words that the readers look for.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("<PubmedArticleSet>".to_owned()),
        Just("</PubmedArticleSet>".to_owned()),
        Just("<PubmedArticle>".to_owned()),
        Just("</PubmedArticle>".to_owned()),
        Just("<PMID ".to_owned()),
        Just(">".to_owned()),
        Just("<ERROR>".to_owned()),
        Just("{\"esearchresult\":{\"count\":\"".to_owned()),
        Just("\"}}".to_owned()),
        Just("http://".to_owned()),
        Just("[".to_owned()),
        "\\PC{0,6}",
    ];
    prop::collection::vec(word, 0..20).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn readers_of_text(text in text()) {
        let _ = Found::read(&text);
        if let Ok(page) = Page::read(&text) {
            prop_assert!(text.contains(page.body) && text.starts_with(page.head));
        }
        let _ = BaseUrl::parse(&text);
        let _ = Contact::new("t", &text, Some(&text));
        let _ = serde_json::from_str(&text).map(|value| Progress::from_json(&value));
    }

    #[test]
    fn replies(status: u16, body in prop_oneof![text().prop_map(String::into_bytes), any::<Vec<u8>>()]) {
        let reply = Reply { status, retry_after: None, body };
        let search = Request::Search { term: "x".to_owned(), slice: Slice::Whole };
        let history = History { web_env: "w".to_owned(), query_key: "1".to_owned() };
        let page = Request::Page { history, start: 0, count: 1 };
        let is_good = (200..300).contains(&status);
        prop_assert!(is_good || read(&search, reply.clone()).is_err());
        prop_assert!(is_good || read(&page, reply).is_err());
    }
}
