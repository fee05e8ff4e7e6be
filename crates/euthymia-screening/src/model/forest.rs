//! A random forest whose questions are whether a term stands in a text.

use super::balance::weights;
use crate::text::Matrix;
use euthymia_numerics::random::Random;

/// Trees that ask, term by term, whether it stands in a text; the score is the mean share of included
/// texts, by weight, in the leaves that a text comes to, 0 to 1.
///
/// Each tree learns from a sample of the texts drawn with replacement. At each node about √V terms,
/// of the V that the texts there have, are drawn, and the one that makes the two sides most alike
/// inside, by Gini's index, is asked for.
///
/// # References
/// Breiman L. Random forests. Mach Learn 2001;45:5–32. Explanations: Saabas A. Interpreting random
/// forests, 2014.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    taught: Vec<(usize, bool)>,
    trees: Vec<Vec<Node>>,
    settings: Planting,
}

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planting {
    /// Number of trees.
    pub trees: usize,
    /// How much more all included texts count than all excluded ones.
    pub ratio: f64,
    /// Seed of all that is drawn.
    pub seed: u64,
}

impl Default for Planting {
    /// 100 trees, ratio 5, seed 0.
    fn default() -> Self {
        Self {
            trees: 100,
            ratio: 5.0,
            seed: 0,
        }
    }
}

/// A node: the share of included texts, and what is asked next.
#[derive(Debug, Clone, Copy)]
struct Node {
    share: f64,
    /// The term, and the nodes without and with it.
    split: Option<(u32, usize, usize)>,
}

/// A text at a node: its row, whether it was included, its weight.
type Drawn = (usize, bool, f64);

impl Forest {
    /// A forest without trees.
    #[must_use]
    pub fn new(settings: Planting) -> Self {
        Self {
            settings,
            ..Self::default()
        }
    }

    /// Adds a text that was decided on; it counts from the next [`Forest::fit`] on.
    pub fn add(&mut self, row: usize, is_in: bool) {
        self.taught.push((row, is_in));
    }

    /// Grows all trees anew.
    pub fn fit(&mut self, matrix: &Matrix) {
        let included = self.taught.iter().filter(|(_, is_in)| *is_in).count();
        let counts = (included, self.taught.len() - included);
        let (one, zero) = weights(counts, self.settings.ratio);
        let weigh = |&(row, is_in): &(usize, bool)| (row, is_in, if is_in { one } else { zero });
        let texts: Vec<Drawn> = self.taught.iter().map(weigh).collect();
        let grow = |tree: usize| {
            let mut random = Random::new(self.settings.seed, tree as u64);
            let draw = |_| {
                texts
                    .get(random.below(texts.len() as u64) as usize)
                    .copied()
            };
            let sample: Vec<Drawn> = (0..texts.len()).filter_map(draw).collect();
            let mut grown = Tree::new(matrix, random);
            grown.grow(sample);
            grown.nodes
        };
        self.trees = (0..self.settings.trees).map(grow).collect();
    }

    /// The score of a text, 0 to 1; ½ where nothing was learnt.
    #[must_use]
    pub fn score(&self, matrix: &Matrix, row: usize) -> f64 {
        if self.trees.is_empty() {
            return 0.5;
        }
        let columns = matrix.row(row).columns;
        let leaves = self.trees.iter().map(|tree| {
            let last = path(tree, columns).last();
            last.map_or(0.5, |(node, _)| node.share)
        });
        leaves.sum::<f64>() / self.trees.len() as f64
    }

    /// The mean share at the roots, and what each term that was asked for moved.
    #[must_use]
    pub fn moves(&self, matrix: &Matrix, row: usize) -> (f64, Vec<(u32, f64)>) {
        let columns = matrix.row(row).columns;
        let count = self.trees.len().max(1) as f64;
        let mut intercept = if self.trees.is_empty() { 0.5 } else { 0.0 };
        let mut moved = Vec::new();
        for tree in &self.trees {
            let mut before: Option<(&Node, Option<u32>)> = None;
            for (node, asked) in path(tree, columns) {
                match before {
                    None => intercept += node.share / count,
                    Some((earlier, Some(term))) => {
                        moved.push((term, (node.share - earlier.share) / count));
                    }
                    Some((_, None)) => {}
                }
                before = Some((node, asked));
            }
        }
        moved.sort_by_key(|&(term, _)| term);
        let runs = moved.chunk_by(|a, b| a.0 == b.0);
        let sums = runs.filter_map(|run| {
            let (term, _) = *run.first()?;
            Some((term, run.iter().map(|(_, part)| part).sum()))
        });
        (intercept, sums.collect())
    }
}

