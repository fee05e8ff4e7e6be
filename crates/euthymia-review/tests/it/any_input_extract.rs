//! No text makes the readers of forms and of values panic.

use euthymia_review::extract::{
    Axis, Form, Known, Place, TRIALS, TRIALS_TEXT, read_answers, read_csv_answers, template,
};
use euthymia_review::log::Cell;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_input_is_read_or_refused(text in "\\PC{0,80}", extra in "(\\[\\[|\\]\\]|=|\"|\n|[a-z]|\\{|\\}|[0-9]|é){0,60}") {
        let form = Form::read(TRIALS, TRIALS_TEXT).unwrap();
        for text in [&text, &extra] {
            Form::read(text, text).ok();
            read_answers(&form, "a.toml", text).ok();
            read_csv_answers(&form, "a.csv", text.as_bytes()).ok();
            read_csv_answers(&form, "a.csv", format!("place,value\n{text}").as_bytes()).ok();
            if let Ok(place) = text.parse::<Place>() {
                prop_assert_eq!(place.to_string().parse::<Place>().unwrap(), place);
            }
        }
    }

    #[test]
    fn any_input_in_a_cell_is_held_against_the_form(
        place in "(year|arms/[a-c]/(n_randomised|dose_low)|[a-z/é]{0,12})",
        value in "\\PC{0,12}",
        unit in proptest::option::of("(mg|g|\\PC{0,4})"),
    ) {
        let form = Form::read(TRIALS, TRIALS_TEXT).unwrap();
        let cell = Cell { value: Some(value), unit, locator: None, note: None };
        let cells = [(place, cell)].into();
        form.misfits(&cells);
        let known = Known { study: "x".to_owned(), cells, items: vec!["arms/z".to_owned()] };
        template(&form, &known);
    }

    #[test]
    fn any_input_of_an_axis_gives_a_finite_value_or_an_error(
        p in any::<[f64; 6]>(), is_log in any::<bool>(),
    ) {
        if let Ok(axis) = Axis::new((p[0], p[1]), (p[2], p[3]), is_log)
            && let Ok(read) = axis.read(p[4], p[5])
        {
            prop_assert!(read.value.is_finite() && read.error >= 0.0);
            axis.cell("f", p[4], p[5]).ok();
        }
    }
}
