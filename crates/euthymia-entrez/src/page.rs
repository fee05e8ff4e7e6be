//! A page of records as EFetch sends it, held against its own end.

/// The most records of one page: the history server gives out no more of a PubMed search.
pub const PAGE_MAX: u32 = 9_999;

const END: &str = "</PubmedArticleSet>";
const KINDS: [&str; 2] = ["PubmedArticle", "PubmedBookArticle"];

/// A whole page: head, records, end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// Everything up to and with the start of `PubmedArticleSet`.
    pub head: &'a str,
    /// What is between start and end.
    pub body: &'a str,
    /// The PMID of each record; `None` for a record without.
    pub pmids: Vec<Option<u64>>,
}

/// Why a page is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPage {
    /// The server's own words.
    #[error("{0}")]
    Said(String),
    /// A web page.
    #[error("the answer is a web page, not XML of PubMed")]
    Html,
    /// Cut, or joined wrongly.
    #[error("the XML ends before its end")]
    Truncated,
    /// Something else.
    #[error("the answer is not XML of PubMed")]
    Other,
}

impl<'a> Page<'a> {
    /// Finds the records of a page. The end must be there, and every record must end.
    ///
    /// # Errors
    /// [`NotAPage`].
    ///
    /// # Example
    /// ```
    /// use euthymia_entrez::Page;
    /// let text = "<PubmedArticleSet><PubmedArticle><PMID>7</PMID></PubmedArticle></PubmedArticleSet>";
    /// assert_eq!(Page::read(text).unwrap().pmids, [Some(7)]);
    /// assert!(Page::read(&text[..60]).is_err());
    /// ```
    pub fn read(text: &'a str) -> Result<Self, NotAPage> {
        let Some((before, rest)) = after_tag(text, "PubmedArticleSet") else {
            return Err(no_page(text));
        };
        let (body, after) = rest.rsplit_once(END).ok_or(NotAPage::Truncated)?;
        if !after.trim().is_empty() || body.contains(END) {
            return Err(NotAPage::Truncated);
        }
        Ok(Self {
            head: before,
            body,
            pmids: records(body)?,
        })
    }
}

/// The text up to and with the first start tag of this name, and the rest.
fn after_tag<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let (at, _) = next_tag(text, &[name])?;
    let close = text.get(at..)?.find('>')?;
    text.split_at_checked(at + close + 1)
}

/// Where the next start tag with one of these names is, and which.
fn next_tag<'n>(text: &str, names: &[&'n str]) -> Option<(usize, &'n str)> {
    text.match_indices('<').find_map(|(at, _)| {
        let inside = text.get(at + 1..)?;
        let named = |name: &&&str| {
            let after = inside.strip_prefix(**name);
            after.is_some_and(|after| after.starts_with(['>', ' ', '\t', '\n', '\r']))
        };
        names.iter().find(named).map(|name| (at, *name))
    })
}

fn records(body: &str) -> Result<Vec<Option<u64>>, NotAPage> {
    let mut pmids = Vec::new();
    let mut rest = body;
    while let Some((at, name)) = next_tag(rest, &KINDS) {
        let (between, record) = rest.split_at_checked(at + 1).ok_or(NotAPage::Truncated)?;
        let end = format!("</{name}>");
        let (inside, after) = record.split_once(&end).ok_or(NotAPage::Truncated)?;
        if has_end(between) || has_end(inside) || next_tag(inside, &KINDS).is_some() {
            return Err(NotAPage::Truncated);
        }
        pmids.push(pmid(inside));
        rest = after;
    }
    if has_end(rest) {
        return Err(NotAPage::Truncated);
    }
    Ok(pmids)
}

/// True when a record ends here that did not begin here.
fn has_end(text: &str) -> bool {
    let ends = |name: &&str| text.contains(&format!("</{name}>"));
    KINDS.iter().any(ends)
}

/// The first PMID of a record is its own.
fn pmid(record: &str) -> Option<u64> {
    let (_, rest) = after_tag(record, "PMID")?;
    rest.split('<').next()?.trim().parse().ok()
}

fn no_page(text: &str) -> NotAPage {
    if let Some((_, rest)) = after_tag(text, "ERROR") {
        let said = rest.split("</ERROR>").next().unwrap_or_default();
        return NotAPage::Said(said.trim().to_owned());
    }
    let start: String = text.chars().take(1000).collect::<String>().to_lowercase();
    if start.contains("<html") || start.contains("<!doctype html") {
        return NotAPage::Html;
    }
    if start.trim_start().starts_with("<?xml") || start.trim().is_empty() {
        return NotAPage::Truncated;
    }
    NotAPage::Other
}
