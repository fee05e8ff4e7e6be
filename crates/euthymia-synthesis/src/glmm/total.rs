//! The log-likelihood of all studies.

use super::grid::Grid;
use super::layout::{Item, Layout};
use super::marginal::{Mode, Slope, marginal, profiled};
use std::thread;

/// Studies are summed in blocks of this many, whatever the machine, so that the sum is the same
/// everywhere: enough of them that a second thread pays.
fn block_size<const P: usize>(layout: &Layout<P>) -> usize {
    match (layout.two, layout.own) {
        // A plane of points for each study.
        (true, _) => 2,
        // A search for each study.
        (false, true) => 32,
        (false, false) => 256,
    }
}

/// The studies under one layout, with what is remembered from call to call.
#[derive(Clone, Debug)]
pub(crate) struct Total<'a, const P: usize> {
    items: &'a [Item],
    layout: Layout<P>,
    modes: Vec<Mode>,
}

impl<'a, const P: usize> Total<'a, P> {
    pub(crate) fn new(items: &'a [Item], layout: Layout<P>) -> Self {
        let modes = items.iter().map(|item| start(item, layout.own)).collect();
        Self {
            items,
            layout,
            modes,
        }
    }

    /// The most likely random effects of each study at the last parameters asked for.
    pub(crate) fn modes(&self) -> &[Mode] {
        &self.modes
    }

    /// The same, to be set before the first call.
    pub(crate) fn modes_mut(&mut self) -> &mut [Mode] {
        &mut self.modes
    }

    /// The log-likelihood at `theta` with its derivatives.
    pub(crate) fn at(&mut self, theta: &[f64; P], grid: &Grid) -> Slope<P> {
        let layout = self.layout;
        let one = |item: &Item, mode: &mut Mode| {
            if layout.own {
                profiled(item, &layout, theta, grid, mode)
            } else {
                marginal(item, &layout, theta, grid, mode)
            }
        };
        let block = |items: &[Item], modes: &mut [Mode]| {
            let mut sum = Slope::ZERO;
            for (item, mode) in items.iter().zip(modes) {
                sum.add(&one(item, mode), item.copies);
            }
            sum
        };
        let size = block_size(&layout);
        let pairs = self.items.chunks(size).zip(self.modes.chunks_mut(size));
        let mut blocks: Vec<_> = pairs
            .map(|(items, modes)| (items, modes, Slope::ZERO))
            .collect();
        if blocks.len() < 2 {
            for (items, modes, sum) in &mut blocks {
                *sum = block(items, modes);
            }
        } else {
            let half = blocks.len().div_ceil(2);
            let run = |part: &mut [(&[Item], &mut [Mode], Slope<P>)]| {
                for (items, modes, sum) in part {
                    *sum = block(items, modes);
                }
            };
            let (left, right) = blocks.split_at_mut(half);
            thread::scope(|scope| {
                scope.spawn(|| run(left));
                run(right);
            });
        }
        let mut sum = Slope::ZERO;
        for (_, _, part) in &blocks {
            sum.add(part, 1.0);
        }
        sum
    }
}

/// Where to look first: no random effect, and for a study with a parameter of its own the one that
/// its counts suggest when ½ is added to each.
fn start(item: &Item, own: bool) -> Mode {
    let mut mode = Mode::default();
    if own {
        let level = |arm: &super::arm::Arm| arm.rough();
        let levels: Vec<f64> = item.arms().map(level).collect();
        mode.own = levels.iter().sum::<f64>() / levels.len().max(1) as f64;
    }
    mode
}
