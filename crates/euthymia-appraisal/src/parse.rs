//! Reading the language of rules.

use crate::condition::{Condition, ConditionError};

/// Brackets and "not" inside each other, at most.
const DEPTH_MAX: usize = 32;

pub(crate) fn condition(text: &str) -> Result<Condition, ConditionError> {
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        depth: 0,
    };
    let read = reader.any();
    let read = read.and_then(|condition| match reader.tokens.first() {
        None => Ok(condition),
        Some(more) => Err(format!("\"{more}\" is too much")),
    });
    read.map_err(|what| ConditionError {
        text: text.to_owned(),
        what,
    })
}

/// Words and signs.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        let is_sign = matches!(letter, '(' | ')' | '[' | ']' | ',' | '|');
        if !is_sign && !letter.is_whitespace() {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if is_sign {
            tokens.push(letter.to_string());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

struct Reader<'t> {
    tokens: &'t [String],
    depth: usize,
}

type Read<T> = Result<T, String>;

impl<'t> Reader<'t> {
    fn any(&mut self) -> Read<Condition> {
        let mut parts = vec![self.all()?];
        while self.takes("or") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Read<Condition> {
        let mut parts = vec![self.part()?];
        while self.takes("and") {
            parts.push(self.part()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn part(&mut self) -> Read<Condition> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("too many brackets inside each other".to_owned());
        }
        let read = self.inner();
        self.depth -= 1;
        read
    }

    fn inner(&mut self) -> Read<Condition> {
        if self.takes("(") {
            let inside = self.any()?;
            self.need(")")?;
            return Ok(inside);
        }
        let first = self.next("a test")?;
        match first {
            "not" => Ok(Condition::Not(Box::new(self.part()?))),
            "always" => Ok(Condition::Always),
            "points" => self.points(),
            "some" => {
                self.need("domain")?;
                self.domains(Some(1))
            }
            "all" => {
                self.need("domains")?;
                self.domains(None)
            }
            "at" => self.at_least(),
            "domain" => {
                let domain = self.name("the identifier of a domain")?;
                let words = self.words()?;
                Ok(Condition::Judged { domain, words })
            }
            question if is_name(question) => {
                let question = question.to_owned();
                let words = self.words()?;
                Ok(Condition::Answer { question, words })
            }
            other => Err(format!("\"{other}\" begins no test")),
        }
    }

    fn at_least(&mut self) -> Read<Condition> {
        self.need("least")?;
        let at_least = self.number()?;
        if self.takes("of") {
            let of = self.list()?;
            let words = self.words()?;
            return Ok(Condition::Answers {
                at_least,
                of,
                words,
            });
        }
        if !self.takes("domain") {
            self.need("domains")?;
        }
        self.domains(Some(at_least))
    }

    fn domains(&mut self, at_least: Option<usize>) -> Read<Condition> {
        let words = self.words()?;
        Ok(Condition::Domains { at_least, words })
    }

    fn points(&mut self) -> Read<Condition> {
        self.need("of")?;
        let of = self.list()?;
        self.need("at")?;
        self.need("least")?;
        let at_least = self.number()?;
        Ok(Condition::Points { at_least, of })
    }

    /// `is yes|no`.
    fn words(&mut self) -> Read<Vec<String>> {
        if !self.takes("are") {
            self.need("is")?;
        }
        let mut words = vec![self.name("a word")?];
        while self.takes("|") {
            words.push(self.name("a word")?);
        }
        Ok(words)
    }

    /// `[2, 4, 7]`.
    fn list(&mut self) -> Read<Vec<String>> {
        self.need("[")?;
        let mut names = vec![self.name("a question")?];
        while self.takes(",") {
            names.push(self.name("a question")?);
        }
        self.need("]")?;
        Ok(names)
    }

    fn number(&mut self) -> Read<usize> {
        let text = self.next("a number")?;
        text.parse()
            .map_err(|_| format!("\"{text}\" is no whole number"))
    }

    fn name(&mut self, what: &str) -> Read<String> {
        let text = self.next(what)?;
        match is_name(text) {
            true => Ok(text.to_owned()),
            false => Err(format!("\"{text}\" stands where {what} should")),
        }
    }

    fn next(&mut self, what: &str) -> Read<&'t str> {
        let (first, rest) = self
            .tokens
            .split_first()
            .ok_or_else(|| format!("it ends where {what} should come"))?;
        self.tokens = rest;
        Ok(first)
    }

    fn need(&mut self, wanted: &str) -> Read<()> {
        match self.takes(wanted) {
            true => Ok(()),
            false => Err(match self.tokens.first() {
                Some(found) => format!("\"{found}\" stands where \"{wanted}\" should"),
                None => format!("it ends where \"{wanted}\" should come"),
            }),
        }
    }

    fn takes(&mut self, wanted: &str) -> bool {
        match self.tokens.split_first() {
            Some((first, rest)) if first == wanted => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }
}

fn one_or(mut parts: Vec<Condition>, more: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            more(parts)
        }
        (_, None) => more(parts),
    }
}

/// Letters, digits, dots, hyphens and underlines.
pub(crate) fn is_name(text: &str) -> bool {
    const KEPT: [&str; 9] = [
        "and", "or", "not", "is", "are", "always", "points", "some", "all",
    ];
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    !text.is_empty() && text.chars().all(fits) && !KEPT.contains(&text)
}
