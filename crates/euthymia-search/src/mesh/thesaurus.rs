//! Headings, their names and their tree.

use std::collections::{BTreeMap, HashMap};

use crate::engine::analyser::{fold_value, words};

/// A heading of MeSH.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// Unique identifier: `D003865`.
    pub ui: String,
    /// The heading: `Depressive Disorder, Major`.
    pub name: String,
    /// Places in the tree: `F03.600.300.375`. Some headings have none.
    pub trees: Vec<String>,
    /// Other names that lead to it.
    pub entry_terms: Vec<String>,
}

/// A thesaurus with its tree.
#[derive(Debug, Clone)]
pub struct Mesh {
    descriptors: Vec<Descriptor>,
    names: HashMap<String, usize>,
    trees: BTreeMap<String, usize>,
    words: HashMap<String, Vec<usize>>,
}

impl Mesh {
    /// Makes the tree and the list of names. Of two headings with one name the first counts; a
    /// heading counts before an entry term.
    pub fn new(descriptors: Vec<Descriptor>) -> Self {
        let mut mesh = Self {
            descriptors,
            names: HashMap::new(),
            trees: BTreeMap::new(),
            words: HashMap::new(),
        };
        for (at, one) in mesh.descriptors.iter().enumerate() {
            mesh.names.entry(fold_value(&one.name)).or_insert(at);
            for tree in &one.trees {
                mesh.trees.entry(tree.clone()).or_insert(at);
            }
        }
        for (at, one) in mesh.descriptors.iter().enumerate() {
            for name in std::iter::once(&one.name).chain(&one.entry_terms) {
                mesh.names.entry(fold_value(name)).or_insert(at);
                for (_, word) in words(name) {
                    let headings = mesh.words.entry(word).or_default();
                    if headings.last() != Some(&at) {
                        headings.push(at);
                    }
                }
            }
        }
        mesh
    }

    /// All headings in the order of the file.
    pub fn descriptors(&self) -> &[Descriptor] {
        &self.descriptors
    }

    /// The heading of this name, entry term, or unique identifier, whatever its case.
    pub fn descriptor(&self, name: &str) -> Option<&Descriptor> {
        let named = self
            .names
            .get(&fold_value(name))
            .and_then(|&at| self.descriptors.get(at));
        named.or_else(|| self.descriptors.iter().find(|one| one.ui == name))
    }

    /// Whether this is the heading itself, and not another name for it.
    pub fn is_name(&self, descriptor: &Descriptor, name: &str) -> bool {
        fold_value(&descriptor.name) == fold_value(name)
    }

    /// The heading and everything below any of its places in the tree, in the order of the file.
    pub fn narrower(&self, descriptor: &Descriptor) -> Vec<&Descriptor> {
        let below = descriptor.trees.iter().flat_map(|tree| {
            let dotted = format!("{tree}.");
            let reach = self.trees.range(dotted.clone()..);
            reach
                .take_while(move |(one, _)| one.starts_with(&dotted))
                .map(|(_, &at)| at)
        });
        let mut all: Vec<usize> = below.collect();
        all.extend(self.names.get(&fold_value(&descriptor.name)));
        all.sort_unstable();
        all.dedup();
        all.into_iter()
            .filter_map(|at| self.descriptors.get(at))
            .collect()
    }

    /// Headings whose names share most words with a text, best first, at most `most`.
    pub fn suggest(&self, text: &str, most: usize) -> Vec<&Descriptor> {
        let mut sought: Vec<String> = words(text).into_iter().map(|(_, word)| word).collect();
        sought.sort_unstable();
        sought.dedup();
        let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
        for word in &sought {
            let headings = self.words.get(word).map(Vec::as_slice).unwrap_or_default();
            let weight = 1.0 / (1.0 + headings.len() as f64).ln_1p();
            for &at in headings {
                *weights.entry(at).or_default() += weight;
            }
        }
        let length = |at: &usize| self.descriptors.get(*at).map_or(0, |one| one.name.len());
        let mut ranked: Vec<(usize, f64)> = weights.into_iter().collect();
        ranked.sort_by(|(a, left), (b, right)| {
            right
                .total_cmp(left)
                .then(length(a).cmp(&length(b)))
                .then(a.cmp(b))
        });
        let best = ranked.into_iter().take(most);
        best.filter_map(|(at, _)| self.descriptors.get(at))
            .collect()
    }
}
