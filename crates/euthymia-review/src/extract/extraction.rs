//! What was taken from reports: the fold over the log.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::form::Form;
use super::place::Place;
use crate::log::{Cell, Entry, EventId, Extracted, Time, standing};
use crate::{Event, RecordId};

/// What was taken from the reports of all studies.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    studies: Vec<Study>,
    forms: Vec<FormState>,
    taken: Vec<Taken>,
    settled: Vec<Taken>,
    findings: Vec<Finding>,
}

/// A study and its reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// Its short name.
    pub name: String,
    /// A record of each of its reports.
    pub records: Vec<RecordId>,
}

/// A form with all its versions.
#[derive(Debug, Clone)]
pub struct FormState {
    /// Its name.
    pub name: String,
    /// Its versions, the last one last; at least one.
    pub versions: Vec<Version>,
}

/// A version of a form.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its name: see [`Form::version_of`].
    pub version: String,
    /// Its text.
    pub text: String,
    /// The form; `None` for a text that cannot be read.
    pub form: Option<Form>,
}

/// What one person entered for a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The event.
    pub event: EventId,
    /// Who.
    pub by: String,
    /// When.
    pub time: Time,
    /// What.
    pub extracted: Extracted,
}

impl FormState {
    /// The form as it is now: the last version that can be read.
    pub fn now(&self) -> Option<&Form> {
        let mut versions = self.versions.iter().rev();
        versions.find_map(|version| version.form.as_ref())
    }

    /// The text of the last version.
    pub fn text(&self) -> &str {
        self.versions.last().map_or("", |version| &version.text)
    }

    /// A version by its name.
    pub fn version(&self, name: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.version == name)
    }
}

impl Extraction {
    /// Reads a log.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::extract::Extraction;
    /// assert_eq!(Extraction::of(&[]).studies().len(), 0);
    /// ```
    pub fn of(entries: &[Entry]) -> Self {
        let mut extraction = Self::default();
        for (entry, event, what) in standing(entries) {
            extraction.take(entry, event, what);
        }
        extraction.look_back();
        extraction
    }

    /// Studies in the order in which they were first named.
    pub fn studies(&self) -> &[Study] {
        &self.studies
    }

    /// A study by its name.
    pub fn study(&self, name: &str) -> Option<&Study> {
        self.studies.iter().find(|study| study.name == name)
    }

    /// The study that a record is a report of.
    pub fn study_of(&self, record: RecordId) -> Option<&Study> {
        let has = |study: &&Study| study.records.contains(&record);
        self.studies.iter().find(has)
    }

    /// Forms in the order in which they were first entered.
    pub fn forms(&self) -> &[FormState] {
        &self.forms
    }

    /// A form by its name.
    pub fn form(&self, name: &str) -> Option<&FormState> {
        self.forms.iter().find(|form| form.name == name)
    }

    /// What each person took from a study with a form: the last of each, in the order in which they
    /// first did.
    pub fn taken(&self, study: &str, form: &str) -> Vec<&Taken> {
        of(&self.taken, study, form)
    }

    /// What was settled of a study and a form, value by value: the last of each place.
    pub fn settled(&self, study: &str, form: &str) -> BTreeMap<&str, (&Taken, &Cell)> {
        let mut cells = BTreeMap::new();
        for taken in of(&self.settled, study, form) {
            for (place, cell) in &taken.extracted.cells {
                cells.insert(place.as_str(), (taken, cell));
            }
        }
        cells
    }

    /// Studies and forms of which values were taken, in order.
    pub fn sheets(&self) -> Vec<(&str, &str)> {
        let mut sheets: Vec<(&str, &str)> = Vec::new();
        for taken in self.taken.iter().chain(&self.settled) {
            let sheet = (
                taken.extracted.study.as_str(),
                taken.extracted.form.as_str(),
            );
            if !sheets.contains(&sheet) {
                sheets.push(sheet);
            }
        }
        sheets
    }

