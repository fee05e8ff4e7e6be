//! What ESearch answers.

use serde_json::Value;

/// Where the history server keeps a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// `WebEnv`.
    pub web_env: String,
    /// `query_key`.
    pub query_key: String,
}

/// How many records a search has, and how PubMed understood it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Number of records.
    pub count: u64,
    /// Where they are kept; a search without a record may have no place.
    pub history: Option<History>,
    /// The search as PubMed ran it.
    pub translation: Option<String>,
    /// What PubMed could not find or left out, in words.
    pub warnings: Vec<String>,
}

/// Why an answer of ESearch is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// The server's own words.
    #[error("{0}")]
    Said(String),
    /// Not the documented form.
    #[error("the answer is not what ESearch documents ({0})")]
    Form(&'static str),
}

/// The lists of `errorlist` and `warninglist`, and what each means.
const LISTS: [(&str, &str, &str); 5] = [
    ("errorlist", "phrasesnotfound", "not found: "),
    ("errorlist", "fieldsnotfound", "no such field: "),
    ("warninglist", "phrasesignored", "left out: "),
    (
        "warninglist",
        "quotedphrasesnotfound",
        "quoted phrase not found, searched as single words: ",
    ),
    ("warninglist", "outputmessages", ""),
];

impl Found {
    /// Reads the JSON of ESearch.
    ///
    /// # Errors
    /// The server's error, or an answer without a count, or with records and no place on the
    /// history server.
    ///
    /// # Example
    /// ```
    /// use euthymia_entrez::Found;
    /// let answer = r#"{"esearchresult":{"count":"2","querykey":"1","webenv":"MCID_1",
    ///     "querytranslation":"ketamine[All Fields]"}}"#;
    /// let found = Found::read(answer).unwrap();
    /// assert_eq!(found.count, 2);
    /// assert_eq!(found.translation.as_deref(), Some("ketamine[All Fields]"));
    /// ```
    pub fn read(answer: &str) -> Result<Self, NotFound> {
        // The service lets raw control characters slip into its strings.
        let clean: String = answer
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let answer: Value =
            serde_json::from_str(&clean).map_err(|_| NotFound::Form("it is not JSON"))?;
        if let Some(said) = text(&answer, "error") {
            return Err(NotFound::Said(said));
        }
        let result = answer
            .get("esearchresult")
            .ok_or(NotFound::Form("no esearchresult"))?;
        if let Some(said) = text(result, "ERROR") {
            return Err(NotFound::Said(said));
        }
        let count = text(result, "count")
            .and_then(|count| count.parse().ok())
            .ok_or(NotFound::Form("no count"))?;
        let found = Self {
            count,
            history: history(result),
            translation: text(result, "querytranslation"),
            warnings: warnings(result),
        };
        if found.count > 0 && found.history.is_none() {
            return Err(NotFound::Form("no WebEnv or query key"));
        }
        Ok(found)
    }
}

/// A member that is a text with something in it, or a number.
fn text(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn history(result: &Value) -> Option<History> {
    Some(History {
        web_env: text(result, "webenv")?,
        query_key: text(result, "querykey")?,
    })
}

fn warnings(result: &Value) -> Vec<String> {
    let mut warnings = Vec::new();
    for (group, list, meaning) in LISTS {
        let entries = result.get(group).and_then(|group| group.get(list));
        let entries = entries.and_then(Value::as_array).into_iter().flatten();
        let texts = entries.filter_map(Value::as_str);
        warnings.extend(texts.map(|text| format!("{meaning}{text}")));
    }
    warnings
}
