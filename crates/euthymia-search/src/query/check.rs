//! What a second searcher would ask about a strategy, after PRESS (McGowan et al. 2016).

use super::dialect::Op;
use super::platform::Family;
use super::token::Token;
use super::warning::Warnings;
use super::{Concern, Expr, Line, Part, Platform, Strategy, Term, Warning, Wildcard, scan};
use super::{parse::text, print};
use std::collections::{BTreeMap, BTreeSet};

/// Tells what is probably wrong or better written otherwise: references to lines that do not
/// exist, lines that nothing uses, AND with OR without brackets, the same search twice, words that
/// another word with truncation finds already, truncation that the platform does not have or
/// ignores, NOT.
///
/// What [`read`](super::read) could not understand is told there.
///
/// # Example
/// ```
/// use euthymia_search::query::{Concern, Platform, check, read};
///
/// let (strategy, _) = read("1 ketamine.ti.\n2 esketamine.ti.\n3 1 and 5", Platform::OvidMedline);
/// let found: Vec<_> = check(&strategy).iter().map(|one| (one.line, one.concern)).collect();
/// assert_eq!(found, [(2, Concern::Unused), (3, Concern::Reference)]);
/// ```
#[must_use]
pub fn check(strategy: &Strategy) -> Vec<Warning> {
    let mut all: Vec<Warning> = Vec::new();
    let used = references(strategy);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let last = strategy.lines.last().map(|line| line.number);
    for (index, line) in strategy.lines.iter().enumerate() {
        let mut warnings = Warnings::of_line(line.number);
        let before = strategy.lines.get(..index).unwrap_or_default();
        check_numbers(line, before, &mut warnings);
        check_operators(line, strategy.platform, &mut warnings);
        if let Some(search) = &line.search {
            check_tree(search, strategy.platform, &mut warnings);
            let written = print(search, strategy.platform).to_lowercase();
            if let Some(first) = seen.get(&written) {
                let why = format!("line {first} is the same search");
                warnings.add(Concern::Duplicate, &line.text, &why, "remove one of them");
            }
            seen.entry(written).or_insert(line.number);
        }
        if Some(line.number) != last && !used.contains(&line.number) && strategy.lines.len() > 1 {
            let why = "no later line uses this line";
            warnings.add(Concern::Unused, &line.text, why, "join it or remove it");
        }
        all.append(&mut warnings.list);
    }
    all
}

/// The numbers that lines refer to.
fn references(strategy: &Strategy) -> BTreeSet<u32> {
    let mut used = BTreeSet::new();
    for search in strategy
        .lines
        .iter()
        .filter_map(|line| line.search.as_ref())
    {
        each_leaf(search, &mut |leaf| match leaf {
            Expr::Line(number, _) => {
                used.insert(*number);
            }
            Expr::Lines { first, last, .. } => {
                let inside = strategy.lines.iter().map(|line| line.number);
                used.extend(inside.filter(|number| (*first..=*last).contains(number)));
            }
            _ => {}
        });
    }
    used
}

fn each_leaf<'a>(expr: &'a Expr, see: &mut impl FnMut(&'a Expr)) {
    let children = expr.children();
    if children.is_empty() {
        see(expr);
    }
    for child in children {
        each_leaf(child, see);
    }
}

/// References to lines that are not above, and numbers that are used twice.
fn check_numbers(line: &Line, before: &[Line], warnings: &mut Warnings) {
    let exists = |number: u32| before.iter().any(|one| one.number == number);
    if exists(line.number) {
        let found = line.number.to_string();
        let why = "another line has this number";
        warnings.add(Concern::Reference, &found, why, "number the lines anew");
    }
    let Some(search) = &line.search else {
        return;
    };
    each_leaf(search, &mut |leaf| {
        let missing = match leaf {
            Expr::Line(number, _) if !exists(*number) => Some(number.to_string()),
            Expr::Lines { first, last, .. } if !(exists(*first) && exists(*last)) => {
                Some(format!("{first}-{last}"))
            }
            _ => None,
        };
        if let Some(found) = missing {
            let why = "no line above has this number";
            warnings.add(Concern::Reference, &found, why, "correct the number");
        }
    });
}

/// AND and OR in one pair of brackets.
fn check_operators(line: &Line, platform: Platform, warnings: &mut Warnings) {
    let mut unheard = Warnings::default();
    let mut open = vec![(false, false)];
    for placed in scan::tokens(platform, &line.text, (1, 0), &mut unheard) {
        match placed.token {
            Token::Open => open.push((false, false)),
            Token::Close if open.len() > 1 => {
                open.pop();
            }
            Token::Op(op) => {
                let Some((and, or)) = open.last_mut() else {
                    continue;
                };
                let mixed = *and && *or;
                *and |= matches!(op, Op::And | Op::Not);
                *or |= op == Op::Or;
                if !mixed && *and && *or {
                    let why = format!(
                        "OR stands beside AND or NOT without brackets, and {}",
                        order_of(platform)
                    );
                    warnings.add(Concern::Operators, "OR", &why, "set brackets");
                }
            }
            _ => {}
        }
    }
}

