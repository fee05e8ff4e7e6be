//! What holds for every system and every schedule.

use crate::support::{course, dose, person};
use euthymia_pharmacokinetics::{Course, Flow, Input, Output, Person, System, bundled_all};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

/// A tree of up to six compartments, each tied to an earlier one, with an effect site that follows
/// the first; the first is measured, and so is the effect site.
#[derive(Clone, Debug)]
struct Tree {
    ties: Vec<(usize, f64, f64)>,
    out: f64,
    follow: f64,
}

impl Tree {
    fn size(&self) -> usize {
        self.ties.len() + 2
    }

    fn system(&self, out: f64) -> System {
        let mut flows = vec![Flow::Out { from: 0, rate: out }];
        for (nth, (to, there, back)) in self.ties.iter().enumerate() {
            let (own, to) = (nth + 1, to % (nth + 1));
            flows.push(Flow::Between {
                from: own,
                to,
                rate: *there,
            });
            flows.push(Flow::Between {
                from: to,
                to: own,
                rate: *back,
            });
        }
        let site = self.size() - 1;
        flows.push(Flow::Follow {
            from: 0,
            to: site,
            rate: self.follow,
        });
        let measured = |compartment| Output {
            compartment,
            volume_l: 10.0,
        };
        System::new(self.size(), &flows, vec![measured(0), measured(site)]).unwrap()
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    let ties = prop::collection::vec((0_usize..6, 0.05..5.0_f64, 0.05..5.0_f64), 0..5);
    (ties, 0.05..5.0_f64, 0.05..20.0_f64).prop_map(|(ties, out, follow)| Tree { ties, out, follow })
}

/// Boluses and infusions into the first compartment.
fn schedules() -> impl Strategy<Value = Vec<Input>> {
    let bolus = (0.1..50.0_f64, 0.0..8.0_f64).prop_map(|(mg, at)| Input::bolus(0, mg, at).unwrap());
    let infusion = (0.1..50.0_f64, 0.0..8.0_f64, 0.1..3.0_f64)
        .prop_map(|(mg, at, over)| Input::infusion(0, mg, at, over).unwrap());
    prop::collection::vec(prop_oneof![bolus, infusion], 1..5)
}

/// What has gone in until a time.
fn gone_in(inputs: &[Input], time: f64) -> f64 {
    let part = |input: &Input| match input.rate_mg_per_h() {
        None if input.start_h() <= time => input.amount_mg(),
        None => 0.0,
        Some(rate) => rate * (time.min(input.end_h()) - input.start_h()).max(0.0),
    };
    inputs.iter().map(part).sum()
}

proptest! {
    /// What went in is there, or has left: the area of the first compartment times the rate out.
    #[test]
    fn mass_is_kept(tree in trees(), inputs in schedules(), time in 0.0..30.0_f64) {
        let course = Course::of(&tree.system(tree.out), &inputs).unwrap();
        let site = tree.size() - 1;
        let inside: f64 = course.amounts(time).unwrap().iter().take(site).sum();
        let left = course.area(time, 0).unwrap() / 1000.0 * 10.0 * tree.out;
        assert_close!(inside + left, gone_in(&inputs, time), "scipy_expm", "mass at {time} h");
    }

    /// The courses of two schedules add up to the course of both.
    #[test]
    fn courses_are_superposed(tree in trees(), one in schedules(), other in schedules(), time in 0.0..30.0_f64) {
        let system = tree.system(tree.out);
        let at = |inputs: &[Input]| Course::of(&system, inputs).unwrap().concentration(time, 0).unwrap();
        let both: Vec<Input> = one.iter().chain(&other).copied().collect();
        assert_close!(at(&one) + at(&other), at(&both), "scipy_expm", "sum at {time} h");
    }

    /// Between two turns a concentration only rises or only falls, so that a point of it there lies
    /// between those at the turns.
    #[test]
    fn between_two_turns_nothing_is_higher_or_lower(
        tree in trees(), inputs in schedules(), until in 1.0..30.0_f64, share in 0.01..0.99_f64,
    ) {
        let course = Course::of(&tree.system(tree.out), &inputs).unwrap();
        let turns = course.turns_h(1, until).unwrap();
        prop_assert!(turns.is_sorted() && turns.first() == Some(&0.0) && turns.last() == Some(&until));
        for pair in turns.windows(2) {
            let at = |time_h: f64| course.concentration(time_h, 1).unwrap();
            let (from, to) = (at(pair[0]), at(pair[1]));
            let there = at(pair[0] + share * (pair[1] - pair[0]));
            let slack = 1e-9 * from.max(to) + 1e-12;
            prop_assert!(there >= from.min(to) - slack && there <= from.max(to) + slack, "{from} {there} {to}");
        }
    }

    #[test]
    fn twice_the_dose_is_twice_the_concentration(tree in trees(), mg in 0.1..50.0_f64, over in 0.01..3.0_f64, time in 0.0..30.0_f64) {
        let system = tree.system(tree.out);
        let at = |mg| Course::of(&system, &[Input::infusion(0, mg, 0.0, over).unwrap()]).unwrap().concentration(time, 0).unwrap();
        assert_close!(at(2.0 * mg), 2.0 * at(mg), "algebra", "at {time} h");
    }

    /// The whole area is the dose over the clearance, in plasma and at the effect site.
    #[test]
    fn the_area_is_the_dose_over_the_clearance(tree in trees(), inputs in schedules()) {
        let course = Course::of(&tree.system(tree.out), &inputs).unwrap();
        let dose: f64 = inputs.iter().map(Input::amount_mg).sum();
        let expected = 1000.0 * dose / (tree.out * 10.0);
        for output in [0, 1] {
            assert_close!(course.area_to_infinity(output).unwrap(), expected, "scipy_expm", "output {output}");
        }
    }

    /// Nothing between the ends of the search is above its peak.
    #[test]
    fn no_concentration_is_above_the_peak(tree in trees(), inputs in schedules(), output in 0_usize..2) {
        let course = Course::of(&tree.system(tree.out), &inputs).unwrap();
        let peak = course.peak(output, 20.0).unwrap();
        let own = course.concentration(peak.at_h, output).unwrap();
        prop_assert!(own >= peak.concentration * (1.0 - 1e-12));
        for step in 0..=400 {
            let concentration = course.concentration(f64::from(step) / 20.0, output).unwrap();
            prop_assert!(concentration <= peak.concentration * (1.0 + 1e-9), "{step}: {concentration} above {peak:?}");
        }
    }

    /// Inside the spans it is above, outside it is not.
    #[test]
    fn spans_are_where_it_is_above(tree in trees(), inputs in schedules(), share in 0.02..0.98_f64) {
        let course = Course::of(&tree.system(tree.out), &inputs).unwrap();
        let level = share * course.peak(0, 20.0).unwrap().concentration;
        let spans = course.above(0, level, 20.0).unwrap();
        prop_assert!(!spans.is_empty());
        prop_assert!(spans.windows(2).all(|pair| pair[0].to_h < pair[1].from_h));
        for step in 0..=400 {
            let time = f64::from(step) / 20.0;
            let concentration = course.concentration(time, 0).unwrap();
            let inside = spans.iter().any(|span| (span.from_h..=span.to_h).contains(&time));
            let near = (concentration / level - 1.0).abs() < 1e-9;
            prop_assert!(near || inside == (concentration > level), "{time} h: {concentration}, {level}");
        }
    }

    /// A system that nothing leaves keeps everything; every compartment gets some, none below nothing.
    /// Three weeks: rounding grows with the time and the fastest rate.
    #[test]
    fn nothing_is_below_nothing(tree in trees(), inputs in schedules(), time in 0.0..500.0_f64) {
        let course = Course::of(&tree.system(0.0), &inputs).unwrap();
        let amounts = course.amounts(time).unwrap();
        prop_assert!(amounts.iter().all(|amount| *amount >= 0.0));
        let inside: f64 = amounts.iter().take(tree.size() - 1).sum();
        assert_close!(inside, gone_in(&inputs, time), "scipy_expm", "mass at {time} h");
        prop_assert_eq!(course.area_to_infinity(0), None);
    }
}

/// The shorter an infusion, the nearer it is to a bolus.
#[test]
fn a_short_infusion_is_a_bolus() {
    for model in ["kamp", "clements", "fanta"] {
        let at = |over| {
            course(
                model,
                &person(70.0),
                "intravenous",
                &[dose(30.0, 0.0, over)],
            )
        };
        let (bolus, infusion) = (at(None), at(Some(1e-5)));
        for time in [0.1, 1.0, 10.0] {
            let (bolus, infusion) = (
                bolus.concentration(time, 0),
                infusion.concentration(time, 0),
            );
            assert_close!(
                infusion.unwrap(),
                bolus.unwrap(),
                "infusion_limit",
                "{model} at {time} h"
            );
        }
    }
}

/// Dose over clearance, by what the files call the clearance.
#[test]
fn bundled_models_have_the_area_of_their_clearance() {
    let whole = |model: &str, mg| {
        course(
            model,
            &person(70.0),
            "intravenous",
            &[dose(mg, 0.0, Some(0.5))],
        )
        .area_to_infinity(0)
        .unwrap()
    };
    assert_close!(whole("kamp", 35.0), 35_000.0 / 84.0, "scipy_expm", "Kamp");
    assert_close!(whole("fanta", 17.5), 17_500.0 / 95.2, "scipy_expm", "Fanta");
    assert_close!(
        whole("domino", 35.0),
        35_000.0 / (0.063 * 70.0 * 0.4381 * 60.0),
        "scipy_expm",
        "Domino"
    );
    assert_close!(
        whole("clements", 35.0),
        35_000.0 / (1.7522 * 70.0 * 0.0109 * 60.0),
        "scipy_expm",
        "Clements"
    );
    // A well-stirred liver: CL = Q · CLint / (Q + CLint), CLint = Vh (kel + kmet).
    let intrinsic = 101.0 * (1.11 + 2.77);
    let clearance = 151.0 * intrinsic / (151.0 + intrinsic);
    assert_close!(
        whole("perez_ruixo", 28.0),
        28_000.0 / clearance,
        "scipy_expm",
        "Perez-Ruixo"
    );
}

/// The bioavailability that the paper prints: FRn + (1 − FRn) Fgut (1 − E) of a spray, Fgut (1 − E)
/// of a drink.
#[test]
fn absorption_has_the_printed_bioavailability() {
    let whole = |route, mg, over| {
        course("perez_ruixo", &person(70.0), route, &[dose(mg, 0.0, over)])
            .area_to_infinity(0)
            .unwrap()
    };
    let vein = whole("intravenous", 28.0, Some(0.5));
    let intrinsic = 101.0 * (1.11 + 2.77);
    let passes = 0.64 * (1.0 - intrinsic / (151.0 + intrinsic));
    assert_close!(
        whole("nasal", 28.0, None) / vein,
        0.54 + 0.46 * passes,
        "scipy_expm",
        "nasal"
    );
    assert_close!(
        whole("oral", 28.0, None) / vein,
        passes,
        "scipy_expm",
        "oral"
    );
}

/// 40 against 60 minutes: the same area, and no weight changes that.
#[test]
fn the_length_of_an_infusion_does_not_change_the_area() {
    for model in bundled_all().filter(|model| model.route("intravenous").is_some()) {
        for weight in [45.0, 70.0, 120.0] {
            let people: Person = person(weight);
            let whole = |over| {
                course(
                    &model.id,
                    &people,
                    "intravenous",
                    &[dose(30.0, 0.0, Some(over))],
                )
                .area_to_infinity(0)
                .unwrap()
            };
            assert_close!(
                whole(2.0 / 3.0),
                whole(1.0),
                "algebra",
                "{} at {weight} kg",
                model.id
            );
        }
    }
}
