//! No text and no number makes it panic.

use euthymia_pharmacokinetics::quantity::{
    Dose, Hours, Milligrams, MilligramsPerKilogram, NanogramsPerMillilitre, Years,
};
use euthymia_pharmacokinetics::{Course, Flow, Input, Model, Output, System};
use proptest::prelude::*;

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        -10.0..10.0_f64,
        Just(0.0),
        Just(f64::NAN),
        Just(f64::INFINITY)
    ]
}

fn any_flow() -> impl Strategy<Value = Flow> {
    (0_u8..3, 0_usize..6, 0_usize..6, any_number()).prop_map(|(kind, from, to, rate)| match kind {
        0 => Flow::Between { from, to, rate },
        1 => Flow::Out { from, rate },
        _ => Flow::Follow { from, to, rate },
    })
}

proptest! {
    #[test]
    fn any_text_is_a_quantity_or_an_error(text in "\\PC*|[-+0-9.,µ ]{0,8}(mg|kg|mg/kg|h|min|ng/mL|lb)?") {
        let _ = (Dose::parse(&text), Hours::parse(&text), Years::parse(&text));
        let _ = (Milligrams::parse(&text), MilligramsPerKilogram::parse(&text), NanogramsPerMillilitre::parse(&text));
    }

    /// A file with a line changed is a model, or says what is wrong with it.
    #[test]
    fn any_changed_file_is_a_model_or_an_error(line in 0_usize..120, with in "\\PC{0,20}|value = -1.0|rate = \"ke0\"|value = nan") {
        let text = include_str!("../../../../pharmacokinetics/kamp.toml");
        let lines = text.lines().enumerate();
        let changed: Vec<&str> = lines.map(|(nth, own)| if nth == line { &with } else { own }).collect();
        let _ = Model::parse(&changed.join("\n"));
    }

    #[test]
    fn any_system_is_followed_or_refused(
        size in 0_usize..7,
        flows in prop::collection::vec(any_flow(), 0..8),
        (into, amount, start, over) in (0_usize..7, any_number(), any_number(), any_number()),
        (time, level) in (any_number(), any_number()),
    ) {
        let outputs = vec![Output { compartment: 0, volume_l: 3.0 }];
        let Ok(system) = System::new(size, &flows, outputs) else { return Ok(()) };
        let inputs: Vec<Input> = [Input::bolus(into, amount, start), Input::infusion(into, amount, start, over)]
            .into_iter()
            .flatten()
            .collect();
        let Ok(course) = Course::of(&system, &inputs) else { return Ok(()) };
        let _ = (course.concentration(time, 0), course.area(time, 0), course.area_to_infinity(0), course.slope(time, 0));
        let until = time.abs().min(100.0);
        let _ = (course.peak(0, until), course.above(0, level, until), course.peak(9, 1.0));
    }
}
