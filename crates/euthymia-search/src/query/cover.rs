//! Fields of one platform in the tags of another.

use super::Field::{self, *};
use super::{Platform, tags};

/// What searching in some fields becomes on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// Each is searched by one tag, or by one list of tags; together they stand for the fields.
    /// An empty one is a search without a tag.
    pub(super) parts: Vec<Vec<Field>>,
    /// Whether the platform searches exactly these fields.
    pub(super) exact: bool,
}

/// The tags that search in these fields.
///
/// Exact where at most two tags do it; else one tag that adds keywords only; else what comes
/// nearest.
pub(super) fn cover(platform: Platform, wanted: &[Field]) -> Cover {
    let known = substituted(platform, wanted);
    let mut exact = known == wanted;
    if known.is_empty() {
        let parts = vec![Vec::new()];
        return Cover { parts, exact };
    }
    if platform.lists_tags() {
        let parts = vec![known];
        return Cover { parts, exact };
    }
    let inside = greedy(platform, &known, |extra| extra.is_empty());
    let keywords = |extra: &[Field]| {
        extra
            .iter()
            .all(|one| matches!(one, Keyword | AuthorKeyword))
    };
    let wide = greedy(platform, &known, keywords);
    let parts = match (inside, wide) {
        (Some(parts), _) if parts.len() <= 2 => parts,
        (Some(parts), Some(wide)) if wide.len() >= parts.len() => parts,
        (Some(parts), None) => parts,
        (_, Some(wide)) => wide,
        (None, None) => greedy(platform, &known, |_| true).unwrap_or_default(),
    };
    let mut all: Vec<Field> = parts.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    exact &= all == known;
    Cover { parts, exact }
}

/// Whether a tag of these fields searches the field as well.
fn holds(tag: &[Field], field: Field) -> bool {
    tag.contains(&field) || (field == AuthorKeyword && tag.contains(&Keyword))
}

fn has(platform: Platform, field: Field) -> bool {
    tags::tags(platform)
        .iter()
        .any(|(_, tag)| holds(tag, field))
}

/// Tags that cover the fields, those that cover most first; `None` when some field is left.
fn greedy(
    platform: Platform,
    wanted: &[Field],
    allowed: impl Fn(&[Field]) -> bool,
) -> Option<Vec<Vec<Field>>> {
    let mut left = wanted.to_vec();
    let mut parts: Vec<Vec<Field>> = Vec::new();
    while !left.is_empty() {
        let mut best: Option<(usize, usize, &[Field])> = None;
        for (_, tag) in tags::tags(platform) {
            let extra: Vec<Field> = tag
                .iter()
                .copied()
                .filter(|one| !wanted.contains(one))
                .collect();
            let covers = left.iter().filter(|one| holds(tag, **one)).count();
            let better = best.is_none_or(|(most, least, _)| {
                covers > most || (covers == most && extra.len() < least)
            });
            if covers > 0 && better && allowed(&extra) {
                best = Some((covers, extra.len(), tag));
            }
        }
        let (_, _, tag) = best?;
        left.retain(|one| !holds(tag, *one));
        parts.push(tag.to_vec());
    }
    Some(parts)
}

/// The fields with those that the platform does not have replaced by what comes nearest; empty
/// when only a search without a tag is near.
fn substituted(platform: Platform, wanted: &[Field]) -> Vec<Field> {
    let mut known = wanted.to_vec();
    for _ in 0..4 {
        let each = known.iter().flat_map(|field| {
            let swap = nearest(platform, *field);
            if has_own(platform, *field) {
                vec![*field]
            } else {
                swap.to_vec()
            }
        });
        known = each.collect();
        known.sort_unstable();
        known.dedup();
    }
    known.retain(|field| has_own(platform, *field));
    known
}

/// Whether the platform has a tag for the field; in lists of tags it must be its own.
fn has_own(platform: Platform, field: Field) -> bool {
    if platform.lists_tags() {
        return tags::tag(platform, &[field]).is_some();
    }
    has(platform, field)
}

fn nearest(platform: Platform, field: Field) -> &'static [Field] {
    match field {
        TextWord if has(platform, MultiPurpose) => &[MultiPurpose],
        MultiPurpose if has(platform, TextWord) => &[TextWord],
        TextWord | MultiPurpose => &[Title, Abstract, AuthorKeyword, HeadingWord],
        AuthorKeyword => &[Keyword],
        Keyword => &[AuthorKeyword, HeadingWord],
        HeadingWord if has(platform, TextWord) => &[TextWord],
        HeadingWord => &[Keyword],
        Substance => &[HeadingWord],
        Drug => &[Substance],
        Qualifier => &[HeadingWord],
        Pmid => &[Accession],
        Country => &[Affiliation],
        TrialNumber | Accession | Doi | Issn | Language | PublicationType => &[All],
        _ => &[],
    }
}
