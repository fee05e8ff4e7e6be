//! Figures of heads. The lengths are invented.

use euthymia_plot::{HeadGuide, HeadSide, HeadWay, Scene};

/// Every figure with the name of its snapshot.
pub(crate) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("head_guide", head(HeadSide::Left, 6.95, 9.79).to_scene()),
        ("head_guide_forwards", by(HeadWay::Forwards { length: 5.5 })),
    ]
}

/// The same on the right, on the smallest and the largest head.
#[allow(dead_code)]
pub(crate) fn sizes() -> Vec<(&'static str, Scene)> {
    let sized = |tragus, nasion_inion, circumference, x, y| HeadGuide {
        tragus,
        nasion_inion,
        circumference,
        caution: Some("Measure again: this head is unusually small or large.".to_owned()),
        ..head(HeadSide::Left, x, y)
    };
    vec![
        (
            "head_guide_right",
            head(HeadSide::Right, 11.81, 8.57).to_scene(),
        ),
        (
            "head_guide_small",
            sized(30.0, 30.0, 50.0, 5.78, 7.92).to_scene(),
        ),
        (
            "head_guide_large",
            sized(45.0, 45.0, 66.0, 7.62, 11.88).to_scene(),
        ),
        ("head_guide_midline", by(HeadWay::Midline { length: 9.8 })),
        ("head_guide_empty", HeadGuide::default().to_scene()),
    ]
}

fn by(way: HeadWay) -> Scene {
    let figure = HeadGuide {
        way,
        ..head(HeadSide::Left, 0.0, 0.0)
    };
    figure.to_scene()
}

fn head(side: HeadSide, x: f64, y: f64) -> HeadGuide {
    let steps = [
        "Mark the vertex: 19.0 cm from the nasion on the midline, 18.0 cm from each tragus.",
        "Lay the tape around the head, 3.8 cm above the nasion; mark the midline of the forehead.",
        "From this mark go along the tape; mark A.",
        "Stretch the tape from the vertex to A.",
        "From the vertex go towards A; mark the place of the coil.",
    ];
    HeadGuide {
        title: "An invented target on an invented head".to_owned(),
        description: "A head from above and from the side with the marks of a tape.".to_owned(),
        tragus: 36.0,
        nasion_inion: 38.0,
        circumference: 60.0,
        way: HeadWay::Tape { x, y },
        side,
        steps: steps.map(str::to_owned).to_vec(),
        caution: None,
        footnotes: vec!["From above the scalp is laid flat, to scale.".to_owned()],
    }
}
