//! Which reports are of one study.

use std::collections::HashMap;

use crate::log::{Entry, Event, Link, State, standing};
use crate::screen::Screening;

/// Whether two reports that are linked so report the same study.
///
/// Parts of a series, comments, retractions and updates are works of their own.
#[must_use]
pub fn joins_study(link: Link) -> bool {
    match link {
        Link::SameStudy
        | Link::AbstractOf
        | Link::ErratumFor
        | Link::PreprintOf
        | Link::RegistrationOf
        | Link::TranslationOf
        | Link::OtherVersion
        | Link::Republished => true,
        Link::CommentOn | Link::RetractionOf | Link::UpdateOf | Link::PartOfSeries => false,
    }
}

/// Reports by study: those of one study lead to the same place.
#[derive(Debug, Default)]
pub(super) struct Studies {
    above: HashMap<usize, usize>,
}

impl Studies {
    /// Reads names of studies, of which the last list of reports counts, and links.
    pub(super) fn of(entries: &[Entry], state: &State, screening: &Screening) -> Self {
        let mut named = HashMap::new();
        for (_, _, event) in standing(entries) {
            if let Event::StudyNamed { study, records } = event {
                named.insert(study.as_str(), records);
            }
        }
        let mut studies = Self::default();
        for records in named.values() {
            let mut places = records.iter().filter_map(|own| screening.place(*own));
            if let Some(first) = places.next() {
                places.for_each(|place| studies.join(first, place));
            }
        }
        for link in state.links.iter().filter(|link| joins_study(link.link)) {
            if let (Some(a), Some(b)) = (screening.place(link.a), screening.place(link.b)) {
                studies.join(a, b);
            }
        }
        studies
    }

    /// The place that stands for the study of a report.
    pub(super) fn of_report(&self, place: usize) -> usize {
        let mut at = place;
        while let Some(&above) = self.above.get(&at) {
            at = above;
        }
        at
    }

    /// The smaller place stands for both, whatever the order of joining.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of_report(a), self.of_report(b));
        if a != b {
            self.above.insert(a.max(b), a.min(b));
        }
    }
}
