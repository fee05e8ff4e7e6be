//! How fast requests follow each other.

use std::cell::RefCell;
use std::time::Duration;

use euthymia_entrez::{Clock, Contact, Job, Quiet, Reply, Transport, TransportError, fetch};

use crate::bench::NoWait;
use crate::stand_in::xml;

/// Answers every request at once and remembers when it came.
struct Timed<'a> {
    clock: &'a NoWait,
    times: RefCell<Vec<Duration>>,
}

impl Transport for Timed<'_> {
    fn post(&self, path: &str, form: &[(&'static str, String)]) -> Result<Reply, TransportError> {
        self.times.borrow_mut().push(self.clock.now());
        let start = form.iter().find(|(name, _)| *name == "retstart");
        let body = match (path, start) {
            ("efetch.fcgi", Some((_, start))) => xml(&[start.parse().unwrap()]),
            _ => {
                "{\"esearchresult\":{\"count\":\"30\",\"querykey\":\"1\",\"webenv\":\"M\"}}".into()
            }
        };
        Ok(Reply {
            status: 200,
            retry_after: None,
            body: body.into_bytes(),
        })
    }

    fn address(&self) -> &str {
        "nowhere"
    }
}

fn times(key: Option<&str>) -> Vec<Duration> {
    let clock = NoWait::default();
    let timed = Timed {
        clock: &clock,
        times: RefCell::default(),
    };
    let contact = Contact::new("euthymia", "librarian@example.org", key).unwrap();
    let job = Job::new("x", contact, "now").unwrap().page_size(1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fetch(&job, folder.path(), &timed, &clock, &mut Quiet).unwrap();
    timed.times.into_inner()
}

#[test]
fn three_in_a_second_without_a_key_and_ten_with_one() {
    for (key, most) in [(None, 3), (Some("k1"), 10)] {
        let times = times(key);
        assert_eq!(times.len(), 31);
        for window in times.windows(most + 1) {
            let span = window[most] - window[0];
            assert!(span > Duration::from_secs(1), "{span:?}");
            assert!(
                span < Duration::from_millis(1300),
                "not slower than it must: {span:?}"
            );
        }
    }
}
