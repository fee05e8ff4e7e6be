//! A tree as a platform writes it.

use super::parse::text;
use super::platform::Family;
use super::{Bool, Expr, Field, Heading, Limit, Platform, Term, rewrite, tags};

/// Writes a search as a platform does, with brackets wherever operators change.
///
/// What the platform cannot say is first rewritten by [`rewrite`]; ask it for the warnings. A
/// search of which nothing remains is an empty text.
///
/// # Example
/// ```
/// use euthymia_search::query::{Field, Platform, Term, Expr, print};
///
/// let term = Term::text("treatment resistant").unwrap().within(&Field::TITLE_ABSTRACT);
/// let search = Expr::Term(term);
/// assert_eq!(print(&search, Platform::OvidMedline), "\"treatment resistant\".ti,ab.");
/// assert_eq!(print(&search, Platform::Scopus), "TITLE-ABS(\"treatment resistant\")");
/// ```
#[must_use]
pub fn print(expr: &Expr, platform: Platform) -> String {
    let (expr, _) = rewrite(expr.clone(), platform, 1);
    expr.map_or_else(String::new, |expr| Printer { platform }.whole(&expr))
}

struct Printer {
    platform: Platform,
}

/// A list of searches cut into runs of the same fields, so that one tag serves a run.
enum Run<'a> {
    One(&'a Expr),
    Many(&'a [Expr], &'a [Field]),
}

impl Printer {
    /// A line: what stands outside all brackets.
    fn whole(&self, expr: &Expr) -> String {
        if self.platform.family() == Family::Ovid
            && let Expr::And(of) = expr
            && let Some((line, limits)) = limited(of)
        {
            let each: Vec<String> = limits.into_iter().map(ovid_limit).collect();
            return match each.as_slice() {
                [one] => format!("limit {line} to {one}"),
                many => format!("limit {line} to ({})", many.join(" and ")),
            };
        }
        self.tagged(expr, None)
    }

    /// A search; in a group whose tag is written outside it, terms have none.
    fn tagged(&self, expr: &Expr, outer: Option<&[Field]>) -> String {
        if outer.is_none()
            && !matches!(expr, Expr::Term(_) | Expr::Or(_))
            && let Some(fields) = common(expr)
            && self.groups()
        {
            return self.with_tag(&self.tagged(expr, Some(fields)), fields, true);
        }
        match expr {
            Expr::Or(of) => self.list(of, Bool::Or, outer),
            Expr::And(of) => self.list(of, Bool::And, outer),
            Expr::Not(left, right) => {
                let not = if self.platform == Platform::Scopus {
                    "AND NOT"
                } else {
                    "NOT"
                };
                let (left, right) = (self.inner(left, outer), self.inner(right, outer));
                format!("{left} {} {right}", self.case(not))
            }
            Expr::Near {
                operands,
                words_between,
                ordered,
            } => self.near(operands, (*words_between, *ordered), outer),
            Expr::Term(term) => self.term(term, outer),
            Expr::Heading(heading) => self.heading(heading),
            Expr::Line(number, _) => self.line(*number),
            Expr::Lines {
                operator,
                first,
                last,
                ..
            } => self.lines(*operator, *first, *last),
            Expr::Limit(limit, _) => self.limit(limit),
        }
    }

    /// Whether a tag may stand at a group; PubMed tags single terms only.
    fn groups(&self) -> bool {
        self.platform.family() != Family::PubMed
    }

    fn case(&self, word: &str) -> String {
        match self.platform.family() {
            Family::Ovid => word.to_ascii_lowercase(),
            _ => word.to_owned(),
        }
    }

    /// A part of a larger search: brackets unless it is a leaf.
    fn inner(&self, expr: &Expr, outer: Option<&[Field]>) -> String {
        let text = self.tagged(expr, outer);
        let wrapped = match expr {
            Expr::Or(_) | Expr::And(_) | Expr::Not(..) => true,
            Expr::Near { .. } => self.platform.family() != Family::PubMed,
            Expr::Lines { .. } => !self.has_ranges(),
            _ => false,
        };
        let tagged = outer.is_none() && self.groups() && common(expr).is_some();
        if wrapped && !(tagged && matches!(expr, Expr::Near { .. })) {
            format!("({text})")
        } else {
            text
        }
    }

    fn list(&self, of: &[Expr], operator: Bool, outer: Option<&[Field]>) -> String {
        let word = self.case(match operator {
            Bool::And => "AND",
            Bool::Or => "OR",
        });
        let runs = match (outer, self.groups()) {
            (None, true) => runs(of),
            _ => of.iter().map(Run::One).collect(),
        };
        let each: Vec<String> = runs
            .into_iter()
            .map(|run| match run {
                Run::One(expr) => self.inner(expr, outer),
                Run::Many(of, fields) => {
                    let inside = self.list(of, operator, Some(fields));
                    self.with_tag(&inside, fields, true)
                }
            })
            .collect();
        each.join(&format!(" {word} "))
    }

