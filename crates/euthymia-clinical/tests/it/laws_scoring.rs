//! Laws of scoring that hold for every pack and every answer sheet.

use euthymia_clinical::instrument::pack::{AnswerKind, Direction, Item, Total, TotalRule};
use euthymia_clinical::instrument::score::Totalled;
use euthymia_clinical::instrument::{Answers, Pack, Plan, bundled, bundled_all, score};
use euthymia_testkit::tolerance::named;
use proptest::prelude::*;
use proptest::sample::{Index, select};

type Sheet = Vec<Option<f64>>;

fn packs() -> Vec<&'static Pack> {
    let packs: Vec<_> = bundled_all()
        .filter(|pack| !pack.totals.is_empty())
        .collect();
    assert!(packs.len() >= 29, "{}", packs.len());
    packs
}

fn value(item: &Item) -> BoxedStrategy<f64> {
    let (low, high) = (item.minimum, item.maximum);
    match item.answer {
        AnswerKind::Scale => (low * 10..=high * 10)
            .prop_map(|tenths| f64::from(tenths) / 10.0)
            .boxed(),
        AnswerKind::Integer | AnswerKind::YesNo => (low..=high).prop_map(f64::from).boxed(),
    }
}

/// A pack and a sheet with an answer to every item.
fn complete() -> impl Strategy<Value = (&'static Pack, Sheet)> {
    select(packs()).prop_flat_map(|pack| {
        let answers: Vec<_> = pack
            .items
            .iter()
            .map(|item| value(item).prop_map(Some))
            .collect();
        (Just(pack), answers)
    })
}

/// A sheet of this pack in which each answer may be missing.
fn gappy(pack: &'static Pack) -> impl Strategy<Value = (&'static Pack, Sheet)> {
    let answer = |item| proptest::option::weighted(0.8, value(item));
    let answers: Vec<_> = pack.items.iter().map(answer).collect();
    (Just(pack), answers)
}

/// A pack whose counted items all have one range, so that the mean of some can stand for another.
fn even_packs() -> Vec<&'static Pack> {
    let range = |item: &Item| (item.minimum, item.maximum);
    let even = |pack: &&Pack| {
        let mut scored = pack.items.iter().filter(|item| item.scored).map(range);
        let first = scored.next();
        scored.all(|one| Some(one) == first)
    };
    let packs: Vec<_> = packs().into_iter().filter(even).collect();
    assert!(packs.len() >= 20, "{}", packs.len());
    packs
}

fn scored(
    pack: &'static Pack,
    sheet: &[Option<f64>],
    least: Option<usize>,
) -> Vec<Totalled<'static>> {
    score(&Answers::new(pack, sheet.to_vec()).unwrap(), least).totals
}

