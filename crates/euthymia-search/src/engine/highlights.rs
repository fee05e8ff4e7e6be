//! Where in a text the words of a search stand.

use std::ops::Range;

use super::analyser::{Place, words};
use super::near::{Stretch, beside, near};
use super::part::Part;
use super::pattern::Pattern;
use super::stretches::{Sought, sought};
use crate::query::{Expr, Field};

/// Bytes of a text of this field that a search looks for, rising and apart. Of a phrase all words
/// are marked together, of NEAR only those that are near. Parts behind NOT and other lines are not
/// looked for.
///
/// # Example
/// ```
/// use euthymia_search::engine::highlights;
/// use euthymia_search::query::{Expr, Field, Term};
///
/// let expr = Expr::Term(Term::text("treatment resistant").unwrap().within(&[Field::Title]));
/// let text = "In treatment-resistant depression";
/// assert_eq!(highlights(&expr, Field::Title, text), vec![3..22]);
/// ```
pub fn highlights(expr: &Expr, field: Field, text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let mut marked: Vec<Stretch> = Vec::new();
    for &part in Part::of(field).iter().filter(|part| !part.is_whole()) {
        collect(expr, part, &words, &mut marked);
    }
    marked.sort_unstable();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (first, last) in marked {
        let at = |position: u32| words.iter().find(|(place, _)| place.position == position);
        let (Some((first, _)), Some((last, _))) = (at(first), at(last)) else {
            continue;
        };
        match ranges.last_mut() {
            Some(before) if first.start <= before.end => before.end = before.end.max(last.end),
            _ => ranges.push(first.start..last.end),
        }
    }
    ranges
}

/// A piece of a text of at most `length` bytes with as many of these ranges as fit, cut between
/// words: its place in the text.
pub fn snippet(text: &str, ranges: &[Range<usize>], length: usize) -> Range<usize> {
    let fitting = |start: usize| {
        let inside = ranges
            .iter()
            .filter(|range| range.start >= start && range.end <= start.saturating_add(length));
        inside.count()
    };
    let best = ranges
        .iter()
        .max_by_key(|range| (fitting(range.start), usize::MAX - range.start));
    let marked = best.map_or(0, |range| range.start);
    // Half of what is left over stands before the first mark.
    let last = ranges
        .iter()
        .filter(|range| range.start >= marked && range.end <= marked.saturating_add(length));
    let used = last.map(|range| range.end).max().unwrap_or(marked) - marked;
    let earliest = marked.saturating_sub(length.saturating_sub(used) / 2);
    let is_start = |at: &usize| *at == 0 || text.get(..*at).is_some_and(|t| t.ends_with(' '));
    let start = (earliest..=marked).find(is_start).unwrap_or(marked);
    let latest = start.saturating_add(length).min(text.len());
    let is_end =
        |at: &usize| *at == text.len() || text.get(*at..).is_some_and(|t| t.starts_with(' '));
    let end = (start..=latest).rev().find(is_end);
    let end = end.or_else(|| (start..=latest).rev().find(|at| text.is_char_boundary(*at)));
    start..end.unwrap_or(start)
}

type Words = [(Place, String)];

fn collect(expr: &Expr, part: Part, words: &Words, marked: &mut Vec<Stretch>) {
    match expr {
        Expr::Not(left, _) => collect(left, part, words, marked),
        Expr::Term(_) | Expr::Near { .. } => {
            if let Ok(sought) = sought(expr) {
                leaves(&sought, part, words, None, marked);
            }
        }
        other => {
            for one in other.children() {
                collect(one, part, words, marked);
            }
        }
    }
}

/// Phrases that lie in one of these stretches.
fn leaves(
    sought: &Sought,
    part: Part,
    words: &Words,
    within: Option<&[Stretch]>,
    marked: &mut Vec<Stretch>,
) {
    let inside = |one: &Stretch| {
        within.is_none_or(|all| all.iter().any(|outer| outer.0 <= one.0 && one.1 <= outer.1))
    };
    match sought {
        Sought::Phrase(..) => {
            marked.extend(stretches(sought, part, words).into_iter().filter(inside));
        }
        Sought::Any(of) => of
            .iter()
            .for_each(|one| leaves(one, part, words, within, marked)),
        Sought::Near(of, _) => {
            let mut all = stretches(sought, part, words);
            all.retain(inside);
            of.iter()
                .for_each(|one| leaves(one, part, words, Some(&all), marked));
        }
    }
}

fn stretches(sought: &Sought, part: Part, words: &Words) -> Vec<Stretch> {
    match sought {
        Sought::Phrase(patterns, parts) => {
            let is_here = parts.contains(&part) && patterns.iter().any(Pattern::has_text);
            let patterns = if is_here { patterns.as_slice() } else { &[] };
            let positions = patterns.iter().map(|pattern| {
                let fitting = words.iter().filter(|(_, word)| pattern.fits(word));
                fitting.map(|(place, _)| place.position).collect()
            });
            beside(&positions.collect::<Vec<Vec<u32>>>())
        }
        Sought::Any(of) => {
            let all = of.iter().flat_map(|one| stretches(one, part, words));
            let mut all: Vec<Stretch> = all.collect();
            all.sort_unstable();
            all.dedup();
            all
        }
        Sought::Near(of, nearness) => {
            let of: Vec<Vec<Stretch>> = of.iter().map(|one| stretches(one, part, words)).collect();
            near(&of, *nearness)
        }
    }
}