    /// What a person should look at.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn take(&mut self, entry: &Entry, event: EventId, what: &Event) {
        match what {
            Event::StudyNamed { study, records } => self.name(study, records),
            Event::FormEntered { form, text } => self.enter(form, text),
            Event::Extracted(extracted) => {
                let taken = taken(entry, event, extracted);
                let is_same = |own: &&mut Taken| {
                    own.by == taken.by
                        && own.extracted.study == taken.extracted.study
                        && own.extracted.form == taken.extracted.form
                };
                match self.taken.iter_mut().find(is_same) {
                    Some(own) => *own = taken,
                    None => self.taken.push(taken),
                }
            }
            Event::Adjudicated(extracted) => self.settled.push(taken(entry, event, extracted)),
            _ => {}
        }
    }

    fn name(&mut self, name: &str, records: &[RecordId]) {
        let mut unique: Vec<RecordId> = Vec::with_capacity(records.len());
        for record in records {
            if !unique.contains(record) {
                unique.push(*record);
            }
        }
        let study = Study {
            name: name.to_owned(),
            records: unique,
        };
        match self.studies.iter_mut().find(|own| own.name == name) {
            Some(own) => *own = study,
            None => self.studies.push(study),
        }
    }

    fn enter(&mut self, name: &str, text: &str) {
        let read = Form::read(name, text);
        if let Err(wrong) = &read {
            let what = wrong.first().map(ToString::to_string);
            self.findings.push(Finding::BrokenForm {
                form: name.to_owned(),
                what: what.unwrap_or_default(),
            });
        }
        let version = Version {
            version: Form::version_of(text),
            text: text.to_owned(),
            form: read.ok(),
        };
        match self.forms.iter_mut().find(|own| own.name == name) {
            Some(own) => {
                own.versions
                    .retain(|other| other.version != version.version);
                own.versions.push(version);
            }
            None => self.forms.push(FormState {
                name: name.to_owned(),
                versions: vec![version],
            }),
        }
    }

    /// What only the whole shows.
    fn look_back(&mut self) {
        let mut findings = self.shared_reports();
        for taken in self.taken.iter().chain(&self.settled) {
            findings.extend(self.unknown(taken));
        }
        for (study, form) in self.sheets() {
            findings.extend(self.old_versions(study, form));
            findings.extend(self.lonely_items(study, form));
            findings.extend(self.late(study, form));
        }
        self.findings.extend(findings);
    }

    fn shared_reports(&self) -> Vec<Finding> {
        let mut of: BTreeMap<RecordId, &str> = BTreeMap::new();
        let mut findings = Vec::new();
        for study in &self.studies {
            for record in &study.records {
                if let Some(other) = of.insert(*record, &study.name) {
                    findings.push(Finding::SharedReport {
                        record: *record,
                        a: other.to_owned(),
                        b: study.name.clone(),
                    });
                }
            }
        }
        findings
    }

    fn unknown(&self, taken: &Taken) -> Vec<Finding> {
        let (study, form) = (&taken.extracted.study, &taken.extracted.form);
        let mut findings = Vec::new();
        if self.study(study).is_none() {
            findings.push(Finding::NoStudy {
                event: taken.event,
                study: study.clone(),
                by: taken.by.clone(),
            });
        }
        if self.form(form).is_none() {
            findings.push(Finding::NoForm {
                event: taken.event,
                form: form.clone(),
                study: study.clone(),
                by: taken.by.clone(),
            });
        }
        findings
    }

    /// Who filled in another version than the last one, and what differs.
    fn old_versions(&self, study: &str, name: &str) -> Vec<Finding> {
        let Some(now) = self.form(name).and_then(FormState::now) else {
            return Vec::new();
        };
        let all = self.taken(study, name).into_iter();
        let old = all.filter(|own| own.extracted.version != now.version);
        let finding = |taken: &Taken| {
            let version = &taken.extracted.version;
            let before = self.form(name).and_then(|form| form.version(version));
            let before = before.and_then(|own| own.form.as_ref());
            Finding::OldForm {
                study: study.to_owned(),
                form: name.to_owned(),
                by: taken.by.clone(),
                version: version.clone(),
                gone: before.map_or_else(Vec::new, |before| not_in(before, now)),
                new: before.map_or_else(Vec::new, |before| not_in(now, before)),
            }
        };
        old.map(finding).collect()
    }

    fn lonely_items(&self, study: &str, form: &str) -> Vec<Finding> {
        let all: Vec<&Taken> = self.taken(study, form);
        if all.len() < 2 {
            return Vec::new();
        }
        let mut items: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for taken in &all {
            for item in items_of(taken) {
                items.entry(item).or_default().push(&taken.by);
            }
        }
        let settled = self.settled(study, form);
        let is_settled = |item: &str| {
            let start = format!("{item}/");
            settled.keys().any(|place| place.starts_with(&start))
        };
        let lonely = items.into_iter().filter_map(|(item, by)| match by[..] {
            [by] if !is_settled(&item) => Some(Finding::LonelyItem {
                study: study.to_owned(),
                item,
                by: by.to_owned(),
            }),
            _ => None,
        });
        lonely.collect()
    }

    fn late(&self, study: &str, form: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let settled = self.settled(study, form);
        for taken in self.taken(study, form) {
            for (place, cell) in &taken.extracted.cells {
                let Some((before, counts)) = settled.get(place.as_str()) else {
                    continue;
                };
                let is_later = (taken.time, taken.event) > (before.time, before.event);
                if is_later && counts.value != cell.value {
                    findings.push(Finding::Late {
                        study: study.to_owned(),
                        place: place.clone(),
                        by: taken.by.clone(),
                    });
                }
            }
        }
        findings
    }
}

fn taken(entry: &Entry, event: EventId, extracted: &Extracted) -> Taken {
    Taken {
        event,
        by: entry.author.clone(),
        time: entry.time,
        extracted: extracted.clone(),
    }
}

fn of<'t>(all: &'t [Taken], study: &str, form: &str) -> Vec<&'t Taken> {
    let is_meant = |own: &&Taken| own.extracted.study == study && own.extracted.form == form;
    all.iter().filter(is_meant).collect()
}

/// Items that somebody has, at every depth.
fn items_of(taken: &Taken) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for place in taken.extracted.cells.keys() {
        if let Ok(mut place) = place.parse::<Place>() {
            while !place.steps.is_empty() {
                items.insert(place.item());
                place.steps.pop();
            }
        }
    }
    items
}

/// Fields of a form that another one does not have, by their paths.
fn not_in(form: &Form, other: &Form) -> Vec<String> {
    let path = |(group, field): &(String, &super::field::Field)| match group.is_empty() {
        true => field.id.clone(),
        false => format!("{group}/{}", field.id),
    };
    let there: BTreeSet<String> = other.all_fields().iter().map(path).collect();
    let own = form.all_fields();
    let paths = own.iter().map(path);
    paths.filter(|path| !there.contains(path)).collect()
}
