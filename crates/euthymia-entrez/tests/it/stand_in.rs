//! A server on this machine that answers as NCBI documents ESearch and EFetch, over invented
//! records, and fails on request. It needs the standard library only, so that other tests can
//! include the file.
//!
//! Documented: "The E-utilities In-Depth" (NBK25499): `usehistory`, `WebEnv`, `query_key`,
//! `retstart`, `retmax`, `datetype`, `mindate`, `maxdate`; of PubMed the first 9,999 records only.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const GIVEN_OUT: usize = 9_999;

/// An invented record: PMID and entry date as `YYYY/MM/DD`.
pub(crate) type Entry = (u64, &'static str);

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// From 0, over all requests.
    pub(crate) number: usize,
    pub(crate) path: String,
    pub(crate) form: BTreeMap<String, String>,
}

/// What to do with a request.
pub(crate) enum Act {
    /// Answer as documented.
    Answer,
    /// Send this instead: status, more header lines, body.
    Send(u16, &'static str, String),
    /// Announce the whole body and send this many bytes of it.
    Cut(usize),
    /// Leave out the last records of a page, or add that many to a count.
    Wrong(usize),
    /// End the body early, as if it were whole.
    Shorten(usize),
    /// Wait before the answer.
    Slow(Duration),
    /// Forget all searches, then answer.
    Forget,
    /// A record is added to the library, all searches are forgotten, then answer.
    Grow(Entry),
}

#[derive(Default)]
struct State {
    records: Vec<Entry>,
    histories: BTreeMap<String, Vec<u64>>,
    asked: Vec<Asked>,
    searches: usize,
}

type Plan = Box<dyn Fn(&Asked) -> Act + Send + Sync>;

/// The server; it stops when dropped.
pub(crate) struct StandIn {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
    stop: Arc<AtomicBool>,
}

impl StandIn {
    /// Starts with these records and this plan.
    pub(crate) fn start(
        records: Vec<Entry>,
        plan: impl Fn(&Asked) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            records,
            ..State::default()
        }));
        let stop = Arc::new(AtomicBool::new(false));
        let plan: Arc<Plan> = Arc::new(Box::new(plan));
        let (for_thread, stop_thread) = (Arc::clone(&state), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop_thread.load(Ordering::SeqCst) {
                    return;
                }
                let (state, plan) = (Arc::clone(&for_thread), Arc::clone(&plan));
                std::thread::spawn(move || serve(stream, &state, &plan));
            }
        });
        Self { url, state, stop }
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.lock().unwrap().asked.clone()
    }

    /// How many requests went to one utility.
    pub(crate) fn count(&self, path: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|asked| asked.path == path).count()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>, plan: &Plan) -> Option<()> {
    let (path, form) = request(&stream)?;
    let asked = {
        let mut state = state.lock().unwrap();
        let number = state.asked.len();
        let asked = Asked { number, path, form };
        state.asked.push(asked.clone());
        asked
    };
    let act = plan(&asked);
    let (status, headers, body, keep) = carry_out(&act, state, &asked);
    if let Act::Slow(time) = act {
        std::thread::sleep(time);
    }
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream
        .write_all(&body.as_bytes()[..keep.min(body.len())])
        .ok()
}

fn carry_out(act: &Act, state: &Mutex<State>, asked: &Asked) -> (u16, &'static str, String, usize) {
    let mut state = state.lock().unwrap();
    let mut wrong = 0;
    match act {
        Act::Send(status, headers, body) => return (*status, headers, body.clone(), usize::MAX),
        Act::Wrong(by) => wrong = *by,
        Act::Forget => state.histories.clear(),
        Act::Grow(entry) => {
            state.records.push(*entry);
            state.histories.clear();
        }
        Act::Answer | Act::Cut(_) | Act::Slow(_) | Act::Shorten(_) => {}
    }
    let (status, mut body) = match asked.path.as_str() {
        "esearch.fcgi" => (200, esearch(&mut state, &asked.form, wrong)),
        "efetch.fcgi" => efetch(&state, &asked.form, wrong),
        _ => (404, "no such utility".to_owned()),
    };
    let keep = match act {
        Act::Cut(bytes) => *bytes,
        _ => usize::MAX,
    };
    if let Act::Shorten(bytes) = act {
        body.truncate(*bytes);
    }
    (status, "", body, keep)
}