fn order_of(platform: Platform) -> &'static str {
    match platform.family() {
        Family::PubMed | Family::Embase => "this platform reads from left to right",
        Family::Scopus => "this platform joins by OR first",
        _ => "this platform joins by AND first",
    }
}

fn check_tree(expr: &Expr, platform: Platform, warnings: &mut Warnings) {
    match expr {
        Expr::Or(of) => check_alternatives(of, platform, warnings),
        Expr::Not(_, right) => check_not(right, platform, warnings),
        Expr::Term(term) => check_term(term, platform, warnings),
        _ => {}
    }
    for child in expr.children() {
        check_tree(child, platform, warnings);
    }
}

fn check_not(right: &Expr, platform: Platform, warnings: &mut Warnings) {
    let found = print(right, platform);
    let usual = found.to_lowercase().contains("animal");
    if !usual && !matches!(right, Expr::Line(..)) {
        let why = "NOT takes away every record that mentions this, relevant ones as well";
        let advice = "leave it out, or look at what it takes away";
        warnings.add(Concern::Negation, &found, why, advice);
    }
}

/// The same alternative twice, or one that another finds already.
fn check_alternatives(of: &[Expr], platform: Platform, warnings: &mut Warnings) {
    let mut seen = BTreeSet::new();
    let terms: Vec<&Term> = of
        .iter()
        .filter_map(|one| match one {
            Expr::Term(term) => Some(term),
            _ => None,
        })
        .collect();
    for one in of {
        let written = print(one, platform);
        if !seen.insert(written.to_lowercase()) {
            let why = "this is searched twice";
            warnings.add(Concern::Duplicate, &written, why, "remove one of them");
        }
    }
    let mut stems: BTreeMap<&[super::Field], Vec<(String, &Term)>> = BTreeMap::new();
    for term in &terms {
        if let Some(stem) = truncated_stem(term) {
            stems.entry(&term.fields).or_default().push((stem, term));
        }
    }
    for term in &terms {
        let word = match term.words.as_slice() {
            [word] => word.stem().to_lowercase(),
            _ => continue,
        };
        let wider = stems.get(term.fields.as_slice()).into_iter().flatten();
        let mut wider =
            wider.filter(|(stem, other)| word.starts_with(stem) && other.words != term.words);
        if let Some((_, other)) = wider.next() {
            let why = format!("{} finds it already", text(&other.words, platform));
            let found = text(&term.words, platform);
            warnings.add(Concern::Duplicate, &found, &why, "remove it");
        }
    }
}

/// The letters before the truncation of a single word that ends in it.
fn truncated_stem(term: &Term) -> Option<String> {
    match term.words.as_slice() {
        [word] => match word.parts() {
            [Part::Text(text), Part::Wildcard(Wildcard::Any)] => Some(text.to_lowercase()),
            _ => None,
        },
        _ => None,
    }
}

/// Signs that truncate elsewhere, stems that are too short, wildcards that are ignored.
fn check_term(term: &Term, platform: Platform, warnings: &mut Warnings) {
    let found = text(&term.words, platform);
    let own = platform.wildcards();
    let foreign =
        |c: char| matches!(c, '*' | '$' | '?' | '#') && !own.iter().any(|(sign, _)| *sign == c);
    if term.words.iter().any(|word| word.letters().any(foreign)) {
        let signs: Vec<String> = own.iter().map(|(sign, _)| sign.to_string()).collect();
        let why = "a sign in it truncates on other platforms but not here";
        let advice = format!("use one of {}", signs.join(" "));
        warnings.add(Concern::Truncation, &found, why, &advice);
    }
    let open = term.words.iter().any(|word| word.as_plain().is_none());
    let short = |word: &super::Word| word.as_plain().is_none() && word.stem().chars().count() < 4;
    if platform == Platform::PubMed && term.words.iter().any(short) {
        let why = "PubMed wants four characters before a truncation";
        warnings.add(
            Concern::Truncation,
            &found,
            why,
            "write out the forms of the word",
        );
    }
    let ignores = matches!(platform.family(), Family::Cochrane | Family::Scopus);
    if open && term.quoted && ignores {
        let why = "this platform ignores wildcards in quotation marks";
        let word = if platform == Platform::Cochrane {
            "NEXT"
        } else {
            "PRE/0"
        };
        let advice = format!("join the words by {word} without quotation marks");
        warnings.add(Concern::Truncation, &found, why, &advice);
    }
    if term.fields.is_empty() && platform.family() == Family::Ebsco {
        let why = "words without a field are searched in fields that the database chooses";
        warnings.add(
            Concern::Field,
            &found,
            why,
            "name the field, such as TI or AB",
        );
    }
}
