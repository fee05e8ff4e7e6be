//! How often a rule fails, on orders of which all labels are known.

use euthymia_numerics::random::Random;

use super::consecutive::{self, Run};
use super::recall::{self, Sampled, ranked, sampled};
use super::safe::{self, SafeSettings};
use super::screened::{between, share_of};
use super::{Assumption, NotScreened, Says, Screened};

/// All labels, in the order in which a ranking would have shown them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Whether each is relevant.
    pub labels: Vec<bool>,
    /// Seed of what a rule draws at random.
    pub seed: u64,
}

/// A rule that can be tried where all labels are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StoppingRule {
    /// So many irrelevant ones in a row.
    Consecutive(Run),
    /// What of SAFE shows in one order: a random part first, the least share, the expected number,
    /// a run. Key papers, another model and a second look are not in it.
    Safe(SafeSettings),
    /// Recall from the ranked order, looked at after every so many.
    Ranked {
        /// Target of recall.
        target: f64,
        /// Confidence.
        confidence: f64,
        /// How often it is looked at, at least 1.
        every: u64,
    },
    /// After so many irrelevant ones in a row the rest is drawn at random until recall is sure.
    Sampled {
        /// When the draw begins.
        after: Run,
        /// Target of recall.
        target: f64,
        /// Confidence.
        confidence: f64,
    },
}

impl StoppingRule {
    /// What it takes for granted.
    pub fn assumptions(self) -> &'static [Assumption] {
        match self {
            Self::Consecutive(_) => consecutive::ASSUMES,
            Self::Safe(_) => safe::ASSUMES,
            Self::Ranked { .. } => recall::ASSUMES_RANKED,
            Self::Sampled { .. } => recall::ASSUMES_SAMPLE,
        }
    }
}

/// What a rule did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// The rule.
    pub rule: StoppingRule,
    /// Orders it was tried on.
    pub orders: u64,
    /// Orders in which it stopped before the end.
    pub stopped: u64,
    /// Orders in which recall was below the target when it stopped.
    pub failed: u64,
    /// Mean recall; that of an order without a relevant one is 1.
    pub mean_recall: f64,
    /// Lowest recall.
    pub lowest_recall: f64,
    /// Mean share that was not screened.
    pub mean_saved: f64,
}

/// Tries rules on orders. `target` is the recall below which a rule has failed.
///
/// # Errors
/// [`NotScreened::NotBetween`] for a target or confidence that is not between 0 and 1.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::consecutive::Run;
/// use euthymia_screening::stopping::{Labelled, StoppingRule, simulate_stopping};
/// let order = |places: [u64; 2]| Labelled {
///     labels: (0..10).map(|at| places.contains(&at)).collect(),
///     seed: 1,
/// };
/// // The rule of 3 in a row misses the last of the second order.
/// let orders = [order([0, 1]), order([0, 8])];
/// let tried = simulate_stopping(&orders, &[StoppingRule::Consecutive(Run::Count(3))], 0.95)?;
/// assert_eq!((tried[0].failed, tried[0].lowest_recall), (1, 0.5));
/// // 5 of 10 and 4 of 10 were read.
/// assert!((tried[0].mean_saved - 0.55).abs() < 1e-15);
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn simulate_stopping(
    orders: &[Labelled],
    rules: &[StoppingRule],
    target: f64,
) -> Result<Vec<Performance>, NotScreened> {
    let target = between("a target recall", target)?;
    let tried = rules.iter().map(|rule| performance(*rule, orders, target));
    tried.collect()
}

fn performance(
    rule: StoppingRule,
    orders: &[Labelled],
    target: f64,
) -> Result<Performance, NotScreened> {
    let mut done = Performance {
        rule,
        orders: 0,
        stopped: 0,
        failed: 0,
        mean_recall: 0.0,
        lowest_recall: 1.0,
        mean_saved: 0.0,
    };
    for order in orders {
        let (read, found) = stops_at(rule, order)?;
        let all = order.labels.len() as u64;
        let relevant = order.labels.iter().filter(|own| **own).count() as u64;
        let recall = ratio(found, relevant, 1.0);
        done.orders += 1;
        done.stopped += u64::from(read < all);
        done.failed += u64::from((found as f64) < target * relevant as f64 * (1.0 - 1e-12));
        done.mean_recall += recall;
        done.lowest_recall = done.lowest_recall.min(recall);
        done.mean_saved += 1.0 - ratio(read, all, 1.0);
    }
    let orders = done.orders.max(1) as f64;
    done.mean_recall /= orders;
    done.mean_saved /= orders;
    Ok(done)
}

