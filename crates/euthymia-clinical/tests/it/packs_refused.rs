//! What a pack or a site's wording is refused for: one contradiction at a time, found by name.

use crate::files::text;
use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::bundled;
use euthymia_clinical::instrument::wording::Wording;

/// A sound pack: two items of 0 to 3, their sum, bands, a cut-off, a rule, a change, a profile.
const SOUND: &str = r#"
schema = "euthymia.instrument.v1"
id = "two"
name = "TWO"
title = "Two items"
version = "1.0.0"
domain = "depression"
rater = "self"
structure = { source = "s", status = "confirmed" }
licence = { terms = "unknown", wording = "absent", basis = "b", status = "confirmed" }
suicide = { item = "2", source = "s", status = "confirmed" }

[[item]]
id = "1"
label = "Item 1"
minimum = 0
maximum = 3

[[item]]
id = "2"
label = "Item 2"
minimum = 0
maximum = 3
ask_if = { item = "1", equals = 1 }

[[total]]
id = "total"
name = "Total"
primary = true
rule = "sum"
terms = [["1"], ["2"]]
either = [["1"]]
minimum = 0
maximum = 6
direction = "higher_is_worse"
source = "s"
status = "confirmed"

[[bands]]
id = "b"
total = "total"
source = "s"
status = "confirmed"
band = [{ name = "low", from = 0, to = 2 }, { name = "high", from = 3, to = 6 }]

[[cutoff]]
id = "c"
total = "total"
at_least = 3
meaning = "m"
source = "s"
status = "confirmed"

[[rule]]
id = "r"
meaning = "m"
any = [{ total = "total", at_least = 3 }, { items_at_least = 3, count = 1 }]
source = "s"
status = "confirmed"

[[change]]
id = "d"
total = "total"
points = 2
scope = "individual"
source = "s"
status = "confirmed"

[[state]]
id = "p"
items = ["1", "2"]
source = "s"
status = "confirmed"
"#;

fn problems(text: &str) -> String {
    match Pack::parse(text, "two") {
        Ok(_) => String::new(),
        Err(error) => error.problems.join("; "),
    }
}

#[test]
fn the_sound_pack_is_accepted() {
    assert_eq!(problems(SOUND), "");
}

#[test]
fn each_contradiction_is_found() {
    for (find, replace, expected) in [
        (
            "euthymia.instrument.v1",
            "euthymia.instrument.v2",
            "schema is",
        ),
        ("id = \"two\"", "id = \"Two\"", "is not lower-case"),
        (
            "id = \"2\"\nlabel = \"Item 2\"",
            "id = \"1\"\nlabel = \"Item 1\"",
            "\"1\" occurs twice",
        ),
        (
            "maximum = 3\nask_if",
            "maximum = 0\nask_if",
            "minimum is not below maximum",
        ),
        ("label = \"Item 2\"", "label = \"Sleep\"", "is not neutral"),
        (
            "maximum = 3\nask_if",
            "maximum = 3\ntext = \"words\"\nask_if",
            "carries wording",
        ),
        (
            "maximum = 3\nask_if",
            "maximum = 3\noptions = [{ value = 0, text = \"none\" }]\nask_if",
            "carries wording",
        ),
        (
            "wording = \"absent\"",
            "wording = \"shipped\"",
            "the terms do not allow it",
        ),
        ("primary = true", "primary = false", "0 totals are primary"),
        ("maximum = 6\n", "maximum = 7\n", "the items give 0 to 6"),
        (
            "terms = [[\"1\"], [\"2\"]]",
            "terms = [[\"1\"], [\"2\"], []]",
            "a term has no items",
        ),
        (
            "[[\"1\"], [\"2\"]]",
            "[[\"1\"], [\"1\", \"2\"]]",
            "counts twice",
        ),
        (
            "[[\"1\"], [\"2\"]]",
            "[[\"1\"], [\"3\"]]",
            "there is no item \"3\"",
        ),
        (
            "either = [[\"1\"]]",
            "either = [[\"1\", \"2\"]]",
            "is not one of its terms",
        ),
        (
            "either = [[\"1\"]]",
            "items = [\"1\"]",
            "both `items` and `terms`",
        ),
        (
            "from = 3, to = 6",
            "from = 4, to = 6",
            "does not begin where",
        ),
        ("from = 3, to = 6", "from = 3, to = 5", "do not span"),
        (
            "id = \"b\"\ntotal = \"total\"",
            "id = \"b\"\ntotal = \"other\"",
            "no total \"other\"",
        ),
        (
            "at_least = 3\nmeaning",
            "at_least = 3\nabove = 2\nmeaning",
            "not exactly one bound",
        ),
        ("at_least = 3\nmeaning", "meaning", "not exactly one bound"),
        (
            "any = [{ total = \"total\"",
            "any = [{ total = \"other\"",
            "no total \"other\"",
        ),
        (
            "any = [{",
            "all = [{ total = \"total\", at_least = 3 }]\nany = [{",
            "either `all` or `any`",
        ),
        (
            "ask_if = { item = \"1\"",
            "ask_if = { item = \"9\"",
            "there is no item \"9\"",
        ),
        (
            "suicide = { item = \"2\"",
            "suicide = { item = \"9\"",
            "suicide: there is no item",
        ),
        (
            "points = 2",
            "points = 2\npercent = 50",
            "needs points or percent",
        ),
        (
            "id = \"d\"\ntotal = \"total\"",
            "id = \"d\"\ntotal = \"other\"",
            "change \"d\"",
        ),
        (
            "items = [\"1\", \"2\"]",
            "items = [\"1\", \"9\"]",
            "state: there is no item",
        ),
        ("rater = \"self\"", "rater = \"nobody\"", "unknown variant"),
        (
            "rater = \"self\"",
            "rater = \"self\"\ncolour = \"red\"",
            "unknown field",
        ),
    ] {
        assert!(SOUND.contains(find), "{find}");
        let found = problems(&SOUND.replacen(find, replace, 1));
        assert!(found.contains(expected), "{replace}: found \"{found}\"");
    }
}

