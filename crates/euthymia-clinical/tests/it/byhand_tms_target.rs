//! Places on the scalp against the tables of the facts file, and lengths that no head has.
//!
//! The numbers of the four formulas were worked out in Python from the formulas, apart from this
//! program.

use euthymia_clinical::tms::target::guide::rule_guide;
use euthymia_clinical::tms::target::head::{Head, HeadError, LengthUnit};
use euthymia_clinical::tms::target::method::{Use, method, rule, targets};
use euthymia_testkit::assert_close;

const FORMULAS: [&str; 4] = ["beam_f3", "geometry", "pubmed", "published"];

type Row = ([f64; 3], [(f64, f64); 4]);

const HEADS: [Row; 5] = [
    (
        [36.0, 38.0, 60.0],
        [
            (6.9549, 9.7911),
            (5.9803, 8.9207),
            (22.2865, 35.4023),
            (23.8584, 17.8963),
        ],
    ),
    (
        [36.0, 36.0, 56.0],
        [
            (6.4695, 9.5005),
            (5.5673, 8.6665),
            (20.4032, 33.3702),
            (21.9481, 16.1460),
        ],
    ),
    (
        [38.0, 36.0, 57.0],
        [
            (6.5628, 9.7209),
            (5.6524, 8.8793),
            (20.3614, 33.1453),
            (22.0147, 15.2598),
        ],
    ),
    (
        [34.0, 34.0, 54.0],
        [
            (6.2384, 8.9727),
            (5.3685, 8.1850),
            (19.6745, 31.5163),
            (21.1642, 15.2825),
        ],
    ),
    (
        [40.0, 40.0, 62.0],
        [
            (7.1626, 10.5561),
            (6.1638, 9.6294),
            (22.5892, 37.0780),
            (24.2997, 17.8729),
        ],
    ),
];

fn head([tragus, nasion_inion, circumference]: [f64; 3]) -> Head {
    Head::new(tragus, nasion_inion, circumference).unwrap()
}

#[test]
fn four_formulas_on_five_heads() {
    for (lengths, places) in HEADS {
        for (id, (x, y)) in FORMULAS.iter().zip(places) {
            let found = method(id).unwrap().place(head(lengths)).unwrap();
            assert_close!(found.x, x, "paper_4_digits", "X of {id} on {lengths:?}");
            assert_close!(found.y, y, "paper_4_digits", "Y of {id} on {lengths:?}");
        }
        let linear = method("linear").unwrap().place(head(lengths)).unwrap();
        let (x, y) = places[0];
        assert!((linear.x - x).abs() <= 0.04 && (linear.y - y).abs() <= 0.04);
    }
}

#[test]
fn the_adjusted_place_is_further_down_and_the_heuristics_are_shares() {
    let own = head([36.0, 38.0, 60.0]);
    let place = |id: &str| method(id).unwrap().place(own).unwrap();
    let (beam, adjusted) = (place("beam_f3"), place("adjusted"));
    assert_eq!(adjusted.x, beam.x);
    assert_close!(adjusted.y - beam.y, 0.35, "algebra", "what is added");
    // 0.1359 · 60 and 0.3167 · 37, and so on.
    let heuristics = [
        ("left_anterior", 8.154, 11.7179),
        ("right_anterior", 8.112, 10.6708),
        ("left_posterior", 11.082, 9.176),
        ("right_posterior", 11.808, 8.5692),
    ];
    for (id, x, y) in heuristics {
        assert_close!(place(id).x, x, "algebra", "X of {id}");
        assert_close!(place(id).y, y, "algebra", "Y of {id}");
    }
    let rules = &targets().rules;
    let lengths: Vec<f64> = rules.iter().map(|rule| rule.length(own).unwrap()).collect();
    assert_eq!(lengths[0], 5.5);
    assert_close!(lengths[1], 9.804, "algebra", "0.258 of 38 cm");
}