/// The nodes that a text passes, each with the term it asks for.
fn path<'t>(tree: &'t [Node], columns: &'t [u32]) -> impl Iterator<Item = (&'t Node, Option<u32>)> {
    let mut next = tree.first();
    std::iter::from_fn(move || {
        let node = next?;
        next = node
            .split
            .and_then(|(term, without, with)| match columns.binary_search(&term) {
                Ok(_) => tree.get(with),
                Err(_) => tree.get(without),
            });
        Some((node, node.split.map(|(term, ..)| term)))
    })
}

/// A tree that grows.
struct Tree<'m> {
    matrix: &'m Matrix,
    random: Random,
    nodes: Vec<Node>,
    /// Weight of the included and of all texts that have a column; 0 between nodes.
    with: Vec<(f64, f64)>,
    seen: Vec<u32>,
}

impl<'m> Tree<'m> {
    fn new(matrix: &'m Matrix, random: Random) -> Self {
        Self {
            matrix,
            random,
            nodes: Vec::new(),
            with: vec![(0.0, 0.0); matrix.columns()],
            seen: Vec::new(),
        }
    }

    fn grow(&mut self, sample: Vec<Drawn>) {
        self.nodes.push(leaf(&sample));
        let mut waiting = vec![(0_usize, sample)];
        while let Some((place, texts)) = waiting.pop() {
            let Some(term) = self.best(&texts) else {
                continue;
            };
            let has = |text: &Drawn| self.matrix.row(text.0).columns.binary_search(&term).is_ok();
            let (with, without): (Vec<Drawn>, Vec<Drawn>) =
                texts.iter().partition(|text| has(text));
            let first = self.nodes.len();
            self.nodes.extend([leaf(&without), leaf(&with)]);
            if let Some(node) = self.nodes.get_mut(place) {
                node.split = Some((term, first, first + 1));
            }
            waiting.extend([(first, without), (first + 1, with)]);
        }
    }

    /// The term to ask for at a node; `None` where all texts are of one kind or have the same terms.
    fn best(&mut self, texts: &[Drawn]) -> Option<u32> {
        let all = sums(texts);
        if all.0 <= 0.0 || all.0 >= all.1 {
            return None;
        }
        for &(row, is_in, weight) in texts {
            for &column in self.matrix.row(row).columns {
                let Some(sum) = self.with.get_mut(column as usize) else {
                    continue;
                };
                if sum.1 == 0.0 {
                    self.seen.push(column);
                }
                sum.0 += if is_in { weight } else { 0.0 };
                sum.1 += weight;
            }
        }
        let key = self.random.bits();
        let limit = (u64::MAX as f64 / (self.seen.len() as f64).sqrt().max(1.0)) as u64;
        let is_drawn = |&&column: &&u32| scatter(key ^ u64::from(column)) <= limit;
        let drawn: Vec<u32> = self.seen.iter().filter(is_drawn).copied().collect();
        let best = self
            .purest(&drawn, all)
            .or_else(|| self.purest(&self.seen, all));
        for &column in &self.seen {
            if let Some(sum) = self.with.get_mut(column as usize) {
                *sum = (0.0, 0.0);
            }
        }
        self.seen.clear();
        best
    }

    /// Of some terms the one whose two sides are purest; ties go to the first one met.
    fn purest(&self, terms: &[u32], all: (f64, f64)) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for &term in terms {
            let with = self.with.get(term as usize).copied().unwrap_or_default();
            let without = (all.0 - with.0, all.1 - with.1);
            if without.1 <= 1e-9 * all.1 {
                continue;
            }
            let impurity = gini(with) + gini(without);
            if best.is_none_or(|(least, _)| impurity < least) {
                best = Some((impurity, term));
            }
        }
        best.map(|(_, term)| term)
    }
}

/// Gini's index times the weight.
fn gini((included, all): (f64, f64)) -> f64 {
    match all > 0.0 {
        true => 2.0 * included * (all - included) / all,
        false => 0.0,
    }
}

fn sums(texts: &[Drawn]) -> (f64, f64) {
    let all: f64 = texts.iter().map(|text| text.2).sum();
    let included = texts.iter().filter(|text| text.1).map(|text| text.2);
    (included.sum(), all)
}

fn leaf(texts: &[Drawn]) -> Node {
    let (included, all) = sums(texts);
    Node {
        share: if all > 0.0 { included / all } else { 0.5 },
        split: None,
    }
}

/// Bits that look random.
///
/// # References
/// The finaliser of splitmix64: Steele GL, Lea D, Flood CH. Fast splittable pseudorandom number
/// generators. OOPSLA 2014:453–472.
fn scatter(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