fn value_of(totals: &[Totalled<'_>], id: &str) -> Option<f64> {
    let found = totals.iter().find(|one| one.total.id == id).unwrap();
    found.computed.map(|computed| computed.value)
}

/// Slack for the rounding of a mean or of a change of scale.
fn slack(total: &Total) -> f64 {
    named("algebra").allowed(total.maximum)
}

fn is_in_range(total: &Total, value: f64) -> bool {
    value >= total.minimum - slack(total) && value <= total.maximum + slack(total)
}

/// The places of the items that a total counts.
fn places(pack: &Pack, total: &Total) -> Vec<usize> {
    Plan::new(pack, total).unwrap().places().collect()
}

fn is_either(pack: &Pack, total: &Total, place: usize) -> bool {
    total
        .either
        .iter()
        .any(|term| term.contains(&pack.items[place].id))
}

#[test]
fn the_lowest_answers_give_the_least_total_and_the_highest_the_largest() {
    for pack in packs() {
        let end = |of: fn(&Item) -> u16| -> Sheet {
            pack.items
                .iter()
                .map(|item| Some(f64::from(of(item))))
                .collect()
        };
        let (low, high) = (
            scored(pack, &end(|item| item.minimum), None),
            scored(pack, &end(|item| item.maximum), None),
        );
        for total in &pack.totals {
            let context = format!("{} {}", pack.id, total.id);
            let (low, high) = (value_of(&low, &total.id), value_of(&high, &total.id));
            assert!(
                (low.unwrap() - total.minimum).abs() <= slack(total),
                "{context}"
            );
            assert!(
                (high.unwrap() - total.maximum).abs() <= slack(total),
                "{context}"
            );
        }
    }
}

/// The domains of the QIDS of which only the largest answer counts.
const QIDS_DOMAINS: [&[&str]; 3] = [&["1", "2", "3", "4"], &["6", "7", "8", "9"], &["15", "16"]];

proptest! {
    #[test]
    fn a_complete_sheet_has_every_total_within_its_range((pack, sheet) in complete()) {
        for one in scored(pack, &sheet, None) {
            let computed = one.computed.unwrap();
            prop_assert!(is_in_range(one.total, computed.value), "{} {}", pack.id, one.total.id);
            prop_assert_eq!(computed.prorated, 0);
            prop_assert!(one.missing.is_empty());
            // Every band set has a band for it.
            prop_assert!(one.bands.iter().all(|(_, band)| band.is_some()), "{}", pack.id);
        }
    }

    #[test]
    fn raising_an_answer_never_lowers_a_sum_of_symptoms(
        (pack, sheet) in complete(),
        which in any::<Index>(),
        higher in any::<Index>(),
    ) {
        let at = which.index(sheet.len());
        let item = &pack.items[at];
        let above = f64::from(item.maximum) - sheet[at].unwrap();
        let steps: Vec<f64> = (0_u16..).map(f64::from).take_while(|by| *by <= above).collect();
        let mut raised = sheet.clone();
        raised[at] = Some(sheet[at].unwrap() + steps[higher.index(steps.len())]);
        let (before, after) = (scored(pack, &sheet, None), scored(pack, &raised, None));
        let worse = |total: &&Total| {
            total.rule == TotalRule::Sum && total.direction == Direction::HigherIsWorse
        };
        for total in pack.totals.iter().filter(worse) {
            let (before, after) = (value_of(&before, &total.id), value_of(&after, &total.id));
            prop_assert!(after.unwrap() >= before.unwrap(), "{} {}", pack.id, total.id);
        }
    }

    #[test]
    fn an_answer_that_a_total_does_not_count_does_not_change_it(
        (pack, sheet) in complete(),
        which in any::<Index>(),
    ) {
        let at = which.index(sheet.len());
        let mut blanked = sheet.clone();
        blanked[at] = None;
        let (before, after) = (scored(pack, &sheet, None), scored(pack, &blanked, None));
        for total in pack.totals.iter().filter(|total| !places(pack, total).contains(&at)) {
            prop_assert_eq!(value_of(&before, &total.id), value_of(&after, &total.id));
        }
    }

    #[test]
    fn without_a_rule_for_gaps_one_missing_answer_leaves_no_total(
        (pack, sheet) in complete(),
        which in any::<Index>(),
    ) {
        let at = which.index(sheet.len());
        let mut blanked = sheet;
        blanked[at] = None;
        for one in scored(pack, &blanked, None) {
            let counted = places(pack, one.total).contains(&at);
            prop_assert_eq!(one.missing.contains(&pack.items[at].id), counted);
            if counted && one.total.missing.is_none() && !is_either(pack, one.total, at) {
                prop_assert_eq!(one.computed, None, "{} {}", &pack.id, &one.total.id);
                prop_assert!(one.bands.iter().all(|(_, band)| band.is_none()));
                prop_assert!(one.cutoffs.is_empty());
            }
        }
    }

    #[test]
    fn answers_may_change_places_within_a_domain_of_the_qids(
        (id, order) in (
            select(vec!["qids_sr16", "qids_c16"]),
            select(QIDS_DOMAINS.to_vec()).prop_flat_map(|domain| {
                (Just(domain), Just(domain.to_vec()).prop_shuffle())
            }),
        ),
        answers in proptest::collection::vec(0_u8..=3, 16),
    ) {
        let pack = bundled(id).unwrap();
        let place = |item: &str| pack.item_index(item).unwrap();
        let sheet: Sheet = answers.iter().map(|answer| Some(f64::from(*answer))).collect();
        let mut moved = sheet.clone();
        for (from, to) in order.0.iter().zip(&order.1) {
            moved[place(to)] = sheet[place(from)];
        }
        let total = |sheet: &[Option<f64>]| value_of(&scored(pack, sheet, None), "total").unwrap();
        prop_assert_eq!(total(&sheet), total(&moved));
        // The domain adds its largest answer and no other.
        let largest = order.0.iter().filter_map(|item| sheet[place(item)]).fold(0.0, f64::max);
        let mut cleared = sheet.clone();
        for item in order.0 {
            cleared[place(item)] = Some(0.0);
        }
        prop_assert_eq!(total(&sheet) - total(&cleared), largest);
    }

    #[test]
    fn the_phq9_is_prorated_from_seven_answers_on_when_asked_for((pack, sheet) in gappy(bundled("phq9").unwrap())) {
        let answered: Vec<f64> = sheet[..9].iter().flatten().copied().collect();
        let found = scored(pack, &sheet, Some(7))[0].computed;
        prop_assert_eq!(found.is_some(), answered.len() >= 7, "{:?}", answered);
        if let Some(found) = found {
            let total = &pack.totals[0];
            prop_assert_eq!(found.prorated, 9 - answered.len());
            prop_assert!(is_in_range(total, found.value));
            #[allow(clippy::cast_precision_loss)]
            let expected = answered.iter().sum::<f64>() * 9.0 / answered.len() as f64;
            prop_assert!((found.value - expected).abs() <= slack(total));
        }
    }

    #[test]
    fn a_prorated_total_stays_within_its_range(
        (pack, sheet) in select(even_packs()).prop_flat_map(gappy),
        least in 0_usize..40,
    ) {
        for one in scored(pack, &sheet, Some(least)) {
            if let Some(computed) = one.computed {
                let value = computed.value;
                prop_assert!(is_in_range(one.total, value), "{} {value}", pack.id);
            }
        }
    }

    #[test]
    fn asking_for_more_answers_never_gives_a_total_that_fewer_did_not(
        (pack, sheet) in select(even_packs()).prop_flat_map(gappy),
        least in 1_usize..40,
    ) {
        let (fewer, more) = (scored(pack, &sheet, Some(least - 1)), scored(pack, &sheet, Some(least)));
        for (fewer, more) in fewer.iter().zip(&more) {
            prop_assert!(more.computed.is_none() || more.computed == fewer.computed);
        }
    }

    #[test]
    fn an_answer_out_of_range_or_between_two_is_refused(
        (pack, sheet) in complete(),
        which in any::<Index>(),
        by in prop_oneof![Just(0.5), Just(1.0), Just(f64::INFINITY), Just(f64::NAN)],
    ) {
        let at = which.index(sheet.len());
        let item = &pack.items[at];
        let mut wrong = sheet.clone();
        wrong[at] = Some(f64::from(item.maximum) + by);
        prop_assert_eq!(Answers::new(pack, wrong.clone()).unwrap_err().len(), 1);
        wrong[at] = Some(f64::from(item.minimum) - by);
        prop_assert_eq!(Answers::new(pack, wrong.clone()).unwrap_err().len(), 1);
        wrong[at] = Some(f64::from(item.minimum) + 0.5);
        let between = Answers::new(pack, wrong).is_ok();
        prop_assert_eq!(between, item.answer == AnswerKind::Scale);
    }

    #[test]
    fn a_sheet_of_another_length_is_refused((pack, sheet) in complete(), extra in 1_usize..4) {
        let mut longer = sheet.clone();
        longer.resize(sheet.len() + extra, None);
        prop_assert!(Answers::new(pack, longer).is_err());
        let scored = pack.items.iter().rposition(|item| item.scored).unwrap_or(0);
        prop_assert!(Answers::new(pack, sheet[..scored].to_vec()).is_err());
    }
}