#[test]
fn the_printed_formulas_are_refused_and_odd_on_every_head() {
    for id in ["pubmed", "published"] {
        let printed = method(id).unwrap();
        assert_eq!(printed.usage, Use::Refused);
        for (lengths, _) in HEADS {
            let place = printed.place(head(lengths)).unwrap();
            assert_eq!(printed.oddities(place).len(), 2, "{id} {lengths:?}");
        }
    }
    let beam = method("beam_f3").unwrap();
    for (lengths, _) in HEADS {
        let place = beam.place(head(lengths)).unwrap();
        assert!(beam.oddities(place).is_empty());
    }
}

/// 0.3167 / 0.2637 of 8 to 12 cm, and 0.1359 / 0.1154 of 5 to 9 cm, and so on.
#[test]
fn spec_a_place_outside_of_the_guard_is_odd_for_every_method() {
    let (x, y) = method("left_anterior").unwrap().plausible();
    assert_close!(x[1], 9.0 * 0.1359 / 0.1154, "algebra", "highest X");
    assert_close!(y[0], 8.0 * 0.3167 / 0.2637, "algebra", "lowest Y");
    let (_, adjusted) = method("adjusted").unwrap().plausible();
    assert_close!(adjusted[0], 8.35, "algebra", "8 cm and what is added");
    // 30 cm over the vertex: Y of F3 is 0.2637 · 30 = 7.9 cm, and every other target is as near.
    let small = head([30.0, 30.0, 66.0]);
    for own in targets().methods.iter().filter(|own| own.usage == Use::Aim) {
        let place = own.place(small).unwrap();
        let odd = own.oddities(place);
        assert!(odd.iter().any(|why| why.starts_with("Y of")), "{}", own.id);
        let usual = own.place(head([36.0, 38.0, 60.0])).unwrap();
        assert!(own.oddities(usual).is_empty(), "{}", own.id);
    }
}

#[test]
fn example_the_steps_of_the_rules_of_one_length() {
    let own = head([36.0, 38.0, 60.0]);
    let steps = |id: &str| -> Vec<String> {
        let steps = rule_guide(rule(id).unwrap(), own);
        steps.into_iter().map(|step| step.text).collect()
    };
    let hand = steps("five_and_a_half");
    assert_eq!(hand.len(), 4);
    assert!(hand[2].contains("parallel to the midline"));
    assert!(hand[3].contains("5.5 cm forwards"));
    // 0.258 of 38 cm.
    assert!(steps("dmpfc")[1].contains("go 9.8 cm along"));
}

#[test]
fn a_length_that_no_head_has_is_refused_with_its_range() {
    let parse = |a: &str, b: &str, c: &str| Head::parse(a, b, c, LengthUnit::Centimetre);
    let inches = parse("14.2", "15", "23.6").unwrap_err().to_string();
    assert_eq!(
        inches,
        "tragus to tragus over the vertex: 14.2 cm is not plausible, 30 to 45 cm is; it looks like inches (36.1 cm): give the unit in"
    );
    let millimetres = parse("360", "38", "60").unwrap_err().to_string();
    assert!(millimetres.contains("looks like millimetres"));
    let stated = parse("14.2 in", "380 mm", "60").unwrap();
    assert_close!(stated.tragus(), 36.068, "algebra", "14.2 in");
    assert_close!(stated.nasion_inion(), 38.0, "algebra", "380 mm");
    assert_eq!(parse("36,5", "38", "60").unwrap().tragus(), 36.5);
    assert!(matches!(
        parse("36,500", "38", "60"),
        Err(HeadError::Ambiguous { .. })
    ));
    assert!(matches!(
        parse("wide", "38", "60"),
        Err(HeadError::NotALength { .. })
    ));
    assert!(matches!(
        parse("36 kg", "38", "60"),
        Err(HeadError::NotALength { .. })
    ));
    for wrong in ["-36", "0", "46"] {
        assert!(matches!(
            parse(wrong, "38", "60"),
            Err(HeadError::Implausible { .. })
        ));
    }
}
