//! The figures of a network, ready to be drawn.

mod axis;
mod certainty;
mod components;
mod contribution;
mod doses;
mod funnel;
mod graph;
mod heat;
mod league;
mod models;
mod moderators;
mod observed;
mod ranks;
mod reference;
mod splits;

pub use certainty::{indirectness_figure, risk_of_bias_figure};
pub use components::components_figure;
pub use contribution::contribution_figure;
pub use funnel::funnel_figure;
pub use graph::{EdgeWidth, network_figure};
pub use heat::net_heat_figure;
pub use league::league_figure;
pub use models::models_figure;
pub use ranks::rankogram_figure;
pub use reference::reference_figure;
pub use splits::splits_figure;

use super::analysis::Compared;
use euthymia_plot::Scene;

/// A figure with its identifier and title.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Stable and fit for the name of a file, such as `league` or `league-2` for the second part.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The drawing.
    pub scene: Scene,
}

/// All figures of a network: one network graph, then for each part those that its data allow.
#[must_use]
pub fn figures(compared: &Compared) -> Vec<Figure> {
    let mut all = vec![figure(
        "network",
        0,
        1,
        network_figure(compared, EdgeWidth::Trials).to_scene(),
    )];
    let components = components_figure(compared).map(|f| f.to_scene());
    all.extend(components.map(|scene| figure("components", 0, 1, scene)));
    let parts = compared.parts.len();
    for at in 0..parts {
        let scenes = [
            (
                "reference",
                reference_figure(compared, at).map(|f| f.to_scene()),
            ),
            ("league", league_figure(compared, at).map(|f| f.to_scene())),
            (
                "ranks",
                rankogram_figure(compared, at).map(|f| f.to_scene()),
            ),
            ("splits", splits_figure(compared, at).map(|f| f.to_scene())),
            (
                "contributions",
                contribution_figure(compared, at).map(|f| f.to_scene()),
            ),
            (
                "risk-of-bias",
                risk_of_bias_figure(compared, at).map(|f| f.to_scene()),
            ),
            (
                "indirectness",
                indirectness_figure(compared, at).map(|f| f.to_scene()),
            ),
            (
                "net-heat",
                net_heat_figure(compared, at).map(|f| f.to_scene()),
            ),
            ("funnel", funnel_figure(compared, at).map(|f| f.to_scene())),
            ("models", models_figure(compared, at).map(|f| f.to_scene())),
        ];
        for (id, scene) in scenes {
            all.extend(scene.map(|scene| figure(id, at, parts, scene)));
        }
    }
    all.append(&mut moderators::moderator_figures(compared));
    all.append(&mut doses::dose_figures(compared));
    all
}

fn figure(id: &str, at: usize, parts: usize, scene: Scene) -> Figure {
    Figure {
        id: match parts {
            0 | 1 => id.to_owned(),
            _ => format!("{id}-{}", at + 1),
        },
        title: scene.title.clone(),
        scene,
    }
}

/// A title, with the number of the part where there is more than one.
fn title(compared: &Compared, at: usize, title: &str) -> String {
    match compared.parts.len() {
        0 | 1 => title.to_owned(),
        _ => format!("{title}, part {}", at + 1),
    }
}
