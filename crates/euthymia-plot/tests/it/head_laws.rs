//! What holds for figures of heads, whatever the numbers and texts.

use crate::drawing::{leaves, parts};
use crate::head_figures;
use crate::laws::{is_sound, number, words};
use euthymia_plot::{Element, HeadGuide, HeadSide, HeadWay, Scene};
use proptest::prelude::*;

#[test]
fn every_size_is_sound() {
    for (_, scene) in head_figures::sizes() {
        is_sound(&scene);
    }
}

/// Left, top, right and bottom of words and of marks in a view.
fn taken(scene: &Scene, view: &str) -> Vec<(String, [f64; 4])> {
    let mut found = Vec::new();
    for group in parts(scene, view) {
        for child in &group.children {
            if let Element::Text(text) = child {
                let (left, size) = (text.left(), text.size);
                let area = [
                    left,
                    text.y - 0.7 * size,
                    left + text.width(),
                    text.y + 0.2 * size,
                ];
                found.push((text.content.clone(), area));
            }
            let Element::Group(mark) = child else {
                continue;
            };
            let mut widest: Option<[f64; 4]> = None;
            for leaf in leaves(&mark.children) {
                if let Element::Circle(circle) = leaf {
                    let ((x, y), r) = (circle.centre, circle.radius);
                    let own = [x - r, y - r, x + r, y + r];
                    widest = Some(widest.map_or(own, |w| if w[0] < own[0] { w } else { own }));
                }
            }
            found.extend(widest.map(|area| ("mark".to_owned(), area)));
        }
    }
    found
}

/// Heads and places inside of the ranges that are accepted.
fn plausible() -> impl Strategy<Value = HeadGuide> {
    let way = prop_oneof![
        (5.0..13.5_f64, 7.0..14.5_f64).prop_map(|(x, y)| HeadWay::Tape { x, y }),
        Just(HeadWay::Forwards { length: 5.5 }),
        (0.258..0.2581_f64).prop_map(|share| HeadWay::Midline {
            length: share * 36.0
        }),
    ];
    (
        30.0..45.0_f64,
        30.0..45.0_f64,
        50.0..66.0_f64,
        way,
        any::<bool>(),
    )
        .prop_map(
            |(tragus, nasion_inion, circumference, way, right)| HeadGuide {
                tragus,
                nasion_inion,
                circumference,
                way,
                side: if right {
                    HeadSide::Right
                } else {
                    HeadSide::Left
                },
                ..HeadGuide::default()
            },
        )
}

fn words_touch_nothing(figure: &HeadGuide) {
    let scene = figure.to_scene();
    for view in ["from-above", "from-the-side"] {
        let all = taken(&scene, view);
        assert!(all.len() > 5);
        for (place, (word, one)) in all.iter().enumerate() {
            for (other, two) in all.iter().skip(place + 1) {
                let apart =
                    one[2] <= two[0] || two[2] <= one[0] || one[3] <= two[1] || two[3] <= one[1];
                assert!(
                    apart || (word == "mark" && other == "mark"),
                    "{view}: {word} {other} {figure:?}"
                );
            }
        }
    }
}

/// Heads that were found by chance: marks close to each other, and a word that left the canvas.
#[test]
fn heads_that_once_had_no_room_for_a_word() {
    let head = |lengths: [f64; 3], (x, y)| HeadGuide {
        tragus: lengths[0],
        nasion_inion: lengths[1],
        circumference: lengths[2],
        way: HeadWay::Tape { x, y },
        side: HeadSide::Left,
        ..HeadGuide::default()
    };
    let close = [32.391_822_849_863_544, 30.0, 60.210_373_696_072_34];
    words_touch_nothing(&head(
        close,
        (13.149_415_194_174_086, 12.845_932_553_949_456),
    ));
    let nowhere = [f64::INFINITY, 0.0, -f64::MAX];
    is_sound(&head(nowhere, (2.164_210_523_554_673, 5.861_436_937_333_282e218)).to_scene());
}

proptest! {
    /// A mark may lie on another one where the head is so; a word touches nothing.
    #[test]
    fn laws_words_touch_neither_each_other_nor_a_mark(figure in plausible()) {
        words_touch_nothing(&figure);
    }

    #[test]
    fn laws_both_ears_have_their_letter_whatever_the_side(figure in plausible()) {
        let scene = figure.to_scene();
        let words = taken(&scene, "from-above");
        let x = |letter: &str| words.iter().find(|(word, _)| word == letter).unwrap().1[0];
        prop_assert!(x("L") < x("R"));
        let says = scene.text_alternative();
        prop_assert!(says.contains("to scale") && says.contains("not to scale"));
    }

    #[test]
    fn any_input_gives_a_sound_picture(
        lengths in (number(), number(), number(), number(), number()), right in any::<bool>(),
        way in 0..3_u8, title in words(), steps in prop::collection::vec(words(), 0..7), caution in prop::option::of(words()),
    ) {
        let figure = HeadGuide {
            title,
            tragus: lengths.0,
            nasion_inion: lengths.1,
            circumference: lengths.2,
            way: match way {
                0 => HeadWay::Tape { x: lengths.3, y: lengths.4 },
                1 => HeadWay::Forwards { length: lengths.3 },
                _ => HeadWay::Midline { length: lengths.3 },
            },
            side: if right { HeadSide::Right } else { HeadSide::Left },
            steps,
            caution,
            ..HeadGuide::default()
        };
        is_sound(&figure.to_scene());
    }
}