/// Reads path and parameters, of the address or of the body.
fn request(stream: &TcpStream) -> Option<(String, BTreeMap<String, String>)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let target = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let body = String::from_utf8(body).ok()?;
    let pairs = query.split('&').chain(body.split('&'));
    let form = pairs
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    Some((path.rsplit('/').next()?.to_owned(), form))
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3);
        match (
            bytes[at],
            hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap()
}

/// The records of the days and PMIDs that a search asks for; its words are not looked at.
fn matching(state: &State, form: &BTreeMap<String, String>) -> Vec<u64> {
    let first = form.get("mindate").map_or("", String::as_str);
    let last = form.get("maxdate").map_or("9", String::as_str);
    let range = form["term"].strip_suffix("[uid]").and_then(|term| {
        let (low, high) = term.rsplit(' ').next()?.split_once(':')?;
        Some((low.parse().ok()?, high.parse().ok()?))
    });
    let (low, high) = range.unwrap_or((0, u64::MAX));
    let inside =
        |&&(pmid, day): &&Entry| first <= day && day <= last && (low..=high).contains(&pmid);
    let found = state.records.iter().filter(inside);
    found.map(|(pmid, _)| *pmid).collect()
}

fn esearch(state: &mut State, form: &BTreeMap<String, String>, more: usize) -> String {
    let found = matching(state, form);
    let count = found.len() + more;
    state.searches += 1;
    let web_env = format!("MCID_{}", state.searches);
    state
        .histories
        .insert(web_env.clone(), found.into_iter().take(GIVEN_OUT).collect());
    format!(
        "{{\"header\":{{\"type\":\"esearch\",\"version\":\"0.3\"}},\"esearchresult\":{{\
         \"count\":\"{count}\",\"retmax\":\"0\",\"retstart\":\"0\",\"querykey\":\"1\",\
         \"webenv\":\"{web_env}\",\"idlist\":[],\"translationset\":[],\
         \"querytranslation\":\"\\\"ketamine\\\"[MeSH Terms]\",\
         \"warninglist\":{{\"phrasesignored\":[\"the\"],\"quotedphrasesnotfound\":[],\
         \"outputmessages\":[]}}}}}}"
    )
}

fn efetch(state: &State, form: &BTreeMap<String, String>, fewer: usize) -> (u16, String) {
    let number = |name: &str| form[name].parse::<usize>().unwrap();
    let (start, most) = (number("retstart"), number("retmax"));
    let refused = |why: &str| {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<eFetchResult>\n\t<ERROR>{why}</ERROR>\n\
             </eFetchResult>\n"
        );
        (400, body)
    };
    let Some(found) = state.histories.get(&form["WebEnv"]) else {
        return refused("Cannot retrieve history data. query_key: 1, WebEnv: MCID_0");
    };
    if start > GIVEN_OUT - 1 {
        return refused(
            "Search backend cannot retrieve history data. Reason: Exception: 'retstart' cannot be \
             larger than 9998.",
        );
    }
    let page: Vec<u64> = found.iter().skip(start).take(most).copied().collect();
    let kept = page.len().saturating_sub(fewer);
    (200, xml(&page[..kept]))
}

/// A page of invented records.
pub(crate) fn xml(pmids: &[u64]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" ?>\n<PubmedArticleSet>\n");
    for pmid in pmids {
        writeln!(
            text,
            "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">{pmid}</PMID>\
             <Article><ArticleTitle>Invented trial {pmid} of säntamine</ArticleTitle></Article>\
             </MedlineCitation></PubmedArticle>"
        )
        .unwrap();
    }
    text + "</PubmedArticleSet>"
}
