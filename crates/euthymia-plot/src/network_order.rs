//! An order of nodes on a circle in which few lines cross.

/// Rounds of moving every node once.
const ROUNDS: usize = 8;
/// Nodes × comparisons² up to which an order is looked for.
const LARGEST: usize = 10_000_000;

/// Reorders `nodes` so that fewer of the lines between them cross, and, among orders with as many
/// crossings, so that lines are shorter; says whether the order was looked for.
///
/// Each node in turn is moved to the place that is best for it, until no move helps. Ties keep the
/// earlier order, so that the result depends on the input alone. The first node stays first.
pub(crate) fn shorten(nodes: &mut [usize], links: &[(usize, usize)]) -> bool {
    let place = |node: usize| nodes.iter().position(|n| *n == node);
    // From here on nodes are named by their position in the given order.
    let edges: Vec<(usize, usize)> = links
        .iter()
        .filter_map(|(a, b)| Some((place(*a)?, place(*b)?)))
        .collect();
    let n = nodes.len();
    if n < 4 || n * edges.len() * edges.len() > LARGEST {
        return false;
    }
    let mut order: Vec<usize> = (0..n).collect();
    for _ in 0..ROUNDS {
        let before = order.clone();
        for node in 0..n {
            order = best_move(order, node, &edges);
        }
        if order == before {
            break;
        }
    }
    // A turn of the circle changes nothing: the first node stays at the top.
    let first = order.iter().position(|o| *o == 0).unwrap_or(0);
    order.rotate_left(first);
    let given = nodes.to_vec();
    for (slot, from) in nodes.iter_mut().zip(&order) {
        if let Some(node) = given.get(*from) {
            *slot = *node;
        }
    }
    true
}

/// The order with one node at the place that is best for it.
fn best_move(order: Vec<usize>, node: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut cost = cost_of(&order, edges, node);
    let rest: Vec<usize> = order.iter().copied().filter(|o| *o != node).collect();
    let mut best = order;
    for at in 0..=rest.len() {
        let mut tried = rest.clone();
        tried.insert(at, node);
        let found = cost_of(&tried, edges, node);
        if found < cost {
            (cost, best) = (found, tried);
        }
    }
    best
}

/// Number of crossings of the lines of one node, then the sum of the distances of all lines along the
/// circle. Moving the node changes no other crossing.
fn cost_of(order: &[usize], edges: &[(usize, usize)], node: usize) -> (usize, usize) {
    let n = order.len();
    let chords = chords(order, edges);
    let length = chords.iter().map(|(a, b)| (b - a).min(n - (b - a))).sum();
    let own = chords
        .iter()
        .zip(edges)
        .filter(|(_, e)| e.0 == node || e.1 == node);
    let crossings = own
        .map(|(one, _)| chords.iter().filter(|other| cross(*one, **other)).count())
        .sum();
    (crossings, length)
}

/// The ends of each line on the circle, the earlier first.
fn chords(order: &[usize], edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut place = vec![0usize; order.len()];
    for (at, node) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*node) {
            *slot = at;
        }
    }
    let at = |node: usize| place.get(node).copied().unwrap_or(0);
    edges
        .iter()
        .map(|(a, b)| (at(*a).min(at(*b)), at(*a).max(at(*b))))
        .collect()
}

/// Whether two chords cross: exactly one end of the other lies between the ends of the one.
fn cross((a, b): (usize, usize), (c, d): (usize, usize)) -> bool {
    (a < c && c < b && b < d) || (c < a && a < d && d < b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring whose nodes are given in a zigzag: no crossing is needed.
    #[test]
    fn byhand_a_ring_is_untangled() {
        let links = [(0, 2), (2, 4), (4, 1), (1, 3), (3, 5), (5, 0)];
        let crossings = |order: &[usize]| {
            let chords = chords(order, &links);
            let pairs = chords
                .iter()
                .flat_map(|a| chords.iter().map(move |b| cross(*a, *b)));
            pairs.filter(|crossed| *crossed).count()
        };
        let mut nodes: Vec<usize> = (0..6).collect();
        assert!(crossings(&nodes) > 0);
        assert!(shorten(&mut nodes, &links));
        assert_eq!(nodes.first(), Some(&0));
        assert_eq!(crossings(&nodes), 0);
    }

    /// Two chords of a square that cross, and two that share an end.
    #[test]
    fn byhand_crossings() {
        assert!(cross((0, 2), (1, 3)) && cross((1, 3), (0, 2)));
        assert!(!cross((0, 1), (2, 3)) && !cross((0, 2), (2, 3)) && !cross((0, 3), (1, 2)));
    }
}
