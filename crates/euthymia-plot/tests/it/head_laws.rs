//! What holds for figures of heads, whatever the numbers and texts.

use crate::head_figures;
use crate::laws::{is_sound, number, words};
use euthymia_plot::{HeadGuide, HeadSide};
use proptest::prelude::*;

#[test]
fn every_size_is_sound() {
    for (_, scene) in head_figures::sizes() {
        is_sound(&scene);
    }
}

proptest! {
    #[test]
    fn any_input_gives_a_sound_picture(
        lengths in (number(), number(), number(), number(), number()), right in any::<bool>(),
        title in words(), steps in prop::collection::vec(words(), 0..7), caution in prop::option::of(words()),
    ) {
        let figure = HeadGuide {
            title,
            tragus: lengths.0,
            nasion_inion: lengths.1,
            circumference: lengths.2,
            x: lengths.3,
            y: lengths.4,
            side: if right { HeadSide::Right } else { HeadSide::Left },
            steps,
            caution,
            ..HeadGuide::default()
        };
        is_sound(&figure.to_scene());
    }
}
