//! What can be measured in a finished scene.

use euthymia_plot::{Element, Group, Scene};

/// All groups of a scene that play `part`, at any depth.
pub(crate) fn parts<'a>(scene: &'a Scene, part: &str) -> Vec<&'a Group> {
    fn walk<'a>(elements: &'a [Element], part: &str, found: &mut Vec<&'a Group>) {
        for element in elements {
            if let Element::Group(group) = element {
                if group.part == part {
                    found.push(group);
                }
                walk(&group.children, part, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&scene.elements, part, &mut found);
    found
}

/// All elements that are not groups.
pub(crate) fn leaves(elements: &[Element]) -> Vec<&Element> {
    elements
        .iter()
        .flat_map(|element| match element {
            Element::Group(group) => leaves(&group.children),
            _ => vec![element],
        })
        .collect()
}

/// Smallest and largest x of an element; texts by the metrics table.
pub(crate) fn extent_x(element: &Element) -> (f64, f64) {
    let of = |xs: Vec<f64>| {
        let low = xs.iter().copied().fold(f64::INFINITY, f64::min);
        let high = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    };
    match element {
        Element::Text(t) => (t.left(), t.left() + t.width()),
        Element::Line(l) => of(vec![l.from.0, l.to.0]),
        Element::Rect(r) => (r.x, r.x + r.width),
        Element::Circle(c) => (c.centre.0 - c.radius, c.centre.0 + c.radius),
        Element::Polygon(p) => of(p.points.iter().map(|p| p.0).collect()),
        Element::Polyline(p) => of(p.points.iter().map(|p| p.0).collect()),
        Element::Group(g) => of(leaves(&g.children)
            .into_iter()
            .flat_map(|e| {
                let (low, high) = extent_x(e);
                [low, high]
            })
            .collect()),
    }
}

/// All y coordinates of an element; the baseline of a text.
pub(crate) fn heights(element: &Element) -> Vec<f64> {
    match element {
        Element::Text(t) => vec![t.y],
        Element::Line(l) => vec![l.from.1, l.to.1],
        Element::Rect(r) => vec![r.y, r.y + r.height],
        Element::Circle(c) => vec![c.centre.1 - c.radius, c.centre.1 + c.radius],
        Element::Polygon(p) => p.points.iter().map(|p| p.1).collect(),
        Element::Polyline(p) => p.points.iter().map(|p| p.1).collect(),
        Element::Group(g) => g.children.iter().flat_map(heights).collect(),
    }
}
