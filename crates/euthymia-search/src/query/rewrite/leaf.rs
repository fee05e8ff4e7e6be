//! Words, headings, limits and references, as a platform can say them.

use super::super::platform::Family;
use super::super::{
    Bool, Concern, Expr, Field, Heading, Limit, Part, Platform, Span, Term, Vocabulary, Wildcard,
    Word, parse, scan, tags,
};
use super::near::nest;
use super::{Rewriter, some_of};

/// Letters before a truncation that PubMed asks for.
const PUBMED_STEM_MIN: usize = 4;

impl Rewriter {
    /// A term whose fields one tag says; `None` when no letter or digit is left of it.
    pub(super) fn term(&mut self, term: Term) -> Option<Expr> {
        let before = shown(&term.words);
        let words: Vec<Word> = term
            .words
            .iter()
            .flat_map(|word| self.cleaned(word, &before))
            .collect();
        let words: Vec<Word> = words
            .into_iter()
            .filter_map(|word| self.truncated(word, &before))
            .collect();
        if words.is_empty() {
            let why = "nothing is left that can be searched";
            self.warn(Concern::Syntax, &before, why, "remove it");
            return None;
        }
        let open = words.iter().any(|word| word.as_plain().is_none());
        let many = words.len() > 1;
        let fixed = Term { words, ..term };
        if open && many && matches!(self.family(), Family::Cochrane | Family::Scopus) {
            return Some(self.beside(&fixed));
        }
        let must = self.must_quote(&fixed.words);
        let phrase = many && self.family() != Family::Ovid;
        let quoted = must || phrase || (fixed.quoted && !open);
        Some(Expr::Term(Term { quoted, ..fixed }))
    }

    /// A phrase as words beside each other.
    fn beside(&self, term: &Term) -> Expr {
        let each = term.words.iter().map(|word| {
            let words = vec![word.clone()];
            Expr::Term(Term {
                quoted: self.must_quote(&words),
                words,
                ..term.clone()
            })
        });
        nest(each.collect(), 0, true)
    }

