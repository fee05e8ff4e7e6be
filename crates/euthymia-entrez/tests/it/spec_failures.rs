//! What a server can do wrong, and what follows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use euthymia_entrez::EntrezError;

use crate::bench::{Heard, pmids, records, run};
use crate::stand_in::{Act, Asked, StandIn};

/// A search of five records in pages of two against a plan; what came, and what was heard.
fn tried(
    plan: impl Fn(&Asked) -> Act + Send + Sync + 'static,
) -> (Result<Vec<u64>, EntrezError>, Heard, Vec<String>) {
    let server = StandIn::start(records(5), plan);
    let folder = tempfile::tempdir().unwrap();
    let mut heard = Heard::default();
    let result = run(&server.url, folder.path(), 2, &mut heard);
    let notes = result
        .as_ref()
        .map_or(Vec::new(), |result| result.notes.clone());
    (result.map(|result| pmids(&result.file)), heard, notes)
}

fn once(
    number: usize,
    act: impl Fn() -> Act + Send + Sync,
) -> impl Fn(&Asked) -> Act + Send + Sync {
    move |asked| {
        if asked.number == number {
            act()
        } else {
            Act::Answer
        }
    }
}

/// A reason that is told, and what the server does.
type Repeated = (&'static str, fn() -> Act);

fn html() -> String {
    "<!DOCTYPE html>\n<html><body><h1>Server Error</h1></body></html>".to_owned()
}

#[test]
fn too_many_requests_are_answered_with_the_pause_asked_for() {
    let busy = "{\"error\":\"API rate limit exceeded for secret0key\",\"limit\":\"3\"}";
    let act = move || Act::Send(429, "Retry-After: 7\r\n", busy.to_owned());
    for number in [0, 2] {
        let (result, heard, _) = tried(once(number, act));
        assert_eq!(result.unwrap(), [1, 2, 3, 4, 5]);
        let pauses = heard.pauses();
        assert_eq!(pauses.len(), 1);
        assert_eq!(pauses[0].1, 7);
        assert!(pauses[0].0.contains("rate limit exceeded"), "{pauses:?}");
        assert!(pauses[0].0.contains("for (key)"), "{pauses:?}");
    }
}

#[test]
fn server_errors_cuts_and_slowness_are_repeated() {
    let acts: [Repeated; 8] = [
        ("status 500", || Act::Send(500, "", html())),
        ("status 503", || Act::Send(503, "", String::new())),
        ("a web page", || Act::Send(200, "", html())),
        ("", || Act::Cut(150)),
        ("ends before its end", || Act::Shorten(200)),
        ("ends before its end", || Act::Send(200, "", String::new())),
        ("timeout", || Act::Slow(Duration::from_secs(3))),
        ("Empty Response", || {
            let said = "<eFetchResult><ERROR>External viewer error: Empty Response.</ERROR></eFetchResult>";
            Act::Send(200, "", said.to_owned())
        }),
    ];
    for (words, act) in acts {
        let (result, heard, _) = tried(once(2, act));
        assert_eq!(result.unwrap(), [1, 2, 3, 4, 5], "{words}");
        let pauses = heard.pauses();
        assert_eq!(pauses.len(), 1, "{words}: {pauses:?}");
        assert_eq!(pauses[0].1, 1);
        assert!(pauses[0].0.contains(words), "{pauses:?}");
    }
}

#[test]
fn a_search_answered_with_html_or_a_backend_error_is_repeated() {
    let backend = "{\"esearchresult\":{\"ERROR\":\"Search Backend failed: read\nerror\"}}";
    let acts: [Box<dyn Fn() -> Act + Send + Sync>; 2] = [
        Box::new(|| Act::Send(200, "", html())),
        Box::new(move || Act::Send(200, "", backend.to_owned())),
    ];
    for act in acts {
        let (result, heard, _) = tried(once(0, act));
        assert_eq!(result.unwrap().len(), 5);
        assert_eq!(heard.pauses().len(), 1);
    }
}

#[test]
fn pauses_double_and_then_it_gives_up() {
    let (result, heard, _) = tried(|asked| match asked.number {
        0 => Act::Answer,
        _ => Act::Send(502, "", String::new()),
    });
    let error = result.unwrap_err();
    let EntrezError::GaveUp {
        utility, attempts, ..
    } = &error
    else {
        panic!("{error}");
    };
    assert_eq!((*utility, *attempts), ("EFetch", 6));
    let pauses: Vec<u64> = heard.pauses().iter().map(|(_, pause)| *pause).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16]);
}

#[test]
fn a_pause_of_an_hour_ends_the_run() {
    let (result, _, _) = tried(once(1, || {
        Act::Send(429, "Retry-After: 3600\r\n", String::new())
    }));
    assert!(matches!(
        result,
        Err(EntrezError::LongPause { seconds: 3600 })
    ));
}

