//! All comparisons as a square.

use super::axis::{drawn, scale};
use super::title;
use crate::compared::analysis::Compared;
use crate::compared::names::Names;
use crate::compared::tables::{NodeOrder, ordered};
use crate::compared::view::shown;
use euthymia_plot::{Better as Direction, LeagueCell, LeagueHalf, LeagueTable};
use euthymia_synthesis::network::{Better, Fit};

/// The league table of one part: random effects below the diagonal, the common effect above it; `None`
/// for a part that does not exist.
#[must_use]
pub fn league_figure(compared: &Compared, at: usize) -> Option<LeagueTable> {
    let part = compared.parts.get(at)?;
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let places = ordered(part, compared.options.better, NodeOrder::ByScore);
    let half = |fit: &Fit, model: &str, below: bool| {
        let mut cells = Vec::new();
        for (i, one) in places.iter().enumerate() {
            for (j, other) in places.iter().enumerate() {
                if i == j || (i > j) != below {
                    continue;
                }
                cells.extend(fit.compare(*one, *other).map(|c| {
                    let text = shown(measure, c.estimate, c.bounds);
                    LeagueCell::new(i, j, drawn(measure, c.estimate, c.bounds), &text)
                }));
            }
        }
        LeagueHalf {
            label: format!("{}, {model}", crate::words::capital(measure.name())),
            scale: scale(measure),
            better: match compared.options.better {
                Better::Larger => Direction::Higher,
                Better::Smaller => Direction::Lower,
            },
            cells,
        }
    };
    let nodes = places.iter().filter_map(|place| {
        let node = part.network().treatments().get(*place)?;
        Some(names.name(node))
    });
    Some(LeagueTable {
        title: title(compared, at, "All comparisons"),
        description: "Every treatment against every other under both models.".to_owned(),
        nodes: nodes.collect(),
        upper: half(&part.common, "common effect", false),
        lower: half(&part.random, "random effects", true),
        footnotes: vec![
            "A cell is the treatment of its row against that of its column. Treatments stand in the \
             order of their P-scores."
                .to_owned(),
        ],
        ..LeagueTable::default()
    })
}
