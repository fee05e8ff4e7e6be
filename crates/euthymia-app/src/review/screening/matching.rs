//! Which report of the library a record from elsewhere is.

use crate::error::AppError;
use crate::review::library::{Progress, for_each_record};
use crate::review::session::Session;
use euthymia_review::dedupe::Candidate;
use euthymia_review::{ImportId, Record, RecordId, Screening};
use std::collections::HashMap;

/// The title of a record, or that it has none.
pub(in crate::review) fn title_words(record: &Record) -> String {
    let title = record.title.as_deref();
    title.unwrap_or("(no title)").to_owned()
}

/// What names the reports of a library, each with their places among the reports.
#[derive(Debug, Default)]
pub(in crate::review) struct Library {
    dois: HashMap<String, Vec<usize>>,
    pmids: HashMap<u64, Vec<usize>>,
    titles: HashMap<String, Vec<(usize, Option<u16>)>>,
}

/// What was found of a record from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::review) enum Match {
    /// One report, and by what.
    One(usize, &'static str),
    /// Several may be meant.
    Several(Vec<usize>),
    /// None.
    Nothing,
}

impl Library {
    /// # Errors
    /// [`AppError`] when a file of the review is damaged.
    pub(in crate::review) fn of(
        session: &Session,
        screening: &Screening,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, AppError> {
        let mut library = Self::default();
        for_each_record(session, progress, &mut |id, reading| {
            if let (Some(place), Some(record)) = (screening.place(id), reading.record) {
                library.add(place, &Candidate::of(id, &record));
            }
            Ok(())
        })?;
        Ok(library)
    }

    fn add(&mut self, place: usize, own: &Candidate) {
        fn put<K: std::hash::Hash + Eq>(
            map: &mut HashMap<K, Vec<usize>>,
            key: Option<K>,
            at: usize,
        ) {
            let Some(key) = key else { return };
            let places = map.entry(key).or_default();
            if !places.contains(&at) {
                places.push(at);
            }
        }
        put(&mut self.dois, own.doi().map(str::to_owned), place);
        put(&mut self.pmids, own.pmid, place);
        if let Some(title) = own.title() {
            let places = self.titles.entry(title.to_owned()).or_default();
            if !places.contains(&(place, own.year)) {
                places.push((place, own.year));
            }
        }
    }

    /// By DOI, else by PubMed number, else by title; where several have the title, by the year.
    pub(in crate::review) fn find(&self, record: &Record) -> Match {
        let nowhere = RecordId {
            import: ImportId(0),
            number: 1,
        };
        let wanted = Candidate::of(nowhere, record);
        let by_number = [
            (wanted.doi().and_then(|doi| self.dois.get(doi)), "DOI"),
            (wanted.pmid.and_then(|pmid| self.pmids.get(&pmid)), "PMID"),
        ];
        for (found, by) in by_number {
            match found.map(Vec::as_slice) {
                Some([only]) => return Match::One(*only, by),
                Some(several) => return Match::Several(several.to_vec()),
                None => {}
            }
        }
        let titled = wanted.title().and_then(|title| self.titles.get(title));
        titled.map_or(Match::Nothing, |found| by_title(found, wanted.year))
    }

    /// Titles as they are compared, with the places of their reports.
    pub(in crate::review) fn titles(&self) -> impl Iterator<Item = (&str, Vec<usize>)> {
        self.titles.iter().map(|(title, places)| {
            let mut places: Vec<usize> = places.iter().map(|(place, _)| *place).collect();
            places.dedup();
            (title.as_str(), places)
        })
    }
}

fn by_title(found: &[(usize, Option<u16>)], year: Option<u16>) -> Match {
    let places = |is_meant: &dyn Fn(Option<u16>) -> bool| {
        let meant = found.iter().filter(|(_, own)| is_meant(*own));
        let mut places: Vec<usize> = meant.map(|(place, _)| *place).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    // The electronic version may be a year older than the printed one.
    let near = |own: Option<u16>| match (own, year) {
        (Some(own), Some(year)) => own.abs_diff(year) <= 1,
        _ => true,
    };
    let same = |own: Option<u16>| own.is_some() && own == year;
    let near = places(&near);
    match near.as_slice() {
        [] => Match::Nothing,
        [only] => Match::One(*only, "title"),
        _ => match places(&same).as_slice() {
            [only] => Match::One(*only, "title"),
            _ => Match::Several(near),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Match, by_title};

    #[test]
    fn byhand_a_title_is_settled_by_its_year() {
        let two = [(4, Some(2019)), (7, Some(2020))];
        assert_eq!(by_title(&two, Some(2019)), Match::One(4, "title"));
        assert_eq!(by_title(&two, Some(2021)), Match::One(7, "title"));
        assert_eq!(by_title(&two, None), Match::Several(vec![4, 7]));
        assert_eq!(by_title(&two, Some(1990)), Match::Nothing);
        let copies = [(4, Some(2019)), (4, Some(2020))];
        assert_eq!(by_title(&copies, None), Match::One(4, "title"));
    }
}