    /// A word without signs that the platform gives a meaning; at such a sign it becomes two.
    fn cleaned(&mut self, word: &Word, of: &str) -> Vec<Word> {
        let mut parts: Vec<Vec<Part>> = vec![Vec::new()];
        let ignored = matches!(self.family(), Family::Cochrane | Family::Scopus);
        let bare = ignored && word.as_plain().is_none();
        let mut changed = false;
        for part in word.parts() {
            let Part::Text(text) = part else {
                parts
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.push(part.clone()));
                continue;
            };
            for (index, piece) in text.split(|c| !self.may_write(c, bare)).enumerate() {
                if index > 0 {
                    changed = true;
                    parts.push(Vec::new());
                }
                let text = Part::Text(piece.to_owned());
                parts
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.push(text.clone()));
            }
        }
        if changed {
            let why = "signs that have another meaning here became spaces";
            self.warn(Concern::Syntax, of, why, "check the phrase");
        }
        let words = parts.into_iter().filter_map(Word::new);
        words
            .filter(|word| word.letters().any(char::is_alphanumeric))
            .collect()
    }

    /// Whether a character can stand in a word, in quotation marks if need be and allowed.
    fn may_write(&self, c: char, bare: bool) -> bool {
        let plain = c.is_alphanumeric() || matches!(c, '-' | '_');
        let quoted = matches!(c, '.' | '/' | ':' | '+' | '&' | '@' | '%' | '\'' | '’');
        let wild = self.platform.wildcards().iter().any(|(sign, _)| *sign == c);
        let mark = self.family() == Family::Embase && matches!(c, '\'' | '’');
        (plain || (quoted && !bare)) && !wild && !mark
    }

    /// Whether the words would be read as something else without quotation marks.
    fn must_quote(&self, words: &[Word]) -> bool {
        let sign = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
        let name = |text: &str| match self.family() {
            Family::Ebsco => {
                let line = text.strip_prefix(['S', 's']);
                let number = line.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
                number
                    || (text.len() == 2 && tags::fields(self.platform, text).is_some())
                    || matches!(text, "MH" | "MM" | "DE")
            }
            Family::Ovid => {
                let lower = text.to_lowercase();
                matches!(lower.as_str(), "exp" | "limit")
                    || (words.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit()))
            }
            Family::Scopus => tags::fields(self.platform, text).is_some(),
            _ => false,
        };
        words.iter().any(|word| {
            let signs = word.letters().any(sign);
            let plain = word.as_plain();
            signs || plain.is_some_and(|text| self.platform.operator(text).is_some() || name(text))
        })
    }

    /// A word with the wildcards that the platform has.
    fn truncated(&mut self, word: Word, of: &str) -> Option<Word> {
        let has = |one: Wildcard| self.platform.wildcards().iter().any(|(_, own)| *own == one);
        let mut widened = false;
        let parts: Vec<Part> = word
            .parts()
            .iter()
            .map(|part| match part {
                Part::Wildcard(Wildcard::UpTo(_)) if self.family() == Family::Ovid => part.clone(),
                Part::Wildcard(Wildcard::UpTo(1)) if has(Wildcard::ZeroOrOne) => {
                    Part::Wildcard(Wildcard::ZeroOrOne)
                }
                Part::Wildcard(one) if !has(*one) => {
                    widened = true;
                    Part::Wildcard(Wildcard::Any)
                }
                other => other.clone(),
            })
            .collect();
        let word = Word::new(parts)?;
        if widened {
            let why = format!(
                "{} has no such wildcard, and * finds more",
                self.platform.name()
            );
            let advice = "keep it or write out the forms that are wanted";
            self.warn(Concern::Truncation, of, &why, advice);
        }
        let short = word.stem().chars().count() < PUBMED_STEM_MIN;
        if self.platform == Platform::PubMed && word.as_plain().is_none() && short {
            let why = "PubMed wants four characters before a truncation";
            self.warn(
                Concern::Truncation,
                of,
                why,
                "write out the forms of the word",
            );
        }
        Some(word)
    }

    /// A heading of this platform's thesaurus, or its words.
    pub(super) fn heading(&mut self, heading: Heading) -> Option<Expr> {
        if self.platform.vocabulary() != Some(heading.vocabulary) {
            return self.heading_words(&heading);
        }
        let bad = |c: char| match c {
            '"' | '[' | ']' | '/' | '“' | '”' | '„' | '\n' | '\t' => true,
            '\'' | '‘' | '’' => self.family() == Family::Embase,
            '+' => self.family() == Family::Ebsco,
            '*' | '^' => true,
            _ => false,
        };
        let name = heading.name.replace(bad, " ");
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.contains(char::is_alphanumeric) {
            let why = "a heading without a name finds nothing";
            self.warn(Concern::Heading, &heading.name, why, "write its name");
            return None;
        }
        let mut explode = heading.explode;
        if explode && self.platform == Platform::EbscoPsycinfo {
            let why = "EBSCOhost cannot explode headings of the APA thesaurus";
            let advice = "add the narrower headings by hand";
            self.warn(Concern::Heading, &name, why, advice);
            explode = false;
        }
        let qualifiers = self.qualifiers(&heading);
        let made = Heading {
            name,
            explode,
            qualifiers: Vec::new(),
            ..heading
        };
        if self.family() != Family::PubMed || qualifiers.is_empty() {
            return Some(Expr::Heading(Heading { qualifiers, ..made }));
        }
        let each = qualifiers.into_iter().map(|one| {
            Expr::Heading(Heading {
                qualifiers: vec![one],
                ..made.clone()
            })
        });
        some_of(Bool::Or, each.collect())
    }

    /// The qualifiers that the platform understands.
    fn qualifiers(&mut self, heading: &Heading) -> Vec<String> {
        let two = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
        let mut kept = Vec::new();
        for one in &heading.qualifiers {
            let code = super::super::qualifier::code(one)
                .unwrap_or(one)
                .to_lowercase();
            let operator = self.platform.operator(&code).is_some();
            let fits = match (heading.vocabulary, self.family()) {
                (Vocabulary::Apa, _) => false,
                (_, Family::Embase) => code.contains('_') && !code.contains([' ', ',', '/', '\'']),
                _ => two(&code) && !operator,
            };
            if fits {
                kept.push(code);
            } else {
                let found = format!("{}/{one}", heading.name);
                let why = format!("{} does not know this qualifier", self.platform.name());
                let advice = "it is left out, which finds more; look it up in the thesaurus";
                self.warn(Concern::Heading, &found, &why, advice);
            }
        }
        kept
    }

    /// The words of a heading that this platform does not have.
    fn heading_words(&mut self, heading: &Heading) -> Option<Expr> {
        let name = &heading.name;
        let why = format!(
            "this heading of {} is no heading of {}",
            heading.vocabulary.name(),
            self.platform.name()
        );
        let advice = match self.platform.vocabulary() {
            Some(own) => format!(
                "its words are searched; look for its like in {}",
                own.name()
            ),
            None => "its words are searched; add its synonyms".to_owned(),
        };
        self.warn(Concern::Heading, name, &why, &advice);
        let fields = [Field::Title, Field::Abstract, Field::AuthorKeyword];
        let each = orders(name).into_iter().filter_map(|text| {
            let words = parse::plain_words(&text);
            Term::of(words).map(|term| Expr::Term(term.within(&fields).at(heading.span)))
        });
        let each: Vec<Expr> = each.collect();
        self.or(each)
    }

    /// A limit where the platform has it in a search, else what says the same.
    pub(super) fn limit(&mut self, limit: Limit, span: Span) -> Option<Expr> {
        let field = |text: &str, field: Field| {
            let words = parse::plain_words(text);
            Term::of(words).map(|term| Expr::Term(term.within(&[field]).at(span)))
        };
        let family = self.family();
        let said = match (&limit, family) {
            (Limit::Years(None, None), _) => None,
            (Limit::Named(_), _) if self.foreign => None,
            (Limit::PublicationType(name), Family::Embase) if !scan::is_type(name) => {
                field(name, Field::PublicationType)
            }
            (Limit::Years(Some(from), Some(to)), Family::Scopus) => {
                let after = Expr::Limit(Limit::Years(Some(*from), None), span);
                let before = Expr::Limit(Limit::Years(None, Some(*to)), span);
                return Some(after.and(before));
            }
            (
                Limit::Years(..),
                Family::PubMed
                | Family::Embase
                | Family::Scopus
                | Family::WebOfScience
                | Family::Ebsco,
            )
            | (_, Family::Embase) => return Some(Expr::Limit(limit, span)),
            (Limit::Language(name), Family::Cochrane) if !name.is_empty() => None,
            (Limit::Language(name), _) => field(name, Field::Language),
            (Limit::PublicationType(name), _) => field(name, Field::PublicationType),
            (Limit::Humans | Limit::Animals, _)
                if self.platform.vocabulary() == Some(Vocabulary::Mesh) =>
            {
                let name = if limit == Limit::Humans {
                    "Humans"
                } else {
                    "Animals"
                };
                Some(Expr::Heading(Heading {
                    span,
                    ..Heading::exploded(Vocabulary::Mesh, name)
                }))
            }
            _ => None,
        };
        match said {
            Some(expr @ Expr::Heading(_)) => Some(expr),
            Some(expr) => self.expr(expr),
            None => {
                let found = format!("{limit:?}");
                let why = format!(
                    "{} cannot say this limit inside a search",
                    self.platform.name()
                );
                let advice = "it is left out, which finds more; set it on the platform itself";
                self.warn(Concern::Limit, &found, &why, advice);
                None
            }
        }
    }

    /// A range of lines, written out where the platform has no ranges.
    pub(super) fn lines(&mut self, operator: Bool, (first, last): (u32, u32), span: Span) -> Expr {
        let ranges = matches!(self.family(), Family::Ovid | Family::Cochrane);
        if ranges && first < last {
            return Expr::Lines {
                operator,
                first,
                last,
                span,
            };
        }
        let last = last.min(first.saturating_add(10_000));
        let each = (first..=last.max(first)).map(|number| Expr::Line(number, span));
        Expr::joined(operator, each.collect())
    }
}

/// A heading as it stands in texts: `Depressive Disorder, Major` also turned round.
fn orders(name: &str) -> Vec<String> {
    let plain = name.replace(',', " ");
    let mut all = vec![plain];
    if let Some((kind, which)) = name.split_once(", ")
        && !which.contains(',')
    {
        all.insert(0, format!("{which} {kind}"));
        all.truncate(1);
    }
    all
}

/// Words as Ovid writes them, which has a sign for every wildcard.
fn shown(words: &[Word]) -> String {
    parse::text(words, Platform::OvidMedline)
}
