//! Looking for a report among those that wait, a few at a time.

use super::action::{Moment, Told};
use super::open::Screener;
use super::words::Words;
use euthymia_review::RecordId;

/// A search that was begun.
#[derive(Debug)]
pub(super) struct Search {
    /// What was asked for.
    text: String,
    pub(super) words: Words,
    /// Places that are still to be looked at, the next one last.
    ahead: Vec<usize>,
}

impl Screener {
    /// Begins a search; [`Screener::search_on`] goes on with it.
    pub(super) fn begin_search(&mut self, text: &str) -> Told {
        let text = match (text.trim(), &self.search) {
            ("", Some(search)) => search.text.clone(),
            (text, _) => text.to_owned(),
        };
        if let Ok(record) = text.parse::<RecordId>() {
            return self.show_record(record);
        }
        let words = Words::searched(&text);
        if words.is_empty() {
            self.search = None;
            return Told::Moved(
                "Nothing is searched for; no words are marked as found.".to_owned(),
            );
        }
        let shown = self.lineup.current(&self.screening);
        let mut ahead = self.lineup.around(shown);
        ahead.reverse();
        let told = Told::Moved(format!("Searching for \"{text}\" …"));
        self.search = Some(Search { text, words, ahead });
        told
    }

    fn show_record(&mut self, record: RecordId) -> Told {
        let Some(place) = self.screening.place(record) else {
            return Told::Refused(format!("There is no record {record}."));
        };
        let is_own = self.lineup.is_waiting(place) || self.own_verdict(place).is_some();
        if !is_own {
            return Told::Refused(format!("{record} does not wait for you at this stage."));
        }
        self.lineup.show(place);
        Told::Moved(format!("{record}."))
    }

    /// Whether a search goes on.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.search
            .as_ref()
            .is_some_and(|own| !own.ahead.is_empty())
    }

    /// Ends a search; its words stay marked.
    pub fn stop_search(&mut self) {
        if let Some(search) = &mut self.search {
            search.ahead.clear();
        }
    }

    /// Looks at so many reports more. `None` while nothing was found and some are left.
    pub fn search_on(&mut self, most: usize, moment: Moment<'_>) -> Option<Told> {
        let mut search = self.search.take()?;
        let told = self.look(&mut search, most, moment);
        self.search = Some(search);
        told
    }

    fn look(&mut self, search: &mut Search, most: usize, moment: Moment<'_>) -> Option<Told> {
        for _ in 0..most {
            let Some(place) = search.ahead.pop() else {
                break;
            };
            let Some(record) = self.screening.units.get(place).map(|unit| unit.record) else {
                continue;
            };
            let text = self.reader.text(&self.session.folder, record);
            if search.words.all_in(&text.searched()) && self.waits(place) {
                search.ahead.clear();
                self.lineup.show(place);
                self.shown_since = moment.since;
                return Some(Told::Moved(format!("Found \"{}\".", search.text)));
            }
        }
        let is_over = search.ahead.is_empty();
        is_over.then(|| {
            let text = &search.text;
            Told::Refused(format!("No other report that waits has \"{text}\"."))
        })
    }
}
