//! Two people take values from one invented study; every case can be followed on paper.

use std::collections::BTreeMap;

use euthymia_review::extract::{Extraction, Finding, Form, Line, Standing};
use euthymia_review::log::{Cell, Extracted};
use euthymia_review::{Event, Folder, ImportId, RecordId, Target};

use crate::workplace::{Workplace, import, record, review, stamp};

const FORM: &str = "[[fields]]\nid = \"year\"\ntype = \"integer\"\n\
    [[fields]]\nid = \"remarks\"\ntype = \"text\"\ncompared = false\n\
    [[groups]]\nid = \"arms\"\n\
    [[groups.fields]]\nid = \"n\"\ntype = \"integer\"\n\
    [[groups.fields]]\nid = \"dose\"\ntype = \"number\"\n\
    units = [{ name = \"mg\" }, { name = \"g\", times = 1000 }]\n";

struct Case {
    _place: Workplace,
    folder: Folder,
    import: ImportId,
    minute: u32,
}

impl Case {
    fn new() -> Self {
        let place = Workplace::new();
        let mut folder = review(&place);
        let import = import(&mut folder, &["A", "B"], None);
        let mut case = Self {
            _place: place,
            folder,
            import,
            minute: 2,
        };
        case.enter("ab", named("roe2021", &[case.report(1)]));
        case.enter("ab", form(FORM));
        case
    }

    fn report(&self, number: u32) -> RecordId {
        record(self.import, number)
    }

    fn enter(&mut self, by: &str, event: Event) -> Target {
        self.minute += 1;
        let stamp = stamp(by, self.minute);
        let entry = self.folder.append(&stamp, vec![event]).unwrap();
        Target { entry, place: None }
    }

    fn takes(&mut self, by: &str, cells: &[(&str, &str)]) -> Target {
        self.enter(by, Event::Extracted(Box::new(values(FORM, cells))))
    }

    fn settles(&mut self, by: &str, cells: &[(&str, &str)]) -> Target {
        self.enter(by, Event::Adjudicated(Box::new(values(FORM, cells))))
    }

    fn extraction(&self) -> Extraction {
        Extraction::of(self.folder.log().entries())
    }

    fn lines(&self, people: u32) -> Vec<Line> {
        self.extraction().lines("roe2021", "own", people)
    }

    fn line(&self, place: &str) -> Line {
        let mut lines = self.lines(2).into_iter();
        lines.find(|line| line.place == place).unwrap()
    }
}

fn named(study: &str, records: &[RecordId]) -> Event {
    Event::StudyNamed {
        study: study.to_owned(),
        records: records.to_vec(),
    }
}

fn form(text: &str) -> Event {
    Event::FormEntered {
        form: "own".to_owned(),
        text: text.to_owned(),
    }
}

/// Values as `12 mg`, or `-` for what is not reported.
fn values(form: &str, cells: &[(&str, &str)]) -> Extracted {
    let cell = |text: &str| {
        let (value, unit) = match text.split_once(' ') {
            Some((value, unit)) => (value, Some(unit.to_owned())),
            None => (text, None),
        };
        Cell {
            value: (value != "-").then(|| value.to_owned()),
            unit,
            locator: Some("p. 1".to_owned()),
            note: None,
        }
    };
    let cells = cells
        .iter()
        .map(|(place, text)| ((*place).to_owned(), cell(text)));
    Extracted {
        study: "roe2021".to_owned(),
        form: "own".to_owned(),
        version: Form::version_of(form),
        cells: cells.collect::<BTreeMap<_, _>>(),
    }
}

fn value(line: &Line) -> Option<&str> {
    line.value.as_ref()?.value.as_deref()
}

#[test]
fn one_person_waits_for_the_second_unless_the_rules_ask_for_one() {
    let mut case = Case::new();
    case.takes("ab", &[("year", "2021")]);
    let line = case.line("year");
    assert_eq!(
        (&line.standing, value(&line)),
        (&Standing::Waiting, Some("2021"))
    );
    assert!(!line.standing.counts());
    assert_eq!(case.lines(1)[0].standing, Standing::Single);
    case.takes("cd", &[("year", "2021")]);
    assert_eq!(case.line("year").standing, Standing::Agreed);
    assert_eq!(case.lines(3)[0].standing, Standing::Waiting);
}

#[test]
fn numbers_agree_by_value_in_one_unit_and_keep_the_most_decimals() {
    let mut case = Case::new();
    case.takes("ab", &[("arms/k/dose", "0.5 g"), ("arms/k/n", "20")]);
    case.takes("cd", &[("arms/k/dose", "500.0 mg"), ("arms/k/n", "21")]);
    assert_eq!(case.line("arms/k/dose").standing, Standing::Agreed);
    let line = case.line("arms/k/n");
    assert_eq!((&line.standing, &line.value), (&Standing::Differs, &None));
    assert_eq!(line.taken.len(), 2);
    case.takes("ab", &[("arms/k/dose", "0.5 mg")]);
    assert_eq!(case.line("arms/k/dose").standing, Standing::Differs);
}

#[test]
fn nothing_and_not_reported_are_the_same_and_a_number_is_not() {
    let mut case = Case::new();
    case.takes("ab", &[("year", "-"), ("arms/k/n", "20")]);
    case.takes("cd", &[("arms/k/dose", "1 mg")]);
    assert_eq!(case.line("year").standing, Standing::Agreed);
    assert_eq!(case.line("arms/k/n").standing, Standing::Differs);
    assert_eq!(case.line("arms/k/dose").standing, Standing::Differs);
}

