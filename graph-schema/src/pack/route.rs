//! The paths that lead to a type, short of those that only lead around.

use std::collections::{HashMap, VecDeque};

use crate::model::{Root, Schema, Type};

/// How many segments more than the shortest path to a type a path may take. Graph's navigation is one web: without a limit, half of
/// it leads to any type. Of the documented paths of Intune, all but three in five hundred keep to this one.
const DETOUR: usize = 2;

/// What leads from one type to another: where it is declared, its name, and its target.
#[derive(Clone, Copy)]
pub(super) struct Edge<'s> {
    pub(super) from: &'s str,
    pub(super) name: &'s str,
    pub(super) to: &'s str,
}

/// The navigation of a schema. Types go by their index, which spares a search many look-ups.
pub(super) struct Routes<'s> {
    schema: &'s Schema,
    index: HashMap<&'s str, usize>,
    /// Per type: itself, its bases and what derives from it. What one of them declares, a path can take from any of them, with a cast.
    families: Vec<Vec<usize>>,
    edges: Vec<(usize, usize, Edge<'s>)>,
    onwards: Vec<Vec<usize>>,
    backwards: Vec<Vec<usize>>,
}

impl<'s> Routes<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let index: HashMap<&str, usize> = schema.types().map(|(name, _)| name).zip(0..).collect();
        let mut families = vec![Vec::new(); index.len()];
        let mut join = |left: usize, right: usize| families.get_mut(left).into_iter().for_each(|family| family.push(right));
        for (name, of) in &index {
            for at in schema.lineage(name).filter_map(|(base, _)| index.get(base)) {
                join(*at, *of);
                if at != of {
                    join(*of, *at);
                }
            }
        }
        let indexed = |edge: Edge<'s>| Some((*index.get(edge.from)?, *index.get(edge.to)?, edge));
        let edges: Vec<_> = edges(schema).filter_map(indexed).collect();
        let (mut onwards, mut backwards) = (vec![Vec::new(); index.len()], vec![Vec::new(); index.len()]);
        for (from, to, _) in &edges {
            onwards.get_mut(*from).into_iter().for_each(|next| next.push(*to));
            backwards.get_mut(*to).into_iter().for_each(|next| next.push(*from));
        }
        Self { schema, index, families, edges, onwards, backwards }
    }

    /// The nearest roots and the navigation on the paths from them to a type that are not much longer than the shortest.
    pub(super) fn to(&self, goal: &str) -> (Vec<(&'s str, &'s Root)>, Vec<Edge<'s>>) {
        let goals = self.schema.lineage(goal).filter_map(|(name, _)| self.index.get(name).copied());
        let to_goal = self.distances(goals, &self.backwards);
        let length = |root: &Root| to_goal.get(*self.index.get(root.target.as_str())?).copied().flatten();
        let Some(shortest) = self.schema.roots.values().filter_map(length).min() else { return (Vec::new(), Vec::new()) };
        let roots: Vec<_> = self.schema.roots().filter(|(_, root)| length(root) == Some(shortest)).collect();
        let start = roots.iter().filter_map(|(_, root)| self.index.get(root.target.as_str()));
        let from_root = self.distances(start.flat_map(|at| family(&self.families, *at)), &self.onwards);
        let length = |from: usize, to: usize| Some((*from_root.get(from)?)? + 1 + (*to_goal.get(to)?)?);
        let near = self.edges.iter().filter(|(from, to, _)| length(*from, *to).is_some_and(|length| length <= shortest + DETOUR));
        (roots, near.map(|(_, _, edge)| *edge).collect())
    }

    /// How many edges each type is away from the nearest start.
    fn distances(&self, start: impl Iterator<Item = usize>, edges: &[Vec<usize>]) -> Vec<Option<usize>> {
        let mut known = vec![None; self.index.len()];
        let mut open = VecDeque::new();
        let mut reach = |at: usize, distance: usize, open: &mut VecDeque<(usize, usize)>| {
            if let Some(unknown @ None) = known.get_mut(at) {
                *unknown = Some(distance);
                open.push_back((at, distance));
            }
        };
        start.for_each(|at| reach(at, 0, &mut open));
        while let Some((at, distance)) = open.pop_front() {
            for next in edges.get(at).into_iter().flatten() {
                family(&self.families, *next).for_each(|at| reach(at, distance + 1, &mut open));
            }
        }
        known
    }
}

fn family(families: &[Vec<usize>], at: usize) -> impl Iterator<Item = usize> {
    families.get(at).into_iter().flatten().copied()
}

fn edges(schema: &Schema) -> impl Iterator<Item = Edge<'_>> {
    schema.types.iter().flat_map(|(from, ty)| {
        let navigation = ty.navigation.iter().map(|(name, navigation)| (name, &navigation.target));
        let complex = ty.properties.iter().filter_map(|(name, property)| match &property.ty {
            Type::Named(target) if !property.collection => Some((name, target)),
            _ => None,
        });
        navigation.chain(complex).map(move |(name, to)| Edge { from, name, to })
    })
}
