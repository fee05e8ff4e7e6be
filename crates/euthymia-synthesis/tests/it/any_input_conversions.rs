//! Any input at all to a conversion: no panic, and never a number that is not one.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::conversion::box_cox::box_cox;
use euthymia_synthesis::conversion::change::{correlation_from_sds, sd_of_change};
use euthymia_synthesis::conversion::counts::{
    events_from_percentage, sizes_from_percentages, totals_from_mean,
};
use euthymia_synthesis::conversion::delta::delta;
use euthymia_synthesis::conversion::five_numbers::{
    FiveNumbers, Known, hozo, log_normal, luo_wan_shi, sd_from_quartiles,
    sd_from_quartiles_by_handbook, sd_from_range, walter_yao, wan,
};
use euthymia_synthesis::conversion::log_scale::{from_logarithms, to_logarithms};
use euthymia_synthesis::conversion::margins::{Association, Margins, table};
use euthymia_synthesis::conversion::medians::{median, median_of_medians, weighted_median};
use euthymia_synthesis::conversion::number_needed::number_needed;
use euthymia_synthesis::conversion::printed::Printed;
use euthymia_synthesis::conversion::quantile_fit::fit;
use euthymia_synthesis::conversion::ratio_tables::{PrintedRatio, Ratio, tables};
use euthymia_synthesis::conversion::risk::{
    RiskEffect, odds_ratio_from_risk_ratio, risk_difference_at, risk_ratio_from_odds_ratio,
};
use euthymia_synthesis::conversion::spread::{
    Quantile, pooled_sd_from_f, pooled_sd_from_interval, pooled_sd_from_p, pooled_sd_from_t,
    sd_from_interval,
};
use euthymia_synthesis::conversion::standardised::{
    Latent, d_from_log_odds, d_from_r, log_odds_from_d, r_from_d,
};
use euthymia_synthesis::conversion::wald::{Scale, from_interval, from_p, from_statistic};
use euthymia_synthesis::conversion::{
    ConversionError, Converted, MeanSd, Reference, combine, skewness,
};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::means::Group;
use proptest::prelude::*;

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -10.0..10.0_f64, Just(0.0), Just(1.0)]
}

fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..100_u64]
}

fn any_share() -> impl Strategy<Value = Probability> {
    prop_oneof![
        0.0..=1.0_f64,
        Just(0.0),
        Just(1.0),
        Just(0.95),
        0.0..1e-300_f64
    ]
    .prop_map(|p| Probability::new(p).unwrap())
}

fn ascending(mut numbers: [f64; 5]) -> [f64; 5] {
    numbers.sort_by(f64::total_cmp);
    numbers
}

fn finite(found: Result<Converted<f64>, ConversionError>) {
    if let Ok(found) = found {
        assert!(found.value.is_finite(), "{found:?}");
    }
}

fn sound(found: Result<Converted<MeanSd>, ConversionError>) {
    if let Ok(Converted { value, .. }) = found {
        let MeanSd { mean, sd } = value;
        assert!(mean.is_finite() && sd.is_finite() && sd > 0.0, "{value:?}");
    }
}

fn effect(found: Result<Converted<Effect>, ConversionError>) {
    if let Ok(Converted { value, .. }) = found {
        let v = value.variance.get();
        assert!(
            value.estimate.is_finite() && v.is_finite() && v > 0.0,
            "{value:?}"
        );
    }
}