#[test]
fn remarks_in_free_words_are_not_compared() {
    let mut case = Case::new();
    case.takes("ab", &[("remarks", "Small.")]);
    case.takes("cd", &[("remarks", "Short.")]);
    let line = case.line("remarks");
    assert_eq!(
        (&line.standing, value(&line)),
        (&Standing::Agreed, Some("Small."))
    );
}

#[test]
fn what_is_settled_counts_until_it_is_undone() {
    let mut case = Case::new();
    case.takes("ab", &[("year", "2020"), ("arms/k/n", "20")]);
    case.takes("cd", &[("year", "2021"), ("arms/k/n", "21")]);
    case.settles("ef", &[("year", "2021")]);
    let settled = case.settles("ab", &[("arms/k/n", "22")]);
    let line = case.line("arms/k/n");
    let by = "ab".to_owned();
    assert_eq!(
        (&line.standing, value(&line)),
        (&Standing::Settled { by }, Some("22"))
    );
    assert_eq!(value(&case.line("year")), Some("2021"));
    case.enter("ab", Event::Undone { target: settled });
    assert_eq!(case.line("arms/k/n").standing, Standing::Differs);
    assert_eq!(value(&case.line("year")), Some("2021"));
    case.takes("cd", &[("year", "2022")]);
    assert_eq!(value(&case.line("year")), Some("2021"));
    let late = case.extraction().findings().iter().any(|finding| {
        matches!(finding, Finding::Late { place, by, .. } if place == "year" && by == "cd")
    });
    assert!(late, "{:?}", case.extraction().findings());
}

#[test]
fn a_form_that_changes_meanwhile_keeps_every_value() {
    let mut case = Case::new();
    case.takes("ab", &[("year", "2020"), ("arms/k/n", "20")]);
    let other = FORM.replace("\"n\"", "\"n_randomised\"");
    let changed = case.enter("ab", form(&other));
    let line = case.line("arms/k/n");
    assert_eq!(
        (&line.standing, value(&line)),
        (&Standing::NotAsked, Some("20"))
    );
    let extraction = case.extraction();
    let told = extraction.findings()[0].to_string();
    assert!(
        told.contains("No longer asked: arms/n.")
            && told.contains("Asked since then: arms/n_randomised."),
        "{told}"
    );
    let version = Form::version_of(FORM);
    let before = extraction.form("own").unwrap().version(&version).unwrap();
    assert_eq!(before.text, FORM);
    case.enter("ab", Event::Undone { target: changed });
    assert_eq!(case.line("arms/k/n").standing, Standing::Waiting);
    assert!(case.extraction().findings().is_empty());
}

#[test]
fn a_form_that_cannot_be_read_leaves_the_one_before_in_use() {
    let mut case = Case::new();
    case.enter("ab", form("[[fields]]\nid = \n"));
    case.takes("ab", &[("year", "2020")]);
    assert_eq!(case.line("year").standing, Standing::Waiting);
    let extraction = case.extraction();
    assert!(matches!(
        extraction.findings()[0],
        Finding::BrokenForm { .. }
    ));
}

#[test]
fn an_item_under_two_names_is_told() {
    let mut case = Case::new();
    case.takes("ab", &[("arms/k/n", "20"), ("arms/p/n", "20")]);
    case.takes("cd", &[("arms/ketamine/n", "20"), ("arms/p/n", "20")]);
    let extraction = case.extraction();
    let lonely: Vec<&str> = extraction
        .findings()
        .iter()
        .filter_map(|finding| match finding {
            Finding::LonelyItem { item, .. } => Some(item.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(lonely, ["arms/k", "arms/ketamine"]);
}

#[test]
fn reports_of_two_studies_and_values_of_none_are_told() {
    let mut case = Case::new();
    let shared = case.report(1);
    case.enter("ab", named("roe2022", &[shared, case.report(2), shared]));
    let mut lost = values(FORM, &[("year", "2020")]);
    lost.study = "nobody".to_owned();
    lost.form = "none".to_owned();
    case.enter("cd", Event::Extracted(Box::new(lost)));
    let extraction = case.extraction();
    let findings = extraction.findings();
    assert!(matches!(findings[0], Finding::SharedReport { .. }));
    assert!(matches!(findings[1], Finding::NoStudy { .. }));
    assert!(matches!(findings[2], Finding::NoForm { .. }));
    assert_eq!(findings.len(), 3);
    assert_eq!(extraction.study("roe2022").unwrap().records.len(), 2);
    assert_eq!(extraction.lines("nobody", "none", 2).len(), 1);
}

#[test]
fn lines_stand_in_the_order_of_the_form() {
    let mut case = Case::new();
    case.takes(
        "ab",
        &[
            ("arms/b/dose", "1 mg"),
            ("arms/a/n", "2"),
            ("year", "2020"),
            ("arms/b/n", "3"),
            ("gone", "1"),
        ],
    );
    let places: Vec<String> = case.lines(2).into_iter().map(|line| line.place).collect();
    assert_eq!(
        places,
        ["year", "arms/a/n", "arms/b/n", "arms/b/dose", "gone"]
    );
}
