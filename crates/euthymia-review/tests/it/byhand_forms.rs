//! Forms and the files that fill them in.

use euthymia_review::extract::{
    Answers, Form, Known, Misfit, Place, TRIALS, TRIALS_TEXT, Value, csv_template, read_answers,
    read_csv_answers, template,
};
use euthymia_review::log::Cell;

fn trials() -> Form {
    Form::read(TRIALS, TRIALS_TEXT).unwrap()
}

fn cell(value: &str, unit: Option<&str>) -> Cell {
    Cell {
        value: Some(value.to_owned()),
        unit: unit.map(str::to_owned),
        locator: Some("p. 1".to_owned()),
        note: None,
    }
}

fn told(text: &str) -> Vec<String> {
    let findings = Form::read("own", text).unwrap_err();
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_first_form_asks_for_fields_of_studies_arms_and_outcomes() {
    let form = trials();
    for place in ["year", "arms/x/n_randomised", "arms/x/outcomes/y/events"] {
        assert!(form.field(&place.parse().unwrap()).is_some(), "{place}");
    }
    assert!(form.field(&"arms/x/events".parse().unwrap()).is_none());
}

#[test]
fn what_is_wrong_in_a_form_is_told_with_its_line() {
    let cases = [
        ("[[fields]]\nid = \"a\"\ntype = \"colour\"\n", "row 3"),
        (
            "[[fields]]\nid = \"a\"\ntype = \"choice\"\n",
            "line 2, \"choices\"",
        ),
        (
            "[[fields]]\nid = \"A b\"\ntype = \"text\"\n",
            "line 2, \"id\"",
        ),
        (
            "[[fields]]\nid = \"a\"\ntype = \"text\"\n[[fields]]\nid = \"a\"\ntype = \"text\"\n",
            "line 5, \"id\"",
        ),
        (
            "[[fields]]\nid = \"a\"\ntype = \"number\"\nmin = 3\nmax = 2\n",
            "the range is empty",
        ),
        (
            "[[fields]]\nid = \"a\"\ntype = \"number\"\n[[checks]]\nkind = \"at_most\"\n\
             fields = [\"a\", \"b\"]\n",
            "line 4, \"fields\"",
        ),
        (
            "[[fields]]\nid = \"a\"\ntype = \"number\"\nunits = [{ name = \"g\", times = 1000 }]\n",
            "leads to no unit",
        ),
        ("title = \"nothing\"\n", "asks nothing"),
    ];
    for (text, says) in cases {
        let told = told(text);
        assert!(
            told.iter().any(|one| one.contains(says)),
            "{says}: {told:?}"
        );
    }
}

#[test]
fn a_number_is_kept_in_the_unit_of_its_kind() {
    let form = trials();
    let dose = form.field(&"arms/x/dose_low".parse().unwrap()).unwrap();
    let kept = |value: f64, unit: &str| {
        Ok(Value::Number {
            value,
            unit: Some(unit.to_owned()),
        })
    };
    assert_eq!(dose.read(&cell("0.25", Some("g"))), kept(250.0, "mg"));
    assert_eq!(dose.read(&cell("0.5", Some("mg/kg"))), kept(0.5, "mg/kg"));
    assert_eq!(dose.read(&cell("500", Some("ug/kg"))), kept(0.5, "mg/kg"));
    assert!(matches!(
        dose.read(&cell("1", None)),
        Err(Misfit::NoUnit(_))
    ));
    let stone = dose.read(&cell("1", Some("stone")));
    assert!(matches!(stone, Err(Misfit::Unit { .. })));
}

#[test]
fn what_does_not_fit_a_field() {
    let form = trials();
    let misfit = |place: &str, value: &str| {
        let field = form.field(&place.parse::<Place>().unwrap()).unwrap();
        field.read(&cell(value, None)).unwrap_err()
    };
    let is_type = |misfit| matches!(misfit, Misfit::Type { .. });
    assert!(is_type(misfit("year", "2020.5")));
    assert!(is_type(misfit("arms/x/baseline_mean", "27,6")));
    assert!(is_type(misfit("arms/x/baseline_mean", "inf")));
    assert!(is_type(misfit("enrolled_from", "spring 2020")));
    assert!(is_type(misfit("enrolled_from", "2020-13")));
    assert!(matches!(misfit("year", "1899"), Misfit::Range { .. }));
    assert!(matches!(
        misfit("arms/x/pct_female", "101"),
        Misfit::Range { .. }
    ));
    assert!(matches!(misfit("trd", "perhaps"), Misfit::Choice { .. }));
}

#[test]
fn what_is_missing_is_told_of_each_item() {
    let form = trials();
    let file = "label = \"Roe 2021\"\nyear = 2021\ndesign = \"parallel_rct\"\n\
                [arms.drug]\ntreatment = \"ketamine_iv\"\nrole = \"experimental\"\n";
    let answers = read_answers(&form, "a.toml", file).unwrap();
    let misfits = form.misfits(&answers.cells);
    let found: Vec<(&str, bool)> = misfits
        .iter()
        .map(|own| (own.place.as_str(), own.misfit == Misfit::Missing))
        .collect();
    assert_eq!(
        found,
        [("year", false), ("arms/drug/n_randomised", true)],
        "the year has no locator, the arm no size"
    );
}

#[test]
fn a_file_says_on_which_line_it_is_wrong() {
    let form = trials();
    let cases = [
        (
            "year = 2021\nlabl = \"x\"\n",
            "line 2",
            "Did you mean label?",
        ),
        (
            "[arms]\nketamine = 3\n",
            "line 2",
            "an item of a group has fields",
        ),
        ("[arms.\"A b\"]\n", "line 1", "no name of an item"),
        (
            "year = { value = 1, page = 3 }\n",
            "line 1",
            "says nothing of a value",
        ),
        ("year = [1]\n", "line 1", "it is no value"),
        ("year = { pixel = 3 }\n", "line 1", "not described"),
        ("year = \n", "row 1", ""),
    ];
    for (file, line, says) in cases {
        let found = read_answers(&form, "a.toml", file).unwrap_err();
        let found = found[0].to_string();
        assert!(
            found.contains(line) && found.contains(says),
            "{file}: {found}"
        );
    }
}

#[test]
fn empty_values_are_left_out_and_what_is_not_reported_is_kept() {
    let form = trials();
    let file =
        "year = { value = \"\", at = \"p. 1\" }\ndoi = \"not reported\"\ncountry = \"Utopia\"\n";
    let Answers { cells, .. } = read_answers(&form, "a.toml", file).unwrap();
    assert_eq!(cells.len(), 2);
    assert_eq!(cells["doi"].value, None);
    assert_eq!(cells["country"].value.as_deref(), Some("Utopia"));
}

#[test]
fn a_point_of_a_figure_becomes_a_value_with_its_place() {
    let form = trials();
    let file = "[arms.a.outcomes.day-28]\nmean = { figure = \"Figure 3\", pixel = 300, \
                axis = [[400, 0], [200, 40]] }\n";
    let answers = read_answers(&form, "a.toml", file).unwrap();
    let cell = &answers.cells["arms/a/outcomes/day-28/mean"];
    assert_eq!(cell.value.as_deref(), Some("20.0"));
    assert_eq!(cell.locator.as_deref(), Some("Figure 3, digitised"));
}

#[test]
fn what_a_template_was_given_is_read_back_from_it() {
    let form = trials();
    let file = "label = \"Roe \\\"the first\\\" 2021\"\nyear = { value = 2021, at = \"p. 1\" }\n\
                doi = \"not reported\"\n[arms.drug]\ndose_low = { value = 0.50, unit = \"mg/kg\", \
                at = \"p. 2\", note = \"of lean mass; see text\" }\n\
                [arms.drug.outcomes.day-1]\noutcome = \"response\"\n";
    let given = read_answers(&form, "a.toml", file).unwrap();
    let known = Known {
        study: "roe2021".to_owned(),
        cells: given.cells.clone(),
        items: vec!["arms/placebo".to_owned()],
    };
    let text = template(&form, &known);
    let again = read_answers(&form, "b.toml", &text).unwrap();
    assert_eq!(again.cells, given.cells);
    assert_eq!(again.study.as_deref(), Some("roe2021"));
    assert_eq!(again.version, Some(form.version.clone()));
    assert!(text.contains("[arms.placebo]"), "{text}");
    let table = csv_template(&form, &known);
    let again = read_csv_answers(&form, "b.csv", table.as_bytes()).unwrap();
    assert_eq!(again.cells, given.cells);
}

#[test]
fn a_table_says_in_which_row_it_is_wrong() {
    let form = trials();
    let told = |rows: &str| {
        let table = format!("place,value,locator\n{rows}");
        let found = read_csv_answers(&form, "a.csv", table.as_bytes()).unwrap_err();
        found[0].to_string()
    };
    assert!(told("year,2020,p. 1\nyears,2021,p. 1\n").contains("row 3"));
    assert!(told("year,2020,p. 1\nyear,2021,p. 1\n").contains("twice"));
    assert!(told("arms/x,2020,p. 1\n").contains("no place in a form"));
    assert!(told("arms/A x/n_analysed,20,p. 1\n").contains("no such name"));
}