fn check_summary(known: Known, n: u64) {
    let Ok(summary) = FiveNumbers::new(known, n) else {
        return;
    };
    for method in [luo_wan_shi, wan, log_normal, hozo] {
        sound(method(&summary));
    }
    finite(walter_yao(&summary));
    let found = skewness::test(&summary);
    assert!(found.statistic.is_finite() && found.critical.is_finite());
    sound(box_cox(&summary).map(|found| found.map(|value| value.moments)));
    sound(fit(&summary).map(|found| found.map(|value| value.moments)));
    effect(median(&summary).map(|found| found.map(|value| value.effect)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_summary(numbers in [any_number(), any_number(), any_number(), any_number(), any_number()], n in any_count()) {
        for [minimum, q1, median, q3, maximum] in [numbers, ascending(numbers)] {
            check_summary(Known::Range { minimum, median, maximum }, n);
            check_summary(Known::Quartiles { q1, median, q3 }, n);
            check_summary(Known::All { minimum, q1, median, q3, maximum }, n);
            finite(sd_from_range(minimum, maximum, n));
            finite(sd_from_quartiles(q1, q3, n));
            finite(sd_from_quartiles_by_handbook(q1, q3));
        }
    }

    #[test]
    fn any_comparison(x in [any_number(), any_number(), any_number()], p in any_share(), n in [any_count(), any_count()]) {
        for quantile in [Quantile::Normal, Quantile::StudentT] {
            finite(sd_from_interval(x[0], x[1], p, n[0], quantile));
            finite(pooled_sd_from_interval(x[0], x[1], p, n, quantile));
            finite(pooled_sd_from_p(x[0], p, n, quantile));
        }
        sound(to_logarithms(x[0], x[1]));
        sound(from_logarithms(x[0], x[1]));
        finite(pooled_sd_from_t(x[0], x[1], n[0], n[1]));
        finite(pooled_sd_from_f(x[0], x[1], n[0], n[1]));
        finite(sd_of_change(x[0], x[1], x[2]));
        finite(correlation_from_sds(x[0], x[1], x[2]));
        finite(risk_ratio_from_odds_ratio(x[0], p));
        finite(odds_ratio_from_risk_ratio(x[0], p));
        for of in [RiskEffect::Difference, RiskEffect::RiskRatio, RiskEffect::OddsRatio] {
            finite(risk_difference_at(of(x[0]), p));
            let _ = number_needed([of(x[0]), of(x[1]), of(x[2])], p);
        }
        for scale in [Scale::Identity, Scale::Log] {
            for reference in [Reference::Normal, Reference::StudentT(x[2])] {
                for estimate in [None, Some(x[2])] {
                    let found = from_interval(estimate, x[0], x[1], p, scale, reference);
                    effect(found.map(|found| found.map(|value| value.effect)));
                }
                effect(from_p(x[0], p, scale, reference));
            }
            effect(from_statistic(x[0], x[1], scale));
        }
    }

    #[test]
    fn any_effect(x in [any_number(), any_number()], v in [any_number(), any_number()], r in any_number(), n in [any_count(), any_count()]) {
        let effects = [Effect::new(x[0], v[0].abs()), Effect::new(x[1], v[1].abs())];
        if let [Ok(one), Ok(other)] = effects {
            for latent in [Latent::Logistic, Latent::Normal] {
                effect(log_odds_from_d(&one, latent));
                effect(d_from_log_odds(&one, latent));
            }
            effect(delta(&one, f64::exp));
            effect(delta(&one, f64::ln));
            effect(r_from_d(&one, n[0], n[1]));
            effect(d_from_r(&one, n[0], n[1]));
            effect(combine::difference(&one, &other, r));
            let matrix = Matrix::from_row_slice(2, 2, &[1.0, r, r, 1.0]);
            effect(combine::composite(&[one, other], &matrix));
            finite(combine::composite_sd(&v, &matrix));
        }
        let groups = [Group::new(x[0], v[0], n[0]), Group::new(x[1], v[1], n[1])];
        if let [Ok(one), Ok(other)] = groups {
            if let Ok(both) = combine::groups(&[one, other]) {
                prop_assert!(both.value.mean().is_finite() && both.value.sd() > 0.0);
            }
            let _ = combine::shared_group(&one, n[1]);
        }
        prop_assert!(combine::groups(&[]).is_err() && combine::counts(&[]).is_err());
    }

    #[test]
    fn any_table(x in any_number(), n in [any_count(), any_count(), any_count()]) {
        if let Ok(margins) = Margins::new(n[0], n[1], n[2]) {
            for of in [Association::OddsRatio, Association::Phi, Association::ChiSquared, Association::ChiSquaredYates] {
                let _ = table(&margins, of(x));
            }
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,12}", digits in "-?[0-9]{0,8}\\.?[0-9]{0,8}", n in any_count(), items in any_count()) {
        let _ = text.parse::<Printed>();
        if let Ok(printed) = digits.parse::<Printed>() {
            let _ = events_from_percentage(printed, n);
            let _ = totals_from_mean(printed, n, items);
            let _ = sizes_from_percentages(&[printed], 1..=n.min(200));
            let (low, high) = printed.bounds();
            prop_assert!(low < printed.value() && printed.value() < high);
        }
    }

    #[test]
    fn any_printed_ratio(texts in ["[0-9]{1,2}\\.[0-9]{1,3}", "[0-9]{1,2}\\.[0-9]{1,3}", "[0-9]{1,2}"], n in [0..60_u64, 0..60_u64], level in any_share()) {
        let [estimate, lower, upper] = texts.map(|text| text.parse().unwrap());
        for ratio in [Ratio::Risk, Ratio::Odds] {
            let _ = tables(&PrintedRatio { ratio, estimate, lower, upper, level }, n[0], n[1]);
        }
    }

    #[test]
    fn any_medians(values in prop::collection::vec(any_number(), 0..9), weights in prop::collection::vec(any_number(), 0..9), level in any_share()) {
        if let Ok(found) = median_of_medians(&values, level) {
            prop_assert!(found.value.estimate.is_finite());
            prop_assert!(found.value.bounds.is_none_or(|b| b.lower <= found.value.estimate && found.value.estimate <= b.upper));
        }
        finite(weighted_median(&values, &weights));
    }
}