#[test]
fn every_contradiction_is_reported_and_not_only_the_first() {
    let text = SOUND
        .replace("primary = true", "primary = false")
        .replace("to = 6", "to = 5");
    let error = Pack::parse(&text, "two").unwrap_err();
    assert_eq!(error.problems.len(), 2, "{error}");
    assert!(error.to_string().starts_with("two: "));
}

#[test]
fn an_option_out_of_range_is_found() {
    let text = text("instruments/phq9.toml");
    let found = problems(&text.replacen("{ value = 3,", "{ value = 4,", 1));
    assert!(found.contains("option 4 is out of range"), "{found}");
}

// A site's own wording.

fn wording(instrument: &str, item: &str, value: u8, permission: &str) -> String {
    format!(
        "schema = \"euthymia.wording.v1\"\ninstrument = \"{instrument}\"\nlanguage = \"en\"\n\
         permission = \"{permission}\"\n[[item]]\nid = \"{item}\"\ntext = \"our text\"\n\
         options = [{{ value = {value}, text = \"none\" }}]\n"
    )
}

#[test]
fn a_sites_wording_enters_its_items_and_leaves_the_labels() {
    let madrs = bundled("madrs").unwrap();
    let own = Wording::parse(&wording("madrs", "1", 6, "licence 1"), "own").unwrap();
    let worded = own.applied_to(madrs).unwrap();
    assert_eq!(worded.items[0].text.as_deref(), Some("our text"));
    assert_eq!(worded.items[0].options.len(), 1);
    assert_eq!(worded.items[0].label, "Item 1");
    assert_eq!(worded.items[1..], madrs.items[1..]);
    assert!(madrs.items[0].text.is_none());
}

#[test]
fn a_sites_wording_without_a_permission_is_refused() {
    for permission in ["", "  "] {
        let error = Wording::parse(&wording("madrs", "1", 0, permission), "own").unwrap_err();
        assert!(error.to_string().contains("permission is empty"), "{error}");
    }
    let other = wording("madrs", "1", 0, "p").replace("wording.v1", "wording.v2");
    assert!(Wording::parse(&other, "own").is_err());
}

#[test]
fn a_sites_wording_that_does_not_fit_its_scale_is_refused() {
    let madrs = bundled("madrs").unwrap();
    for (instrument, item, value, expected) in [
        ("phq9", "1", 0, "is for \"phq9\", not for \"madrs\""),
        ("madrs", "11", 0, "has no item \"11\""),
        ("madrs", "1", 7, "answer 7 is out of range"),
    ] {
        let own = Wording::parse(&wording(instrument, item, value, "p"), "own").unwrap();
        let error = own.applied_to(madrs).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}
