//! Independent blocks of work, done by several threads, with the answer of one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

/// Arrangements in a block: enough that handing them out costs nothing, few enough that a bar moves.
const BLOCK: u64 = 256;

/// A run of arrangements from `first` to `end` − 1, the `index`-th of its kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) index: u64,
    pub(super) first: u64,
    pub(super) end: u64,
}

fn block(index: u64, total: u64) -> Option<Block> {
    let first = index.checked_mul(BLOCK).filter(|first| *first < total)?;
    let end = first.saturating_add(BLOCK).min(total);
    Some(Block { index, first, end })
}

/// Cuts `total` arrangements into blocks, lets workers do them, and hands each part to `absorb` with
/// the number of arrangements done so far.
///
/// `make` makes a worker, one for each thread. Parts come in any order, so that `absorb` must not
/// depend on it.
pub(super) fn run<W, P>(
    total: u64,
    threads: usize,
    make: impl Fn() -> W + Sync,
    mut absorb: impl FnMut(P, u64),
) where
    W: FnMut(Block) -> P,
    P: Send,
{
    let mut done = 0;
    let mut take = |(part, count): (P, u64)| {
        done += count;
        absorb(part, done);
    };
    let next = AtomicU64::new(0);
    let work = |mut give: Box<dyn FnMut((P, u64)) + '_>| {
        let mut worker = make();
        while let Some(block) = block(next.fetch_add(1, Ordering::Relaxed), total) {
            give((worker(block), block.end - block.first));
        }
    };
    let helpers = if total <= BLOCK {
        0
    } else {
        threads.saturating_sub(1)
    };
    if helpers == 0 {
        return work(Box::new(take));
    }
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let work = &work;
        let mut started = 0;
        for _ in 0..=helpers {
            let sender = sender.clone();
            let give = move |part| {
                // The receiver outlives every worker.
                let _ = sender.send(part);
            };
            let spawned = thread::Builder::new().spawn_scoped(scope, move || work(Box::new(give)));
            started += usize::from(spawned.is_ok());
        }
        drop(sender);
        if started == 0 {
            work(Box::new(&mut take));
        }
        for part in receiver {
            take(part);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_arrangement_is_done_once_whatever_the_threads() {
        for threads in [0, 1, 2, 5] {
            for total in [0, 1, 255, 256, 257, 10_000] {
                let (mut sum, mut last) = (0, 0);
                let worker = || |block: Block| (block.first..block.end).sum::<u64>();
                run(total, threads, worker, |part, done| {
                    sum += part;
                    last = done;
                });
                assert_eq!((sum, last), ((0..total).sum(), total));
            }
        }
    }
}
