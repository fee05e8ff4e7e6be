//! The choices of nodes that are usually shown beside each other.

use super::choice::{Controls, Doses, Level, NodeChoice};

/// The choices of nodes that are usually shown beside a main one, but for those that make the same
/// nodes as it.
///
/// # Example
/// ```
/// use euthymia_report::compared::{NodeChoice, usual_choices};
/// let beside = usual_choices(&NodeChoice::named("one control"));
/// let names: Vec<&str> = beside.iter().map(|choice| choice.name.as_str()).collect();
/// assert_eq!(names, ["controls by kind", "controls apart", "doses apart", "by report group", "by class"]);
/// ```
#[must_use]
pub fn usual_choices(main: &NodeChoice) -> Vec<NodeChoice> {
    let with = |name: &str, change: fn(&mut NodeChoice)| {
        let mut choice = NodeChoice {
            name: name.to_owned(),
            ..main.clone()
        };
        change(&mut choice);
        choice
    };
    let all = [
        with("one control", |c| c.controls = Controls::Merged),
        with("controls by kind", |c| c.controls = Controls::ByKind),
        with("controls apart", |c| c.controls = Controls::Apart),
        with("doses apart", |c| c.doses = Doses::Apart),
        with("by report group", |c| c.level = Level::Group),
        with("by class", |c| c.level = Level::Class),
    ];
    let same = |one: &NodeChoice, other: &NodeChoice| {
        (one.level, one.controls, one.doses) == (other.level, other.controls, other.doses)
    };
    all.into_iter()
        .filter(|choice| !same(choice, main))
        .collect()
}
