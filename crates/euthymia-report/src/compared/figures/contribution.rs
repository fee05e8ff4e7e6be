//! What each estimate is made of, as shaded cells.

use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{METHOD, contributions_of, method_word};
use euthymia_plot::{ContributionColumn, ContributionHeat, ContributionRow};

/// Up to so many estimates are drawn whatever their names.
const FEW: usize = 15;
/// Among more, a name longer than this would be cut.
const NAME_MOST: usize = 50;

/// The shares of direct comparisons in the estimates of one part; `None` where there are none, and where
/// there is a single comparison.
#[must_use]
pub fn contribution_figure(compared: &Compared, at: usize) -> Option<ContributionHeat> {
    let part = compared.parts.get(at)?;
    let names = Names::of(compared);
    let own = contributions_of(at, part).ok()?;
    if own.direct.len() < 2 {
        return None;
    }
    let treatments = part.network().treatments();
    let pair = |(one, other): (usize, usize)| {
        Some(names.pair(treatments.get(one)?, treatments.get(other)?))
    };
    let columns = own.direct.iter().filter_map(|places| pair(*places));
    let named = own
        .estimates
        .iter()
        .filter_map(|made| pair(made.treatments));
    let crowded = own.estimates.len() > FEW && named.clone().any(|name| name.len() > NAME_MOST);
    let shown = own.estimates.iter().filter(|made| {
        let (one, other) = made.treatments;
        !crowded || one == part.reference || other == part.reference
    });
    let rows = shown.filter_map(|made| {
        let shares = made.of_comparisons.iter().copied();
        Some(ContributionRow::new(&pair(made.treatments)?, shares))
    });
    let mut footnotes = vec![format!(
        "Random effects; flows of evidence taken apart by {}.",
        method_word(METHOD)
    )];
    if own.only_reference || crowded {
        footnotes.push("Only estimates against the reference are shown.".to_owned());
    }
    Some(ContributionHeat {
        title: title(compared, at, "What each estimate is made of"),
        description: "The shares of direct comparisons in the estimates of the network.".to_owned(),
        column_title: "Direct comparison".to_owned(),
        columns: columns.map(|name| ContributionColumn::new(&name)).collect(),
        rows: rows.collect(),
        footnotes,
        ..ContributionHeat::default()
    })
}
