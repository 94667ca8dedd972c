//! Where a recursive type needs a box.

use std::collections::HashMap;
use std::hash::Hash;

/// The edges that close a circle in a walk from `start`: without them the graph has none.
///
/// Each is a place to box. Which edges of a circle these are depends on where the walk enters it, so that a type that is reached
/// first stays unboxed in itself.
pub(super) fn boxed<N: Copy + Eq + Hash>(start: N, edges: impl Fn(N) -> Vec<N>) -> Vec<(N, N)> {
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
            Some(true) if boxed.contains(&(node, next)) => {}
            Some(true) => boxed.push((node, next)),
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
        assert_eq!(boxed(0, edges), [(2, 0), (2, 2)]);
    }

    #[test]
    fn what_is_reached_twice_without_a_circle_is_not_boxed() {
        let edges = |node: u8| if node < 3 { vec![node + 1, 3] } else { vec![] };
        assert_eq!(boxed(0, edges), []);
    }
}
