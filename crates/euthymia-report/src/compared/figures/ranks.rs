//! How likely each treatment is to take each rank.

use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{RANKS_CAUTION, ranks_of};
use euthymia_plot::{RankForm, RankNode, Rankogram};
use euthymia_table::fmt;

/// The rankograms of one part under random effects, the largest P-score first; `None` where there are no
/// ranks.
#[must_use]
pub fn rankogram_figure(compared: &Compared, at: usize) -> Option<Rankogram> {
    let names = Names::of(compared);
    let found = ranks_of(compared, at, compared.parts.get(at)?).ok()?;
    let nodes: Vec<RankNode> = found
        .iter()
        .map(|own| {
            let score = format!("SUCRA {}", fmt::number(own.sucra, 2));
            RankNode::new(
                &names.name(&own.node),
                own.rankogram.iter().copied(),
                &score,
            )
        })
        .collect();
    (!nodes.is_empty()).then(|| Rankogram {
        title: title(compared, at, "Ranks"),
        description: "The probability of each rank of each treatment under random effects."
            .to_owned(),
        form: RankForm::Bars,
        nodes,
        footnotes: vec![RANKS_CAUTION.to_owned()],
        ..Rankogram::default()
    })
}
