//! Requests and answers in NCBI's documented form.

use euthymia_entrez::found::NotFound;
use euthymia_entrez::page::NotAPage;
use euthymia_entrez::{
    BaseUrl, Contact, Failure, Found, History, Job, Page, Reply, Request, Slice, read,
};
use jiff::civil::date;

fn form(request: &Request) -> String {
    let contact = Contact::new("euthymia", "me@example.org", None).unwrap();
    let pairs = request.form(&contact);
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

#[test]
fn requests_have_the_documented_parameters() {
    let search = |slice| Request::Search {
        term: "ketamine OR esketamine".to_owned(),
        slice,
    };
    assert_eq!(
        form(&search(Slice::Whole)),
        "db=pubmed&term=ketamine OR esketamine&usehistory=y&retmax=0&retmode=json&tool=euthymia&\
         email=me@example.org"
    );
    let day = date(2024, 2, 9);
    let days = Slice::Days {
        first: date(2020, 1, 1),
        last: day,
    };
    let asked = form(&search(days));
    assert!(
        asked.contains("&datetype=edat&mindate=2020/01/01&maxdate=2024/02/09&"),
        "{asked}"
    );
    let asked = form(&search(Slice::Pmids {
        day,
        first: 5,
        last: 9,
    }));
    assert!(
        asked.contains("&term=(ketamine OR esketamine) AND 5:9[uid]&"),
        "{asked}"
    );
    assert!(
        asked.contains("&mindate=2024/02/09&maxdate=2024/02/09&"),
        "{asked}"
    );
    let history = History {
        web_env: "MCID_7".to_owned(),
        query_key: "2".to_owned(),
    };
    assert_eq!(
        form(&Request::Page {
            history,
            start: 500,
            count: 250
        }),
        "db=pubmed&WebEnv=MCID_7&query_key=2&retstart=500&retmax=250&retmode=xml&tool=euthymia&\
         email=me@example.org"
    );
}

#[test]
fn an_answer_of_esearch_is_read_with_all_its_warnings() {
    let answer = r#"{"header":{"type":"esearch"},"esearchresult":{"count":"12","retmax":"0",
        "retstart":"0","querykey":"3","webenv":"MCID_5","idlist":[],
        "querytranslation":"\"ketamine\"[MeSH Terms]	OR x",
        "errorlist":{"phrasesnotfound":["ketamineee"],"fieldsnotfound":["tix"]},
        "warninglist":{"phrasesignored":["of"],"quotedphrasesnotfound":["\"no such phrase\""],
        "outputmessages":["No items found."]}}}"#;
    let found = Found::read(answer).unwrap();
    assert_eq!(found.count, 12);
    let history = found.history.unwrap();
    assert_eq!(
        (history.web_env.as_str(), history.query_key.as_str()),
        ("MCID_5", "3")
    );
    assert_eq!(
        found.translation.as_deref(),
        Some("\"ketamine\"[MeSH Terms] OR x")
    );
    assert_eq!(
        found.warnings,
        [
            "not found: ketamineee",
            "no such field: tix",
            "left out: of",
            "quoted phrase not found, searched as single words: \"no such phrase\"",
            "No items found.",
        ]
    );
}

#[test]
fn what_is_no_answer_says_what_it_is() {
    let read = |answer: &str| Found::read(answer).unwrap_err();
    assert_eq!(
        read("{\"esearchresult\":{\"ERROR\":\"Search Backend failed\"}}"),
        NotFound::Said("Search Backend failed".to_owned())
    );
    assert!(matches!(read("<html>"), NotFound::Form("it is not JSON")));
    assert!(matches!(
        read("{\"esearchresult\":{}}"),
        NotFound::Form("no count")
    ));
    assert!(matches!(
        read("{\"esearchresult\":{\"count\":\"3\"}}"),
        NotFound::Form("no WebEnv or query key")
    ));
    assert_eq!(
        Found::read("{\"esearchresult\":{\"count\":\"0\"}}")
            .unwrap()
            .history,
        None
    );
}

