//! Network graph: what was compared with what.

use std::collections::BTreeSet;

use crate::columns::MARGIN;
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::Glyph;
use crate::network_draw::{self, Drawing};
use crate::network_layout::{self, Layout};
use crate::network_order;
use crate::scene::{Scene, Stroke};
use crate::theme::Paint;
use crate::words::{counted, number};

/// Nodes on a circle, joined where they were compared.
///
/// The area of a node and the width of a line are in proportion to the numbers given; what these are
/// is stated in the key. Trials with three or more arms are tinted areas between their nodes. Parts
/// of the network that no comparison joins stand side by side; nodes without any comparison stand
/// below. A node or line without a usable number is drawn small and open, or thin and dashed.
/// Comparisons of a node with itself, of unknown nodes and repeated ones are left out and counted in
/// a note.
///
/// # Example
/// ```
/// use euthymia_plot::{MultiArm, NetworkEdge, NetworkGraph, NetworkNode};
/// let figure = NetworkGraph {
///     title: "Comparisons".into(),
///     nodes: vec![
///         NetworkNode::new("A", 120.0),
///         NetworkNode::new("B", 80.0),
///         NetworkNode::new("C", 40.0),
///     ],
///     edges: vec![NetworkEdge::new(0, 1, 3.0, "3"), NetworkEdge::new(1, 2, 1.0, "1")],
///     reference: Some(0),
///     ..NetworkGraph::default()
/// };
/// let words = figure.to_scene().text_alternative();
/// assert!(words.contains("A – B: 3"));
/// assert!(words.contains("A, the reference: 120"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkGraph {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// The nodes.
    pub nodes: Vec<NetworkNode>,
    /// The comparisons.
    pub edges: Vec<NetworkEdge>,
    /// Trials with three or more arms.
    pub multi_arm: Vec<MultiArm>,
    /// How nodes follow each other on the circle, clockwise from the top.
    pub order: NodeOrder,
    /// Position in [`Self::nodes`] of the node to be found at once.
    pub reference: Option<usize>,
    /// What the area of a node shows, such as "patients".
    pub node_label: String,
    /// What the width of a line shows, such as "trials".
    pub edge_label: String,
    /// What the numbers on the lines are, such as "number of trials".
    pub count_label: String,
    /// What is said about nodes without a comparison.
    pub unconnected_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkNode {
    /// Its name; wrapped into up to two lines.
    pub label: String,
    /// Area, as a number that is not negative.
    pub size: Option<f64>,
    /// A short text below the name; may be empty.
    pub detail: String,
}

impl NetworkNode {
    /// A node with its size.
    #[must_use]
    pub fn new(label: &str, size: f64) -> Self {
        Self {
            label: label.to_owned(),
            size: Some(size),
            detail: String::new(),
        }
    }

    /// Sets the text below the name.
    #[must_use]
    pub fn detail(mut self, detail: &str) -> Self {
        detail.clone_into(&mut self.detail);
        self
    }
}

/// A comparison of two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkEdge {
    /// Positions in [`NetworkGraph::nodes`].
    pub between: (usize, usize),
    /// Width, as a number that is not negative.
    pub width: Option<f64>,
    /// Printed on the line; may be empty.
    pub count: String,
}

impl NetworkEdge {
    /// A comparison with its width and the text on its line.
    #[must_use]
    pub fn new(first: usize, second: usize, width: f64, count: &str) -> Self {
        Self {
            between: (first, second),
            width: Some(width),
            count: count.to_owned(),
        }
    }
}

/// Nodes that were compared within one trial, or within several alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MultiArm {
    /// Positions in [`NetworkGraph::nodes`]; at least three different ones.
    pub nodes: Vec<usize>,
    /// What it is, for the text alternative, such as "2 trials".
    pub label: String,
}

/// How nodes follow each other on the circle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeOrder {
    /// As they are given.
    #[default]
    Given,
    /// Such that few lines cross, found by moving one node at a time. The same network always gives
    /// the same order. Networks with more than about 60 nodes or 400 comparisons keep the given order.
    FewCrossings,
}

