//! Standard deviations, standard errors and intervals: whether one stands for another.

use super::{Doubt, Held, Number};
use euthymia_clinical::instrument;
use euthymia_numerics::Probability;
use euthymia_synthesis::conversion::spread::{Quantile, sd_from_interval};

/// A standard deviation below this part of a scale is smaller than any trial has seen.
const SMALL: f64 = 0.04;
/// So many times smaller than another one of the study is suspicious.
const TIMES: f64 = 2.5;

pub(super) fn spread(item: &Held<'_>) -> Option<Doubt> {
    let (sd, se, n) = (item.number(0)?, item.number(1)?, item.number(2)?);
    let root = n.count().filter(|n| *n > 0).map(|n| (n as f64).sqrt())?;
    let ((sd_low, sd_high), (se_low, se_high)) = (sd.bounds(), se.bounds());
    let fits = sd_low / root <= se_high && se_low <= sd_high / root;
    (!fits).then(|| {
        let why = format!(
            "from a standard deviation of {} and {} people follows {:.3}",
            sd.text,
            n.text,
            sd.value / root
        );
        let help = "Compare all three with the report: one may stand for the other.";
        item.doubt("spread", &se.place, why, help)
    })
}

pub(super) fn interval(item: &Held<'_>) -> Vec<Doubt> {
    let (Some(low), Some(high)) = (item.number(0), item.number(2)) else {
        return Vec::new();
    };
    if low.value >= high.value {
        let why = format!("it is not below the upper limit, {}", high.text);
        let help = "Exchange the two, or compare them with the report.";
        return vec![item.doubt("interval", &low.place, why, help)];
    }
    let about = item
        .number(1)
        .and_then(|mean| uneven(item, &low, &mean, &high));
    let wide = width(item, &low, &high);
    about.into_iter().chain(wide).collect()
}

/// The mean is the middle of its limits, as far as their rounding goes.
fn uneven(item: &Held<'_>, low: &Number, mean: &Number, high: &Number) -> Option<Doubt> {
    let ((low_from, low_to), (high_from, high_to)) = (low.bounds(), high.bounds());
    let (from, to) = mean.bounds();
    let (least, most) = (
        f64::midpoint(low_from, high_from),
        f64::midpoint(low_to, high_to),
    );
    let slack = 1e-9 * mean.value.abs().max(1.0);
    (from > most + slack || to < least - slack).then(|| {
        let middle = f64::midpoint(low.value, high.value);
        let why = format!("the middle of {} and {} is {middle:.3}", low.text, high.text);
        let help = "Compare all three with the report: the interval may be of a logarithm, of a median \
                    or of a difference.";
        item.doubt("interval", &mean.place, why, help)
    })
}

/// The limits lie as far apart as the error or deviation asks, by the normal or by Student's t.
fn width(item: &Held<'_>, low: &Number, high: &Number) -> Option<Doubt> {
    let people = item.number(6)?.count().filter(|n| *n >= 2)?;
    let level = item.number(3).map_or(95.0, |level| level.value);
    let level = Probability::new(level / 100.0).ok()?;
    let root = (people as f64).sqrt();
    let (given, bounds) = match (item.number(4), item.number(5)) {
        (Some(se), _) => {
            let (from, to) = se.bounds();
            (se, (from * root, to * root))
        }
        (None, Some(sd)) => {
            let bounds = sd.bounds();
            (sd, bounds)
        }
        (None, None) => return None,
    };
    let ((low_from, low_to), (high_from, high_to)) = (low.bounds(), high.bounds());
    let sd = |low: f64, high: f64, quantile| {
        let found = sd_from_interval(low, high, level, people, quantile);
        found.map_or(0.0, |found| found.value)
    };
    let fits = |quantile| {
        let least = sd(low_to, high_from, quantile);
        let most = sd(low_from, high_to, quantile);
        bounds.0 <= most && least <= bounds.1
    };
    if fits(Quantile::Normal) || fits(Quantile::StudentT) {
        return None;
    }
    let implied = sd(low.value, high.value, Quantile::StudentT);
    let why = format!(
        "from the limits {} and {} of {people} people follows a standard deviation of {implied:.2} and a \
         standard error of {:.2}",
        low.text,
        high.text,
        implied / root
    );
    let help = "Compare them with the report: a deviation may stand for an error, or the limits be of \
                something else.";
    Some(item.doubt("interval", &given.place, why, help))
}

/// Deviations of the same thing in several arms, and on a scale: one that is much smaller may be a
/// standard error.
pub(super) fn alike(items: &[Held<'_>]) -> Vec<Doubt> {
    let sds: Vec<(&Held<'_>, Number)> = items
        .iter()
        .filter_map(|item| Some((item, item.number(0)?)))
        .collect();
    let doubt = |(item, sd): &(&Held<'_>, Number)| {
        let others = sds.iter().filter(|(other, _)| what(other) == what(item));
        let largest = others
            .map(|(_, other)| other.value)
            .fold(sd.value, f64::max);
        let by_scale = scale_span(item).filter(|span| sd.value < SMALL * span);
        let why = if sd.value > 0.0 && largest > TIMES * sd.value {
            format!("another of the same study is {largest}: this one may be a standard error")
        } else if let Some(span) = by_scale {
            format!("it is small for a scale of {span} points: it may be a standard error")
        } else {
            return None;
        };
        let help = "Compare it with the report; enter a standard error as such.";
        Some(item.doubt("alike", &sd.place, why, help))
    };
    sds.iter().filter_map(doubt).collect()
}

/// What is measured, and when: only like is held against like.
fn what<'h>(item: &'h Held<'_>) -> [Option<&'h str>; 3] {
    ["outcome", "instrument", "time_days"].map(|field| item.word(field))
}

fn scale_span(item: &Held<'_>) -> Option<f64> {
    let id = item
        .word("instrument")
        .or_else(|| item.word("baseline_instrument"));
    let scale = instrument::find(id?)?;
    Some(f64::from(scale.maximum?.saturating_sub(scale.minimum)))
}
