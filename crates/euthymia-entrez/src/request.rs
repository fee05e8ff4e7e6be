//! What is asked of a utility.

use jiff::civil::Date;

use crate::{Contact, History, Slice};

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// ESearch: how many records, kept on the history server.
    Search {
        /// The search in PubMed's syntax.
        term: String,
        /// Which part of it.
        slice: Slice,
    },
    /// EFetch: one page of records as XML.
    Page {
        /// Where the search is kept.
        history: History,
        /// The first record, from 0.
        start: u64,
        /// How many records.
        count: u64,
    },
}

impl Request {
    /// The file name of the utility.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Search { .. } => "esearch.fcgi",
            Self::Page { .. } => "efetch.fcgi",
        }
    }

    /// The name of the utility for people.
    pub fn utility(&self) -> &'static str {
        match self {
            Self::Search { .. } => "ESearch",
            Self::Page { .. } => "EFetch",
        }
    }

    /// The parameters.
    ///
    /// # Example
    /// ```
    /// use euthymia_entrez::{Contact, Request, Slice};
    /// let contact = Contact::new("euthymia", "librarian@example.org", None)?;
    /// let request = Request::Search { term: "ketamine".into(), slice: Slice::Whole };
    /// let form = request.form(&contact);
    /// assert!(form.contains(&("usehistory", "y".to_owned())));
    /// assert!(form.contains(&("email", "librarian@example.org".to_owned())));
    /// # Ok::<(), euthymia_entrez::EntrezError>(())
    /// ```
    pub fn form(&self, contact: &Contact) -> Vec<(&'static str, String)> {
        let mut form = vec![("db", "pubmed".to_owned())];
        match self {
            Self::Search { term, slice } => {
                form.extend(search(term, *slice));
                form.push(("usehistory", "y".to_owned()));
                form.push(("retmax", "0".to_owned()));
                form.push(("retmode", "json".to_owned()));
            }
            Self::Page {
                history,
                start,
                count,
            } => {
                form.push(("WebEnv", history.web_env.clone()));
                form.push(("query_key", history.query_key.clone()));
                form.push(("retstart", start.to_string()));
                form.push(("retmax", count.to_string()));
                form.push(("retmode", "xml".to_owned()));
            }
        }
        form.extend(contact.form());
        form
    }
}

fn search(term: &str, slice: Slice) -> Vec<(&'static str, String)> {
    match slice {
        Slice::Whole => vec![("term", term.to_owned())],
        Slice::Days { first, last } => {
            let mut form = vec![("term", term.to_owned())];
            form.extend(days(first, last));
            form
        }
        Slice::Pmids {
            day,
            first: low,
            last: high,
        } => {
            let mut form = vec![("term", format!("({term}) AND {low}:{high}[uid]"))];
            form.extend(days(day, day));
            form
        }
    }
}

fn days(first: Date, last: Date) -> [(&'static str, String); 3] {
    let text = |day: Date| format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day());
    [
        ("datetype", "edat".to_owned()),
        ("mindate", text(first)),
        ("maxdate", text(last)),
    ]
}