impl Default for NetworkGraph {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            caution: None,
            nodes: Vec::new(),
            edges: Vec::new(),
            multi_arm: Vec::new(),
            order: NodeOrder::Given,
            reference: None,
            node_label: "patients".to_owned(),
            edge_label: "trials".to_owned(),
            count_label: "number of trials".to_owned(),
            unconnected_label: "Not compared with any other node".to_owned(),
            footnotes: Vec::new(),
        }
    }
}

/// The number, if it can be a size.
pub(crate) fn usable(size: Option<f64>) -> Option<f64> {
    size.filter(|v| v.is_finite() && *v >= 0.0)
}

impl NetworkGraph {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let edges = self.drawable_edges();
        let areas = self.drawable_areas();
        let links: Vec<(usize, usize)> = edges.iter().map(|e| e.between).collect();
        let mut parts = network_layout::parts(self.nodes.len(), &links, &areas);
        let alone: Vec<usize> = parts
            .iter()
            .filter(|p| p.len() == 1)
            .flatten()
            .copied()
            .collect();
        parts.retain(|p| p.len() > 1);
        let mut reordered = false;
        if self.order == NodeOrder::FewCrossings {
            for part in &mut parts {
                reordered |= network_order::shorten(part, &links);
            }
        }
        let layout = Layout::new(&self.nodes, &parts, &alone);
        let mut scene = Scene::new(layout.width, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, layout.width, &self.title, self.caution.as_deref());
        let drawing = Drawing {
            figure: self,
            edges: &edges,
            areas: &areas,
            layout: &layout,
            top,
        };
        let hidden = network_draw::draw(out, &drawing);
        let bottom = network_draw::unconnected(out, &drawing) + MARGIN / 2.0;
        let mut notes = self.footnotes.clone();
        notes.extend(self.notes(edges.len(), areas.len(), hidden));
        if reordered {
            notes.push("Nodes are ordered so that few lines cross.".to_owned());
        }
        let key = self.key(&edges, !areas.is_empty(), !alone.is_empty(), hidden);
        let words = self.in_words(&edges, &areas, &parts, &alone);
        frame::finish(scene, bottom, &key, notes, words)
    }

    /// Comparisons of two different known nodes, each once.
    fn drawable_edges(&self) -> Vec<&NetworkEdge> {
        let mut seen = BTreeSet::new();
        let known = |e: &&NetworkEdge| {
            let (a, b) = e.between;
            let known = a != b && a.max(b) < self.nodes.len();
            known && seen.insert((a.min(b), a.max(b)))
        };
        self.edges.iter().filter(known).collect()
    }

    /// Different known nodes of each trial with at least three.
    fn drawable_areas(&self) -> Vec<Vec<usize>> {
        let known = |m: &MultiArm| -> Option<Vec<usize>> {
            let nodes: BTreeSet<usize> = m.nodes.iter().copied().collect();
            let whole = nodes.len() >= 3 && nodes.iter().all(|n| *n < self.nodes.len());
            whole.then(|| nodes.into_iter().collect())
        };
        self.multi_arm.iter().filter_map(known).collect()
    }

    fn notes(&self, edges: usize, areas: usize, hidden: usize) -> Vec<String> {
        let mut notes = Vec::new();
        let mut left_out = |n: usize, one: &str, many: &str, why: &str| {
            if n > 0 {
                notes.push(format!("Not drawn: {} {why}.", counted(n, one, many)));
            }
        };
        left_out(
            self.edges.len() - edges,
            "comparison",
            "comparisons",
            "that repeat another, or whose nodes are unknown or the same",
        );
        left_out(
            self.multi_arm.len() - areas,
            "area",
            "areas",
            "with fewer than three known nodes",
        );
        left_out(
            hidden,
            "number on a line",
            "numbers on lines",
            "for want of room; the text alternative has them all",
        );
        notes
    }

    fn key(&self, edges: &[&NetworkEdge], areas: bool, alone: bool, hidden: usize) -> Vec<KeyItem> {
        let largest = |sizes: &mut dyn Iterator<Item = Option<f64>>| {
            sizes.filter_map(usable).reduce(f64::max).map(number)
        };
        let mut key = Vec::new();
        if let Some(most) = largest(&mut self.nodes.iter().map(|n| n.size)) {
            let text = format!("Area of a node: {} (largest {most})", self.node_label);
            key.push(KeyItem::new(
                Sign::Glyph(Glyph::Dot, Some(Paint::Study)),
                text,
            ));
        }
        if self.reference.is_some_and(|r| r < self.nodes.len()) {
            key.push(KeyItem::new(Sign::Target, "The reference"));
        }
        if let Some(most) = largest(&mut edges.iter().map(|e| e.width)) {
            let counts = edges.iter().filter(|e| !e.count.trim().is_empty()).count();
            let numbers = if counts > hidden && !self.count_label.trim().is_empty() {
                format!("; number on it: {}", self.count_label)
            } else {
                String::new()
            };
            let text = format!(
                "Width of a line: {} (largest {most}){numbers}",
                self.edge_label
            );
            key.push(KeyItem::new(
                Sign::Stroke(Stroke::solid(Paint::Prediction, 4.0)),
                text,
            ));
        }
        if areas {
            key.push(KeyItem::new(
                Sign::Patch(Paint::Tint2),
                "Tinted: a trial with three or more arms",
            ));
        }
        if alone {
            key.push(KeyItem::new(
                Sign::Glyph(Glyph::Ring, Some(Paint::Study)),
                &self.unconnected_label,
            ));
        }
        key
    }

    fn in_words(
        &self,
        edges: &[&NetworkEdge],
        areas: &[Vec<usize>],
        parts: &[Vec<usize>],
        alone: &[usize],
    ) -> Vec<String> {
        let mut lines = frame::cautioned(self.caution.as_deref());
        let said = |size: Option<f64>| usable(size).map_or_else(|| "unknown".to_owned(), number);
        lines.push(format!("Size of nodes: {}.", self.node_label));
        for (index, node) in self.nodes.iter().enumerate() {
            let reference = if self.reference == Some(index) {
                ", the reference"
            } else {
                ""
            };
            let detail = Some(&node.detail).filter(|d| !d.trim().is_empty());
            let detail = detail.map(|d| format!(" ({d})")).unwrap_or_default();
            lines.push(format!(
                "{}{reference}: {}{detail}",
                node.label,
                said(node.size)
            ));
        }
        lines.push(format!(
            "Comparisons: {}; width of lines: {}.",
            self.count_label, self.edge_label
        ));
        for edge in edges {
            let names = self.names(&[edge.between.0, edge.between.1], " – ");
            lines.push(format!(
                "{names}: {}; width {}",
                edge.count,
                said(edge.width)
            ));
        }
        for area in areas {
            let label = self
                .multi_arm
                .iter()
                .find(|m| area.iter().all(|n| m.nodes.contains(n)));
            let label = label
                .map(|m| m.label.as_str())
                .filter(|l| !l.trim().is_empty());
            let label = label.map(|l| format!(" ({l})")).unwrap_or_default();
            lines.push(format!(
                "Compared within one trial: {}{label}",
                self.names(area, ", ")
            ));
        }
        if parts.len() > 1 {
            let names: Vec<String> = parts.iter().map(|p| self.names(p, ", ")).collect();
            lines.push(format!(
                "{} parts that no comparison joins: {}",
                parts.len(),
                names.join(" | ")
            ));
        }
        if !alone.is_empty() {
            lines.push(format!(
                "{}: {}",
                self.unconnected_label,
                self.names(alone, ", ")
            ));
        }
        lines
    }

    fn names(&self, nodes: &[usize], between: &str) -> String {
        let names: Vec<&str> = nodes
            .iter()
            .filter_map(|n| Some(self.nodes.get(*n)?.label.as_str()))
            .collect();
        names.join(between)
    }
}
