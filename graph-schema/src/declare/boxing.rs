//! Where a recursive type needs a box.

use std::collections::HashMap;
use std::hash::Hash;

/// The edges to box so that a value is of finite size: one of each circle that a walk from `start` runs into.
///
/// That is the edge that closes the circle, or, where that leads to a node which `boxes_parts`, the one by which the circle leaves
/// this node.
pub(super) fn boxed<N: Copy + Eq + Hash>(start: N, edges: impl Fn(N) -> Vec<N>, boxes_parts: impl Fn(N) -> bool) -> Vec<(N, N)> {
    let mut boxed = Vec::new();
    // Whether the walk is still inside the node.
    let mut inside: HashMap<N, bool> = HashMap::from([(start, true)]);
    let mut open = vec![(start, edges(start).into_iter())];
    while let Some((node, rest)) = open.last_mut() {
        let node = *node;
        let Some(next) = rest.next() else {
            inside.insert(node, false);
            open.pop();
            continue;
        };
        match inside.get(&next) {
            Some(true) => {
                let leaves = open.iter().map(|(node, _)| *node).skip_while(|node| *node != next).nth(1);
                let edge = leaves.filter(|_| boxes_parts(next)).map_or((node, next), |part| (next, part));
                if !boxed.contains(&edge) {
                    boxed.push(edge);
                }
            }
            Some(false) => {}
            None => {
                inside.insert(next, true);
                open.push((next, edges(next).into_iter()));
            }
        }
    }
    boxed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edge_of_each_circle_is_boxed() {
        let edges = |node: u8| match node {
            0 => vec![1, 2],
            1 => vec![2, 3],
            2 => vec![0, 2],
            _ => vec![],
        };
        assert_eq!(boxed(0, edges, |_| false), [(2, 0), (2, 2)]);
    }

    #[test]
    fn what_is_reached_twice_without_a_circle_is_not_boxed() {
        let edges = |node: u8| if node < 3 { vec![node + 1, 3] } else { vec![] };
        assert_eq!(boxed(0, edges, |_| false), []);
    }

    #[test]
    fn a_node_that_boxes_its_parts_is_not_boxed_itself() {
        let edges = |node: u8| if node < 2 { vec![node + 1] } else { vec![1] };
        assert_eq!(boxed(0, edges, |_| false), [(2, 1)]);
        assert_eq!(boxed(0, edges, |node| node == 1), [(1, 2)]);
    }
}