#[test]
fn the_words_of_an_error_decide_what_follows() {
    let outcomes = [
        (
            "Cannot retrieve history data: OUT OF RANGE. Parameter retstart=1 + 1",
            "stale",
        ),
        ("Unable to obtain query #1", "stale"),
        ("Invalid WebEnv", "stale"),
        ("ID list is empty! Possibly it has no correct IDs.", "stale"),
        (
            "cannot retrieve history data. Reason: 'retstart' cannot be larger than 9998.",
            "fatal",
        ),
        ("API key not wellformed", "fatal"),
        ("API rate limit exceeded for this API key", "again"),
        ("Empty Response. Bytes read: 0 Status: Timeout", "again"),
    ];
    let history = History {
        web_env: "M".to_owned(),
        query_key: "1".to_owned(),
    };
    let page = Request::Page {
        history,
        start: 0,
        count: 1,
    };
    for (said, expected) in outcomes {
        let body = format!("<eFetchResult><ERROR>{said}</ERROR></eFetchResult>").into_bytes();
        let reply = Reply {
            status: 200,
            retry_after: None,
            body,
        };
        let outcome = match read(&page, reply).unwrap_err() {
            Failure::Again { why, .. } => {
                assert_eq!(why, said);
                "again"
            }
            Failure::Stale(_) => "stale",
            Failure::Fatal(_) => "fatal",
        };
        assert_eq!(outcome, expected, "{said}");
    }
}

#[test]
fn books_count_and_a_title_about_articles_does_not() {
    let text = "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"x\" \"y\">\n\
        <PubmedArticleSet>\n<PubmedArticle>\n<MedlineCitation><PMID Version=\"1\">11</PMID>\
        <ArticleTitle>On &lt;PubmedArticle&gt;</ArticleTitle><CommentsCorrections>\
        <PMID Version=\"1\">99</PMID></CommentsCorrections></MedlineCitation></PubmedArticle>\
        <PubmedBookArticle><BookDocument><PMID Version=\"1\">12</PMID></BookDocument>\
        </PubmedBookArticle></PubmedArticleSet>\n";
    let page = Page::read(text).unwrap();
    assert_eq!(page.pmids, [Some(11), Some(12)]);
    assert!(page.head.ends_with("<PubmedArticleSet>"));
    assert_eq!(
        format!("{}{}</PubmedArticleSet>\n", page.head, page.body),
        text
    );
    let said = "<eFetchResult>\n<ERROR>Cannot retrieve history data.</ERROR></eFetchResult>";
    assert_eq!(
        Page::read(said),
        Err(NotAPage::Said("Cannot retrieve history data.".to_owned()))
    );
}

#[test]
fn a_page_cut_anywhere_is_not_a_page() {
    let text = crate::stand_in::xml(&[1, 2, 3]);
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        assert!(Page::read(&text[..end]).is_err(), "{end}");
    }
    let joined = [
        format!("{text}{text}"),
        format!("{text} and more"),
        text.replacen("<PubmedArticle>", "", 1),
        text.replacen("</PubmedArticle>", "", 1),
        text.replacen(
            "<PubmedArticle>",
            "<PubmedArticle> <PubmedBookArticle></PubmedBookArticle>",
            1,
        ),
        text.replace("</PubmedArticleSet>", "</PubmedArticle></PubmedArticleSet>"),
    ];
    for joined in joined {
        assert_eq!(Page::read(&joined), Err(NotAPage::Truncated), "{joined}");
    }
}

#[test]
fn only_safe_addresses_are_allowed() {
    let good = [
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/",
        "https://proxy.example.org:8443/x",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:99",
    ];
    for url in good {
        assert!(BaseUrl::parse(url).is_ok(), "{url}");
    }
    let bad = [
        "",
        "eutils.ncbi.nlm.nih.gov",
        "http://eutils.ncbi.nlm.nih.gov",
        "http://127.0.0.1@example.org",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1:x",
        "http://example.org#127.0.0.1",
        "ftp://127.0.0.1",
        "https://",
        "https:///x",
        "https://a b",
        "https://a.org?x=1",
    ];
    for url in bad {
        assert!(BaseUrl::parse(url).is_err(), "{url}");
    }
}

#[test]
fn who_asks_and_what_must_be_there_and_the_key_is_not_shown() {
    for (tool, email, key) in [
        ("", "a@b.org", None),
        ("my tool", "a@b.org", None),
        ("tool", "a.b.org", None),
        ("tool", "@b.org", None),
        ("tool", "a@b@c", None),
        ("tool", "a@b.org", Some("")),
        ("tool", "a@b.org", Some("a b")),
    ] {
        assert!(
            Contact::new(tool, email, key).is_err(),
            "{tool} {email} {key:?}"
        );
    }
    let contact = Contact::new("tool", "a@b.org", Some("k3y")).unwrap();
    assert!(!format!("{contact:?}").contains("k3y"));
    assert!(Job::new("  ", contact.clone(), "now").is_err());
    assert!(
        Job::new("x", contact.clone(), "now")
            .unwrap()
            .page_size(0)
            .is_err()
    );
    assert!(
        Job::new("x", contact, "now")
            .unwrap()
            .page_size(10_000)
            .is_err()
    );
}
