//! The committed pictures. After a wanted change: `EUTHYMIA_UPDATE_SNAPSHOTS=1 cargo test -p
//! euthymia-plot`, then look at the pictures before committing them.

use std::fs;
use std::path::PathBuf;

use euthymia_plot::SvgOptions;

use crate::{
    appraisal_figures, course_figures, figures, head_figures, network_figures, score_figures,
};

#[test]
fn figures_equal_their_committed_pictures() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let update = std::env::var_os("EUTHYMIA_UPDATE_SNAPSHOTS").is_some();
    let mut changed = Vec::new();
    let all = figures::all().into_iter().chain(score_figures::all());
    let all = all
        .chain(course_figures::all())
        .chain(network_figures::all())
        .chain(appraisal_figures::all())
        .chain(head_figures::all());
    for (name, scene) in all {
        let svg = scene.to_svg(&SvgOptions::default());
        let files = [("svg", svg), ("txt", scene.text_alternative())];
        for (ending, text) in files {
            assert!(
                text.len() < 20 * 1024,
                "{name}.{ending}: {} bytes",
                text.len()
            );
            let path = folder.join(format!("{name}.{ending}"));
            if update {
                fs::write(&path, &text).unwrap();
            }
            let committed = fs::read_to_string(&path).unwrap_or_default();
            if committed != text {
                changed.push(format!("{name}.{ending}"));
            }
        }
    }
    assert!(changed.is_empty(), "changed: {changed:?}");
}