fn ratio(part: u64, whole: u64, of_nothing: f64) -> f64 {
    match whole {
        0 => of_nothing,
        _ => part as f64 / whole as f64,
    }
}

/// How many a rule would have read of an order, and how many relevant ones it would have found.
///
/// # Errors
/// [`NotScreened::NotBetween`].
pub fn stops_at(rule: StoppingRule, order: &Labelled) -> Result<(u64, u64), NotScreened> {
    let labels = &order.labels;
    match rule {
        StoppingRule::Consecutive(run) => {
            let read = after_run(labels, run.needed(labels.len() as u64), 0);
            Ok(read_of(labels, read))
        }
        StoppingRule::Safe(settings) => Ok(after_safe(order, settings)),
        StoppingRule::Ranked {
            target,
            confidence,
            every,
        } => after_ranked(labels, target, confidence, every.max(1)),
        StoppingRule::Sampled {
            after,
            target,
            confidence,
        } => after_sample(order, after, target, confidence),
    }
}

fn read_of(labels: &[bool], read: usize) -> (u64, u64) {
    let found = labels.iter().take(read).filter(|own| **own).count();
    (read as u64, found as u64)
}

/// How many are read until a run of irrelevant ones is complete, and `least` at least.
fn after_run(labels: &[bool], needed: u64, least: u64) -> usize {
    let mut run = 0;
    for (at, label) in labels.iter().enumerate() {
        run = if *label { 0 } else { run + 1 };
        if run >= needed && at as u64 + 1 >= least {
            return at + 1;
        }
    }
    labels.len()
}

fn after_safe(order: &Labelled, settings: SafeSettings) -> (u64, u64) {
    let all = order.labels.len() as u64;
    let random = share_of(settings.random_share, all) as usize;
    let (first, rest) = drawn_first(order, random);
    let expected = first.iter().filter(|own| **own).count() as f64 / first.len().max(1) as f64;
    let expected = (settings.times_expected.max(0.0) * expected * all as f64).ceil() as u64;
    let least = share_of(settings.least_share, all).max(expected);
    let first_read = first.len();
    let least = least.saturating_sub(first_read as u64);
    let read = after_run(&rest, settings.run.max(1), least);
    let found = first
        .iter()
        .chain(rest.iter().take(read))
        .filter(|own| **own);
    ((first_read + read) as u64, found.count() as u64)
}

/// Labels that are drawn at random, and the others in their order.
fn drawn_first(order: &Labelled, count: usize) -> (Vec<bool>, Vec<bool>) {
    let mut places: Vec<usize> = (0..order.labels.len()).collect();
    Random::new(order.seed, 0).shuffle(&mut places);
    let mut is_drawn = vec![false; order.labels.len()];
    for place in places.iter().take(count) {
        if let Some(drawn) = is_drawn.get_mut(*place) {
            *drawn = true;
        }
    }
    let of = |wanted: bool| {
        let both = order.labels.iter().zip(&is_drawn);
        both.filter(move |(_, drawn)| **drawn == wanted)
            .map(|(label, _)| *label)
            .collect()
    };
    (of(true), of(false))
}

fn after_ranked(
    labels: &[bool],
    target: f64,
    confidence: f64,
    every: u64,
) -> Result<(u64, u64), NotScreened> {
    let total = labels.len() as u64;
    let step = usize::try_from(every).unwrap_or(usize::MAX);
    let mut read = 0_usize;
    while read < labels.len() {
        read = read.saturating_add(step).min(labels.len());
        let so_far = Screened::new(labels.iter().take(read).copied().collect(), total)?;
        if ranked(&so_far, target, confidence)?.verdict.says == Says::Stop {
            break;
        }
    }
    Ok(read_of(labels, read))
}

fn after_sample(
    order: &Labelled,
    after: Run,
    target: f64,
    confidence: f64,
) -> Result<(u64, u64), NotScreened> {
    let labels = &order.labels;
    let read = after_run(labels, after.needed(labels.len() as u64), 0);
    let (read, before) = read_of(labels, read);
    let mut rest: Vec<bool> = labels.iter().skip(read as usize).copied().collect();
    Random::new(order.seed, 0).shuffle(&mut rest);
    let mut sample = Sampled {
        before,
        rest: rest.len() as u64,
        drawn: 0,
        drawn_relevant: 0,
    };
    for label in rest {
        if sampled(sample, target, confidence)?.verdict.says == Says::Stop {
            break;
        }
        sample.drawn += 1;
        sample.drawn_relevant += u64::from(label);
    }
    Ok((read + sample.drawn, before + sample.drawn_relevant))
}