    /// A text with the tag of its fields. Empty fields have no tag.
    fn with_tag(&self, text: &str, fields: &[Field], group: bool) -> String {
        let wrapped = if group {
            format!("({text})")
        } else {
            text.to_owned()
        };
        let list = || -> String {
            let each = fields
                .iter()
                .filter_map(|field| tags::tag(self.platform, &[*field]));
            each.collect::<Vec<_>>().join(",")
        };
        let one = tags::tag(self.platform, fields).unwrap_or("");
        if fields.is_empty() {
            return wrapped;
        }
        match self.platform.family() {
            Family::PubMed => format!("{text}[{one}]"),
            Family::Ovid => format!("{wrapped}.{}.", list()),
            Family::Embase | Family::Cochrane => format!("{wrapped}:{}", list()),
            Family::Scopus if group => format!("{one}{wrapped}"),
            Family::Scopus => format!("{one}({text})"),
            Family::WebOfScience if group => format!("{one}={wrapped}"),
            Family::WebOfScience => format!("{one}=({text})"),
            Family::Ebsco => format!("{one} {wrapped}"),
        }
    }

    fn term(&self, term: &Term, outer: Option<&[Field]>) -> String {
        let words = text(&term.words, self.platform);
        let words = if term.quoted {
            let quote = if self.platform == Platform::EmbaseCom {
                '\''
            } else {
                '"'
            };
            format!("{quote}{words}{quote}")
        } else {
            words
        };
        match outer {
            Some(_) => words,
            None => self.with_tag(&words, &term.fields, false),
        }
    }

    fn near(
        &self,
        operands: &[Expr],
        (words_between, ordered): (u32, bool),
        outer: Option<&[Field]>,
    ) -> String {
        if self.platform == Platform::PubMed {
            return near_of_pubmed(operands, words_between);
        }
        let written = self.platform.write_distance(words_between, ordered);
        let word = written.unwrap_or_else(|| self.case("AND"));
        let chained = |first: &Expr| match first {
            Expr::Near {
                words_between: other,
                ordered: keeps,
                ..
            } => *other == words_between && *keeps == ordered,
            _ => false,
        };
        let each: Vec<String> = operands
            .iter()
            .enumerate()
            .map(|(index, operand)| match operand {
                Expr::Near { .. } if index == 0 && chained(operand) && outer.is_some() => {
                    self.tagged(operand, outer)
                }
                _ => self.inner(operand, outer),
            })
            .collect();
        each.join(&format!(" {word} "))
    }

    fn heading(&self, heading: &Heading) -> String {
        let Heading {
            name,
            explode,
            major,
            qualifiers,
            ..
        } = heading;
        let list = qualifiers.join(",");
        let slash = if list.is_empty() { "" } else { "/" };
        match self.platform.family() {
            Family::PubMed => {
                let tag = if *major { "Majr" } else { "Mesh" };
                let only = if *explode { "" } else { ":NoExp" };
                format!("\"{name}{slash}{list}\"[{tag}{only}]")
            }
            Family::Ovid => {
                let exp = if *explode { "exp " } else { "" };
                let star = if *major { "*" } else { "" };
                let quote = if self.quotes_heading(name) { "\"" } else { "" };
                format!("{exp}{star}{quote}{name}{quote}/{list}")
            }
            Family::Embase => {
                let mut kinds = String::new();
                kinds.push_str(if *explode { "/exp" } else { "" });
                kinds.push_str(if *major { "/mj" } else { "" });
                if kinds.is_empty() {
                    kinds.push_str("/de");
                }
                format!("'{name}'{kinds}{slash}{list}")
            }
            Family::Cochrane => {
                let only = if *explode { "" } else { "^" };
                let focus = if *major { "[mj]" } else { "" };
                format!("[mh {only}\"{name}\"{focus}{slash}{}]", list.to_uppercase())
            }
            Family::Ebsco => {
                let code = match (self.platform, major) {
                    (_, true) => "MM",
                    (Platform::EbscoPsycinfo, false) => "DE",
                    (_, false) => "MH",
                };
                let plus = if *explode { "+" } else { "" };
                format!("({code} \"{name}{plus}{slash}{}\")", list.to_uppercase())
            }
            Family::Scopus | Family::WebOfScience => format!("\"{name}\""),
        }
    }

