//! Nodes as people read them.

use super::analysis::Compared;
use super::choice::Level;
use euthymia_table::{ColumnSpec, Value};
use std::collections::BTreeMap;

/// The printed names of the nodes of a network.
///
/// A node that is one treatment has the printed name of that treatment. A combination has the names of
/// what it consists of. Where the data name their treatments by identifiers, other nodes lose their
/// underscores; otherwise a node is printed as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    nodes: BTreeMap<String, String>,
    treatments: BTreeMap<String, String>,
}

impl Names {
    /// The names that the data and the choice of nodes give.
    #[must_use]
    pub fn of(compared: &Compared) -> Self {
        let choice = &compared.choice;
        let mut names = Self::default();
        for treatment in compared.data.rows.treatments() {
            if treatment.name.is_empty() {
                continue;
            }
            let (id, name) = (&treatment.id, &treatment.name);
            names.treatments.insert(id.clone(), name.clone());
            let Some(node) = choice.node(treatment) else {
                continue;
            };
            match (&treatment.dose, choice.level) {
                (_, Level::Treatment | Level::Components) if node == *id => {
                    names.nodes.insert(node, name.clone());
                }
                (Some(dose), Level::Treatment) if node == format!("{id} {dose}") => {
                    names.nodes.insert(node, format!("{name}, {dose}"));
                }
                _ => {}
            }
        }
        names
    }

    /// The printed name of a node.
    #[must_use]
    pub fn name(&self, node: &str) -> String {
        if let Some(name) = self.nodes.get(node) {
            return name.clone();
        }
        if self.treatments.is_empty() {
            return node.to_owned();
        }
        let part = |part: &str| match self.treatments.get(part) {
            Some(name) if node.contains('+') => name.clone(),
            _ => part.replace('_', " "),
        };
        node.split('+').map(part).collect::<Vec<_>>().join(" + ")
    }

    /// The printed name of a treatment of the data.
    #[must_use]
    pub fn treatment(&self, id: &str) -> String {
        let known = self.treatments.get(id);
        known.map_or_else(|| self.name(id), Clone::clone)
    }

    /// The printed names of a pair of nodes.
    #[must_use]
    pub fn pair(&self, one: &str, other: &str) -> String {
        format!("{} – {}", self.name(one), self.name(other))
    }

    /// The printed names of several nodes, as a design.
    #[must_use]
    pub fn list(&self, nodes: &[String]) -> String {
        let names: Vec<String> = nodes.iter().map(|node| self.name(node)).collect();
        names.join(" – ")
    }

    /// A node in a table: its identifier for machines, its name for people.
    pub(super) fn cells(&self, node: &str) -> [Value; 2] {
        [Value::text(node), Value::text(self.name(node))]
    }
}

/// The columns of [`Names::cells`].
pub(super) fn node_columns(key: &str, header: &str) -> [ColumnSpec; 2] {
    [
        ColumnSpec::text(key, header).for_machines(),
        ColumnSpec::text(format!("{key}_name"), header).for_people(),
    ]
}

/// The number of the part, for people where there is more than one.
pub(super) fn part_column(compared: &Compared) -> ColumnSpec {
    let column = ColumnSpec::number("part", "Part");
    match compared.parts.len() {
        0 | 1 => column.for_machines(),
        _ => column,
    }
}
