//! Finds import cycles: groups of files that reach each other by imports (strongly connected components, by Tarjan's algorithm).

use std::collections::BTreeMap;

use super::imports::Edges;

/// Returns the cycles of at least two files, largest first.
pub(super) fn find(edges: &Edges) -> Vec<Vec<usize>> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (from, to) in edges.keys() {
        next.entry(*from).or_default().push(*to);
        next.entry(*to).or_default();
    }
    let mut search = Search { next: &next, order: BTreeMap::new(), open: Vec::new(), circles: Vec::new() };
    for node in next.keys() {
        if !search.order.contains_key(node) {
            search.visit(*node);
        }
    }
    let mut circles = search.circles;
    circles.sort_by_key(|circle| (std::cmp::Reverse(circle.len()), circle.first().copied()));
    circles
}

struct Search<'a> {
    next: &'a BTreeMap<usize, Vec<usize>>,
    order: BTreeMap<usize, usize>,
    open: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn visit(&mut self, node: usize) -> usize {
        let order = self.order.len();
        self.order.insert(node, order);
        self.open.push(node);
        let mut lowest = order;
        for next in &self.next[&node] {
            if !self.order.contains_key(next) {
                lowest = lowest.min(self.visit(*next));
            } else if self.open.contains(next) {
                lowest = lowest.min(self.order[next]);
            }
        }
        if lowest == order {
            let start = self.open.iter().position(|open| *open == node).expect("the node is open");
            let mut circle = self.open.split_off(start);
            if circle.len() > 1 {
                circle.sort_unstable();
                self.circles.push(circle);
            }
        }
        lowest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_reach_each_other_are_one_circle() {
        let edges = |pairs: &[(usize, usize)]| pairs.iter().map(|pair| (*pair, Default::default())).collect::<Edges>();
        assert_eq!(find(&edges(&[(0, 1), (1, 2), (2, 3)])), Vec::<Vec<usize>>::new());
        assert_eq!(find(&edges(&[(0, 1), (1, 0), (1, 2), (2, 3), (3, 4), (4, 2)])), [vec![2, 3, 4], vec![0, 1]]);
    }
}