    /// Whether Ovid would read the name as something else.
    fn quotes_heading(&self, name: &str) -> bool {
        let operator = |word: &str| self.platform.operator(word).is_some();
        let sign = |c: char| !(c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '\''));
        name.split_whitespace().any(operator) || name.contains(sign)
    }

    fn line(&self, number: u32) -> String {
        match self.platform.family() {
            Family::Ovid => number.to_string(),
            Family::Ebsco => format!("S{number}"),
            _ => format!("#{number}"),
        }
    }

    fn has_ranges(&self) -> bool {
        matches!(self.platform.family(), Family::Ovid | Family::Cochrane)
    }

    fn lines(&self, operator: Bool, first: u32, last: u32) -> String {
        let word = match operator {
            Bool::And => "AND",
            Bool::Or => "OR",
        };
        match self.platform.family() {
            Family::Ovid => format!("{}/{first}-{last}", word.to_ascii_lowercase()),
            Family::Cochrane => format!("{{{word} #{first}-#{last}}}"),
            _ => {
                let each: Vec<String> = (first..=last).map(|n| self.line(n)).collect();
                each.join(&format!(" {word} "))
            }
        }
    }

    fn limit(&self, limit: &Limit) -> String {
        match (self.platform.family(), limit) {
            (Family::Embase, Limit::Years(from, to)) => {
                format!("[{}-{}]/py", from.unwrap_or(1800), to.unwrap_or(2099))
            }
            (Family::Embase, limit) => format!("[{}]/lim", limit_name(limit)),
            (Family::PubMed, Limit::Years(from, to)) => {
                format!("{}:{}[dp]", from.unwrap_or(1000), to.unwrap_or(3000))
            }
            (Family::Scopus, Limit::Years(Some(from), _)) => {
                format!("PUBYEAR > {}", from.saturating_sub(1))
            }
            (Family::Scopus, Limit::Years(None, Some(to))) => {
                format!("PUBYEAR < {}", to.saturating_add(1))
            }
            (Family::WebOfScience, Limit::Years(from, to)) => {
                format!("PY=({}-{})", from.unwrap_or(1800), to.unwrap_or(2099))
            }
            (Family::Ebsco, Limit::Years(from, to)) => {
                format!("PY {}-{}", from.unwrap_or(1800), to.unwrap_or(2099))
            }
            (_, limit) => limit_name(limit),
        }
    }
}

/// The fields that all terms of a search share; `None` for a search with other leaves, or with
/// terms without a field.
pub(super) fn common(expr: &Expr) -> Option<&[Field]> {
    match expr {
        Expr::Term(term) => (!term.fields.is_empty()).then_some(term.fields.as_slice()),
        Expr::Heading(_) | Expr::Line(..) | Expr::Lines { .. } | Expr::Limit(..) => None,
        _ => {
            let mut all = expr.children().into_iter().map(common);
            let first = all.next()??;
            all.all(|other| other == Some(first)).then_some(first)
        }
    }
}

fn runs(of: &[Expr]) -> Vec<Run<'_>> {
    let mut out = Vec::new();
    let mut rest = of;
    while let Some(first) = rest.first() {
        let fields = common(first);
        let same = rest.iter().take_while(|one| common(one) == fields).count();
        let (run, more) = rest.split_at(same.max(1));
        match fields {
            Some(fields) if run.len() > 1 => out.push(Run::Many(run, fields)),
            _ => out.extend(run.iter().map(Run::One)),
        }
        rest = more;
    }
    out
}

/// One line with limits, as Ovid applies them.
pub(super) fn limited(of: &[Expr]) -> Option<(u32, Vec<&Limit>)> {
    let mut line = None;
    let mut limits = Vec::new();
    for one in of {
        match one {
            Expr::Line(number, _) if line.is_none() => line = Some(*number),
            Expr::Limit(limit, _) => limits.push(limit),
            _ => return None,
        }
    }
    line.filter(|_| !limits.is_empty())
        .map(|line| (line, limits))
}

fn ovid_limit(limit: &Limit) -> String {
    match limit {
        Limit::Language(language) => format!("{language} language"),
        Limit::Years(from, to) => {
            let from = from.map_or_else(|| "1800".to_owned(), |year| year.to_string());
            let to = to.map_or_else(|| "Current".to_owned(), |year| year.to_string());
            format!("yr=\"{from} -{to}\"")
        }
        other => limit_name(other),
    }
}

fn limit_name(limit: &Limit) -> String {
    match limit {
        Limit::Language(name) | Limit::PublicationType(name) | Limit::Named(name) => name.clone(),
        Limit::Humans => "humans".to_owned(),
        Limit::Animals => "animals".to_owned(),
        Limit::Abstract => "abstracts".to_owned(),
        Limit::Years(from, to) => format!("{from:?}-{to:?}"),
    }
}

/// `"hip pain"[tiab:~2]`.
fn near_of_pubmed(operands: &[Expr], words_between: u32) -> String {
    let mut words = Vec::new();
    let mut tag = "tiab";
    for operand in operands {
        if let Expr::Term(term) = operand {
            words.extend(term.words.iter().cloned());
            tag = tags::tag(Platform::PubMed, &term.fields).unwrap_or(tag);
        }
    }
    format!(
        "\"{}\"[{tag}:~{words_between}]",
        text(&words, Platform::PubMed)
    )
}