#[test]
fn a_key_that_is_not_accepted_is_said_at_once() {
    let said = "{\"error\":\"API key secret0key invalid\",\"type\":\"client\"}";
    let (result, heard, _) = tried(once(0, || Act::Send(400, "", said.to_owned())));
    let error = result.unwrap_err();
    assert!(matches!(error, EntrezError::KeyRefused { .. }));
    assert!(error.to_string().contains("NCBI_API_KEY"));
    assert!(
        error.to_string().contains("API key (key) invalid"),
        "{error}"
    );
    assert!(heard.pauses().is_empty());
}

#[test]
fn a_redirect_is_not_followed() {
    let (result, _, _) = tried(once(0, || {
        Act::Send(302, "Location: http://192.0.2.1/\r\n", String::new())
    }));
    assert!(matches!(
        result,
        Err(EntrezError::Refused { status: 302, .. })
    ));
}

#[test]
fn a_page_with_too_few_records_is_asked_for_again_and_then_an_error() {
    let (result, heard, _) = tried(once(2, || Act::Wrong(1)));
    assert_eq!(result.unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(heard.pauses()[0].0, "a page of 2 records came with 1");
    let (result, _, _) = tried(
        |asked| match asked.form.get("retstart").map(String::as_str) {
            Some("2") => Act::Wrong(1),
            _ => Act::Answer,
        },
    );
    let error = result.unwrap_err();
    let EntrezError::Incomplete {
        count: 5,
        records: 4,
        distinct: 4,
        ..
    } = error
    else {
        panic!("{error}");
    };
}

#[test]
fn a_page_that_repeats_records_is_an_error() {
    let again = crate::stand_in::xml(&[1, 2]);
    let (result, _, _) = tried(once(2, move || Act::Send(200, "", again.clone())));
    let error = result.unwrap_err();
    let EntrezError::Incomplete {
        count: 5,
        records: 5,
        distinct: 3,
        ..
    } = error
    else {
        panic!("{error}");
    };
}

#[test]
fn a_forgotten_search_is_searched_again() {
    let (result, _, notes) = tried(once(2, || Act::Forget));
    assert_eq!(result.unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].contains("2 records fetched again"), "{notes:?}");
}

#[test]
fn a_forgotten_search_that_has_grown_says_so() {
    let (result, _, notes) = tried(once(2, || Act::Grow((6, "2024/01/02"))));
    assert_eq!(result.unwrap(), [1, 2, 3, 4, 5, 6]);
    assert!(notes[1].contains("had 5 records, now 6"), "{notes:?}");
}

#[test]
fn a_search_that_is_forgotten_again_and_again_ends() {
    let (result, _, _) = tried(|asked| match asked.path.as_str() {
        "efetch.fcgi" => Act::Forget,
        _ => Act::Answer,
    });
    assert!(matches!(
        result,
        Err(EntrezError::HistoryLost { times: 4, .. })
    ));
}

#[test]
fn a_search_that_is_always_forgotten_before_its_end_ends() {
    let second = |asked: &Asked| asked.form.get("retstart").is_some_and(|start| start == "2");
    let (result, _, _) = tried(move |asked| {
        if second(asked) {
            Act::Forget
        } else {
            Act::Answer
        }
    });
    assert!(matches!(
        result,
        Err(EntrezError::HistoryLost { times: 4, .. })
    ));
}

#[test]
fn every_slice_may_be_forgotten_once() {
    let days = [
        "1975/06/01",
        "1999/12/31",
        "2010/01/01",
        "2012/02/29",
        "2024/01/01",
    ];
    let all = (1..=30_000_u64).map(|pmid| (pmid, days[(pmid % 5) as usize]));
    let begun = AtomicUsize::new(0);
    let server = StandIn::start(all.collect(), move |asked| {
        let first = asked.form.get("retstart").is_some_and(|start| start == "0");
        let forget = first && begun.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
        if forget { Act::Forget } else { Act::Answer }
    });
    let folder = tempfile::tempdir().unwrap();
    let done = run(&server.url, folder.path(), 9_999, &mut Heard::default()).unwrap();
    assert_eq!((done.records, done.distinct), (30_000, 30_000));
    assert_eq!(done.slices.len(), 5);
    let forgotten = |note: &&String| note.contains("no longer has");
    assert_eq!(done.notes.iter().filter(forgotten).count(), 5);
}

#[test]
fn nobody_listening_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let result = run(
        "http://127.0.0.1:9",
        folder.path(),
        2,
        &mut Heard::default(),
    );
    assert!(matches!(
        result,
        Err(EntrezError::GaveUp {
            utility: "ESearch",
            ..
        })
    ));
}
