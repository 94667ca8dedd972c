//! Chooses the fields of declared types that need a `Box` because the types are recursive.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Returns the edges of a type graph that must be boxed, so that every value has a finite size. An edge leads from a type to the type of
/// one of its fields.
///
/// Boxes each edge that closes a cycle. If `boxes_parts` returns `true` for the node at the end of such an edge, that node's own edges on
/// the cycle are boxed instead.
pub(super) fn boxed<N: Copy + Eq + Hash>(
    nodes: impl IntoIterator<Item = N>,
    edges: impl Fn(N) -> Vec<N>,
    boxes_parts: impl Fn(N) -> bool,
) -> Vec<(N, N)> {
    let mut closing = Vec::new();
    // For each node that was entered: `true` while the walk is inside the node, `false` after it has left the node.
    let mut inside: HashMap<N, bool> = HashMap::new();
    for start in nodes {
        walk(start, &edges, &mut inside, &mut closing);
    }
    let (instead, mut boxed): (Vec<_>, Vec<_>) = closing.into_iter().partition(|(_, to)| boxes_parts(*to));
    for (_, node) in instead {
        let parts = edges(node).into_iter().filter(|part| !boxed.contains(&(node, *part)));
        let back = parts.filter(|part| reaches(*part, node, |from| unboxed(&edges, &boxed, from)));
        let back: Vec<_> = back.map(|part| (node, part)).collect();
        boxed.extend(back);
    }
    boxed
}

fn unboxed<N: Copy + Eq>(edges: impl Fn(N) -> Vec<N>, boxed: &[(N, N)], from: N) -> Vec<N> {
    let mut edges = edges(from);
    edges.retain(|to| !boxed.contains(&(from, *to)));
    edges
}

/// Collects the edges that close a cycle. Without these edges, the part of the graph reachable from `start` has no cycles.
fn walk<N: Copy + Eq + Hash>(start: N, edges: impl Fn(N) -> Vec<N>, inside: &mut HashMap<N, bool>, closing: &mut Vec<(N, N)>) {
    if inside.contains_key(&start) {
        return;
    }
    inside.insert(start, true);
    let mut open = vec![(start, edges(start).into_iter())];
    while let Some((node, rest)) = open.last_mut() {
        let node = *node;
        let Some(next) = rest.next() else {
            inside.insert(node, false);
            open.pop();
            continue;
        };
        match inside.get(&next) {
            Some(true) if !closing.contains(&(node, next)) => closing.push((node, next)),
            Some(_) => {}
            None => {
                inside.insert(next, true);
                open.push((next, edges(next).into_iter()));
            }
        }
    }
}

fn reaches<N: Copy + Eq + Hash>(from: N, to: N, edges: impl Fn(N) -> Vec<N>) -> bool {
    let mut seen = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        open.extend(edges(node).into_iter().filter(|next| seen.insert(*next)));
    }
    false
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
        assert_eq!(boxed([0], edges, |_| false), [(2, 0), (2, 2)]);
    }

    #[test]
    fn a_node_reached_twice_without_a_circle_is_not_boxed() {
        let edges = |node: u8| if node < 3 { vec![node + 1, 3] } else { vec![] };
        assert_eq!(boxed([0], edges, |_| false), []);
    }

    #[test]
    fn a_node_that_boxes_its_parts_is_not_boxed_itself() {
        let edges = |node: u8| if node < 2 { vec![node + 1] } else { vec![1] };
        assert_eq!(boxed([0], edges, |_| false), [(2, 1)]);
        assert_eq!(boxed([0], edges, |node| node == 1), [(1, 2)]);
        // Two cycles lead through node 0.
        let edges = |node: u8| match node {
            0 => vec![1, 2],
            1 => vec![2],
            _ => vec![0],
        };
        assert_eq!(boxed([0], edges, |node| node == 0), [(0, 1), (0, 2)]);
    }

    #[test]
    fn a_circle_that_no_other_node_leads_to_is_found() {
        assert_eq!(boxed([0, 1], |node: u8| if node == 1 { vec![1] } else { vec![] }, |_| false), [(1, 1)]);
    }
}
