//! How much each direct comparison contributes to each network estimate, as shares that sum to one.
//!
//! Evidence flows along paths; a path's flow is divided equally among its comparisons. Flows can be
//! taken apart into paths in more than one way, so that the method is named: [`random_walk`] takes all
//! paths at once and is unique, [`shortest_path`] takes one path after the other.

mod random_walk;
mod shortest_path;

use super::flow::{EvidenceFlow, FlowError, Flows};

/// How a flow is taken apart into paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContributionMethod {
    /// All paths at once, each with the probability that a random walker with the currents as
    /// transitions takes it.
    ///
    /// Davies AL et al. Stat Med 2022;41:2091–2114.
    RandomWalk,
    /// The path of fewest comparisons first, with the smallest flow along it; among paths of one
    /// length, the one that a search in breadth finds first. That depends on the order of
    /// [`Network::treatments`](crate::network::Network::treatments), by up to 0.01 in a share; in the
    /// order of their labels the shares are those of netmeta 3.3.1.
    ///
    /// Papakonstantinou T et al. F1000Research 2018;7:610.
    ShortestPath,
}

/// The shares of all direct comparisons in all network estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// How flows were taken apart.
    pub method: ContributionMethod,
    /// The columns: direct comparisons, the smaller place first.
    pub direct: Vec<(usize, usize)>,
    /// The rows: pairs of treatments, with shares that sum to one.
    pub rows: Vec<((usize, usize), Vec<f64>)>,
}

/// Returns the shares of the direct comparisons in one network estimate, in the order of
/// [`Flows::comparisons`]; they sum to one.
///
/// # Errors
/// [`FlowError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::contribution::{ContributionMethod, contribution};
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B"), contrast("2", "B", "C"),
///     contrast("3", "A", "C")], ADDS_UP_WITHIN)?;
/// let options = Options { model: network::Model::CommonEffect, ..Options::default() };
/// let fit = network::fit(&network, &options)?;
/// let shares = contribution(&network::flows(&fit)?, 0, 1, ContributionMethod::RandomWalk)?;
/// // 2/3 flow directly, 1/3 by way of C through two comparisons.
/// for (found, exact) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
///     assert!((found - exact).abs() < 1e-15);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn contribution(
    flows: &Flows<'_>,
    one: usize,
    other: usize,
    method: ContributionMethod,
) -> Result<Vec<f64>, FlowError> {
    let directed = Directed::new(flows, &flows.between(one, other)?);
    let mut shares = match method {
        ContributionMethod::RandomWalk => random_walk::shares(&directed),
        ContributionMethod::ShortestPath => shortest_path::shares(directed),
    };
    let total = euthymia_numerics::sum::compensated(shares.iter().copied());
    for share in &mut shares {
        *share /= total;
    }
    Ok(shares)
}

/// Returns the shares in the estimates of all pairs of treatments.
///
/// # Errors
/// [`FlowError`].
pub fn contributions(
    flows: &Flows<'_>,
    method: ContributionMethod,
) -> Result<Contributions, FlowError> {
    let n = flows.treatments();
    let mut rows = Vec::with_capacity(n * n.saturating_sub(1) / 2);
    for one in 0..n {
        for other in one + 1..n {
            rows.push(((one, other), contribution(flows, one, other, method)?));
        }
    }
    Ok(Contributions {
        method,
        direct: flows.comparisons().collect(),
        rows,
    })
}

/// A flow with every comparison turned the way the evidence runs.
struct Directed {
    source: usize,
    sink: usize,
    treatments: usize,
    /// Comparisons by the treatment they leave: comparison, treatment reached, flow.
    leaving: Vec<Vec<(usize, usize, f64)>>,
    /// When the comparisons, so turned, first name each treatment.
    named: Vec<usize>,
    comparisons: usize,
}

impl Directed {
    fn new(flows: &Flows<'_>, flow: &EvidenceFlow) -> Self {
        let mut leaving = vec![Vec::new(); flows.treatments()];
        let mut named = vec![usize::MAX; flows.treatments()];
        for (at, ((a, b), along)) in flows.comparisons().zip(&flow.along).enumerate() {
            let (from, to) = if *along > 0.0 { (a, b) } else { (b, a) };
            named[from] = named[from].min(2 * at);
            named[to] = named[to].min(2 * at + 1);
            if *along != 0.0 {
                leaving[from].push((at, to, along.abs()));
            }
        }
        Self {
            source: flow.treatments.0,
            sink: flow.treatments.1,
            treatments: flows.treatments(),
            leaving,
            named,
            comparisons: flow.along.len(),
        }
    }
}
