//! Why a file does not read, in plain words: the messages of the reader speak of variants and types.

/// A message in plain words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread {
    /// The key, where the message names one.
    pub(super) field: Option<String>,
    /// What was found.
    pub(super) found: Option<String>,
    /// What is wrong.
    pub(super) problem: String,
    /// What to do.
    pub(super) help: String,
    /// The words or keys that would do.
    pub(super) known: Vec<String>,
}

const FORMAT: &str = "The format is described by protocols/schema.json.";

/// What the reader expects, and what that is called here.
const EXPECTED: &[(&str, &str)] = &[
    ("a string", "a text in quotation marks"),
    ("string", "a text in quotation marks"),
    ("u32", "a whole number of at least 0"),
    ("u64", "a whole number of at least 0"),
    ("f64", "a number"),
    ("a boolean", "true or false"),
    ("a sequence", "a list in square brackets"),
    ("a map", "a table"),
];

/// A message of the reader in plain words.
pub(super) fn unread(message: &str) -> Unread {
    let message = message.trim_end_matches('.').replace('\n', "; ");
    let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first = || named.first().map(|name| (*name).to_owned());
    let known = || {
        let rest = named.iter().skip(1);
        rest.map(|name| (*name).to_owned()).collect::<Vec<_>>()
    };
    let mut plain = Unread {
        field: None,
        found: None,
        problem: message.clone(),
        help: FORMAT.to_owned(),
        known: Vec::new(),
    };
    if message.starts_with("unknown variant") {
        plain.found = first();
        plain.problem = "this word is not known here".to_owned();
        plain.known = known();
        plain.help = format!("Use one of: {}.", plain.known.join(", "));
    } else if message.starts_with("unknown field") {
        plain.field = first();
        plain.problem = "there is no such key here".to_owned();
        plain.known = known();
        plain.help = format!("The keys here are: {}.", plain.known.join(", "));
    } else if message.starts_with("missing field") {
        plain.field = first();
        plain.problem = "this key is missing".to_owned();
        plain.help = format!("Add it. {FORMAT}");
    } else if message.starts_with("invalid ")
        && let Some((found, expected)) = message.split_once(", expected ")
    {
        plain.found = Some(of_what(found, &named));
        plain.problem = format!("expected {}", expectation(expected));
    }
    plain
}

/// The value in a message such as ``invalid type: integer `1` ``.
fn of_what(text: &str, named: &[&str]) -> String {
    let kind = text.split_once(": ").map_or(text, |(_, kind)| kind);
    match (kind, named.first()) {
        ("sequence", _) => "a list".to_owned(),
        ("map", _) => "a table".to_owned(),
        (_, Some(value)) => (*value).to_owned(),
        (quoted, None) => quoted
            .trim_start_matches("string ")
            .trim_matches('"')
            .to_owned(),
    }
}

fn expectation(expected: &str) -> String {
    let known = EXPECTED.iter().find(|(reader, _)| *reader == expected);
    match known {
        Some((_, words)) => (*words).to_owned(),
        None if expected.starts_with("struct ") => "a table".to_owned(),
        None => expected.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::unread;

    #[test]
    fn messages_of_the_reader_are_put_in_plain_words() {
        let word = unread("unknown variant `sure`, expected one of `confirmed`, `site`");
        assert_eq!(word.found.as_deref(), Some("sure"));
        assert_eq!(word.help, "Use one of: confirmed, site.");
        let key = unread("unknown field `colour`, expected `id` or `name`");
        assert_eq!(key.field.as_deref(), Some("colour"));
        assert_eq!(key.known, ["id", "name"]);
        let number = unread("invalid value: integer `-1`, expected u32");
        assert_eq!(number.found.as_deref(), Some("-1"));
        assert_eq!(number.problem, "expected a whole number of at least 0");
        let text = unread("invalid type: string \"five\", expected u32");
        assert_eq!(text.found.as_deref(), Some("five"));
        let gone = unread("missing field `id`\n");
        assert_eq!(gone.problem, "this key is missing");
        assert_eq!(unread("unclosed string").problem, "unclosed string");
    }
}
