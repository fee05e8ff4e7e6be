//! Parts that many resources share, read from JSON.

use crate::{Problem, bundle::Coding, moment::Moment};
use euthymia_clinical::twelve_months::Days;
use jiff::civil::Date;
use serde_json::Value;

/// One resource, and where its problems go.
pub(crate) struct Reader<'a> {
    /// The resource.
    pub(crate) resource: &'a Value,
    problems: &'a mut Vec<Problem>,
}

/// `Type/id`, as a problem names a resource.
pub(crate) fn name(resource: &Value) -> String {
    let part = |key| resource[key].as_str().unwrap_or("?");
    format!("{}/{}", part("resourceType"), part("id"))
}

/// A field as text; empty where there is none.
pub(crate) fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The codings of a `CodeableConcept`. One without a code says nothing and is left out.
pub(crate) fn codings(concept: &Value) -> Vec<Coding> {
    let coding = |value: &Value| {
        let code = value["code"].as_str()?;
        Some(Coding {
            system: text(value, "system"),
            code: code.to_owned(),
        })
    };
    let list = concept["coding"].as_array();
    list.into_iter().flatten().filter_map(coding).collect()
}

impl<'a> Reader<'a> {
    pub(crate) fn new(resource: &'a Value, problems: &'a mut Vec<Problem>) -> Self {
        Self { resource, problems }
    }

    pub(crate) fn report(&mut self, message: impl Into<String>) {
        self.problems.push(Problem {
            resource: name(self.resource),
            message: message.into(),
        });
    }

    /// A date or time. `Err` where there is one that cannot be read, which is then reported.
    fn moment(&mut self, value: &Value, path: &str) -> Result<Option<Moment>, Unreadable> {
        if value.is_null() {
            return Ok(None);
        }
        let read = match value.as_str() {
            Some(text) => Moment::parse(text).map_err(|error| error.to_string()),
            None => Err(format!("{value} is not a date")),
        };
        read.map(Some).map_err(|why| {
            self.report(format!("{path}: {why}; not used"));
            Unreadable
        })
    }

    /// A field that holds one date, as `birthDate`; `None` where there is none to read.
    pub(crate) fn date(&mut self, key: &str) -> Option<Date> {
        let resource = self.resource;
        let read = self.moment(&resource[key], key);
        read.ok().flatten().map(|moment| moment.date)
    }

    /// The ends of `<stem>DateTime`, `<stem>Instant` or `<stem>Period`, both `None` where there is
    /// none of them. Any other form of the element, as `onsetAge`, is reported.
    fn ends(&mut self, stem: &str) -> Result<Ends, Unreadable> {
        let resource = self.resource;
        for form in ["DateTime", "Instant"] {
            let key = format!("{stem}{form}");
            if let Some(moment) = self.moment(&resource[&key], &key)? {
                return Ok((Some(moment), Some(moment)));
            }
        }
        let key = format!("{stem}Period");
        if !resource[&key].is_null() {
            return self.period(&key);
        }
        if let Some(other) = forms(resource, stem).next() {
            let message = format!("{other} is a form of {stem} that is not read; not used");
            self.report(message);
            return Err(Unreadable);
        }
        Ok((None, None))
    }

    fn period(&mut self, key: &str) -> Result<Ends, Unreadable> {
        let period = &self.resource[key];
        let first = self.moment(&period["start"], &format!("{key}.start"))?;
        let last = self.moment(&period["end"], &format!("{key}.end"))?;
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            self.report(format!("{key} ends before it starts; not used"));
            return Err(Unreadable);
        }
        Ok((first, last))
    }

    /// The days of a field that is a period; `None` where they cannot be read.
    pub(crate) fn days_of_period(&mut self, key: &str) -> Option<Days> {
        self.period(key).ok().map(days)
    }

    /// The days of an element with a choice of forms, and its first moment; `None` where they cannot
    /// be read.
    pub(crate) fn days_of_choice(&mut self, stem: &str) -> Option<(Days, Option<Moment>)> {
        let ends = self.ends(stem).ok()?;
        Some((days(ends), ends.0))
    }

    /// From onset to abatement; open where one is not given, `None` where one cannot be read.
    pub(crate) fn onset_to_abatement(&mut self) -> Option<Days> {
        let (onset, abatement) = (self.ends("onset"), self.ends("abatement"));
        let span = days((onset.ok()?.0, abatement.ok()?.1));
        if let (Some(first), Some(last)) = (span.first, span.last)
            && last < first
        {
            self.report("abatement is before onset; not used");
            return None;
        }
        Some(span)
    }
}

/// First and last moment.
type Ends = (Option<Moment>, Option<Moment>);

/// A value that was there and could not be read; it has been reported.
struct Unreadable;

fn days((first, last): Ends) -> Days {
    Days {
        first: first.map(|moment| moment.date),
        last: last.map(|moment| moment.date),
    }
}

/// The fields of a resource that are forms of `<stem>[x]`.
pub(crate) fn forms<'a>(resource: &'a Value, stem: &'a str) -> impl Iterator<Item = &'a str> {
    let keys = resource.as_object().into_iter().flat_map(|map| map.keys());
    keys.map(String::as_str).filter(move |key| {
        let form = key.strip_prefix(stem);
        form.is_some_and(|form| form.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}
