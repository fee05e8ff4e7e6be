//! Which designs drive which, and where inconsistency comes from.

use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::part_heat;
use euthymia_plot::{NetHeat, NetHeatCell};

/// The net heat plot of one part; `None` where inconsistency cannot be seen.
#[must_use]
pub fn net_heat_figure(compared: &Compared, at: usize) -> Option<NetHeat> {
    let part = compared.parts.get(at)?;
    let names = Names::of(compared);
    let own = part_heat(at, part).ok()?;
    if own.heat.between.df == 0 {
        return None;
    }
    let treatments = part.network().treatments();
    let designs = own.heat.detached.iter().map(|detached| {
        let places = detached.design.treatments.iter();
        let nodes = places.filter_map(|place| Some(names.name(treatments.get(*place)?)));
        nodes.collect::<Vec<_>>().join(" – ")
    });
    let row = |(shares, changes): (&Vec<f64>, &Vec<f64>)| {
        let pairs = shares.iter().zip(changes);
        pairs
            .map(|(share, change)| NetHeatCell {
                share: *share,
                change: Some(*change),
            })
            .collect()
    };
    Some(NetHeat {
        title: title(compared, at, "Where inconsistency comes from"),
        description:
            "How the inconsistency of each design changes when another has effects of its \
                      own, and how much of its evidence comes from there."
                .to_owned(),
        designs: designs.collect(),
        cells: own.shares.iter().zip(&own.heat.change).map(row).collect(),
        footnotes: vec![format!(
            "Common-effect weights. Q between designs = {} with {} degrees of freedom.",
            euthymia_table::fmt::number(own.heat.between.q, 2),
            own.heat.between.df
        )],
        ..NetHeat::default()
    })
}
