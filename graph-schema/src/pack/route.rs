//! Finds the short paths of a schema that lead to a type.

use std::collections::{HashMap, VecDeque};

use crate::model::{Root, Schema, Type};

/// The maximum number of segments by which a path may exceed the shortest path to a type. Without this limit, the paths to any type would
/// contain half of Graph's navigation properties. All of Intune's documented paths except three in five hundred are within this limit.
const DETOUR: usize = 2;

/// A path segment from one type to another: the qualified name of the type that declares the segment, the segment's name, and the qualified
/// name of the type that the segment leads to.
#[derive(Clone, Copy)]
pub(super) struct Edge<'s> {
    pub(super) from: &'s str,
    pub(super) name: &'s str,
    pub(super) to: &'s str,
}

/// The navigation of a schema as a graph. Each node is a type. A node is identified by a number, because numbers save many look-ups by
/// name.
pub(super) struct NavigationGraph<'s> {
    schema: &'s Schema,
    /// The number of each type, by its qualified name.
    index: HashMap<&'s str, usize>,
    /// For each type, its base type.
    bases: Vec<Option<usize>>,
    /// For each type, its direct subtypes.
    derived: Vec<Vec<usize>>,
    /// All edges, each with the numbers of the types that it leads from and to.
    edges: Vec<(usize, usize, Edge<'s>)>,
    /// For each type, the targets of the edges from it.
    onwards: Vec<Vec<usize>>,
    /// For each type, the types that have an edge to it.
    backwards: Vec<Vec<usize>>,
}

impl<'s> NavigationGraph<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let index: HashMap<&str, usize> = schema.types().map(|(name, _)| name).zip(0..).collect();
        let (mut bases, mut derived) = (Vec::with_capacity(index.len()), vec![Vec::new(); index.len()]);
        for (at, (_, ty)) in schema.types().enumerate() {
            let base = ty.base.as_deref().and_then(|base| index.get(base)).copied();
            base.and_then(|base| derived.get_mut(base)).into_iter().for_each(|derived| derived.push(at));
            bases.push(base);
        }
        let indexed = |edge: Edge<'s>| Some((*index.get(edge.from)?, *index.get(edge.to)?, edge));
        let edges: Vec<_> = edges(schema).filter_map(indexed).collect();
        let (mut onwards, mut backwards) = (vec![Vec::new(); index.len()], vec![Vec::new(); index.len()]);
        for (from, to, _) in &edges {
            onwards.get_mut(*from).into_iter().for_each(|next| next.push(*to));
            backwards.get_mut(*to).into_iter().for_each(|next| next.push(*from));
        }
        Self { schema, index, bases, derived, edges, onwards, backwards }
    }

    /// Returns the entity sets and singletons nearest to the type `goal`, and the edges on short paths from them to `goal`. A short path is
    /// at most [`DETOUR`] segments longer than the shortest one.
    pub(super) fn to(&self, goal: &str) -> (Vec<(&'s str, &'s Root)>, Vec<Edge<'s>>) {
        let goals = self.schema.lineage(goal).filter_map(|(name, _)| self.index.get(name).copied());
        let to_goal = self.distances(goals, &self.backwards, false);
        let length = |root: &Root| to_goal.get(*self.index.get(root.target.as_str())?).copied().flatten();
        let Some(shortest) = self.schema.roots.values().filter_map(length).min() else { return (Vec::new(), Vec::new()) };
        let roots: Vec<_> = self.schema.roots().filter(|(_, root)| length(root) == Some(shortest)).collect();
        let start = roots.iter().filter_map(|(_, root)| self.index.get(root.target.as_str()).copied());
        let from_root = self.distances(start, &self.onwards, true);
        let length = |from: usize, to: usize| Some((*from_root.get(from)?)? + 1 + (*to_goal.get(to)?)?);
        let near = self.edges.iter().filter(|(from, to, _)| length(*from, *to).is_some_and(|length| length <= shortest + DETOUR));
        (roots, near.map(|(_, _, edge)| *edge).collect())
    }

    /// For each type, returns the smallest number of `edges` on a way from a type in `start` to it, or `None` if no way leads to it.
    ///
    /// A path may continue with a segment of a type's bases or, after a cast, of its subtypes. So the bases and subtypes of a type get the
    /// same distance as the type itself. Those of a type in `start` get the distance 0 only if `widened` is true.
    fn distances(&self, start: impl Iterator<Item = usize>, edges: &[Vec<usize>], widened: bool) -> Vec<Option<usize>> {
        let mut search = Search::new(self);
        for at in start {
            if widened { search.reach_family(at, 0) } else { search.reach(at, 0) }
        }
        while let Some((at, distance)) = search.open.pop_front() {
            for next in edges.get(at).into_iter().flatten() {
                search.reach_family(*next, distance + 1);
            }
        }
        search.distances
    }
}

/// A breadth-first search in a [`NavigationGraph`]. The search reaches types in the order of their distances, so it visits the bases and
/// subtypes of a type only once. It takes time linear in the number of types and edges.
struct Search<'r, 's> {
    routes: &'r NavigationGraph<'s>,
    /// For each type, the number of edges from the start; `None` if the type was not reached yet.
    distances: Vec<Option<usize>>,
    /// The types to continue from, each with its distance.
    open: VecDeque<(usize, usize)>,
    /// For each type, whether all its bases were reached.
    upwards: Vec<bool>,
    /// For each type, whether all its subtypes were reached.
    downwards: Vec<bool>,
}

impl<'r, 's> Search<'r, 's> {
    fn new(routes: &'r NavigationGraph<'s>) -> Self {
        let count = routes.index.len();
        Self {
            routes,
            distances: vec![None; count],
            open: VecDeque::new(),
            upwards: vec![false; count],
            downwards: vec![false; count],
        }
    }

    fn reach(&mut self, at: usize, distance: usize) {
        if let Some(unknown @ None) = self.distances.get_mut(at) {
            *unknown = Some(distance);
            self.open.push_back((at, distance));
        }
    }

    fn reach_family(&mut self, at: usize, distance: usize) {
        let mut above = Some(at);
        while let Some(at) = above.filter(|at| mark(&mut self.upwards, *at)) {
            self.reach(at, distance);
            above = self.routes.bases.get(at).copied().flatten();
        }
        let mut below = vec![at];
        while let Some(at) = below.pop() {
            if mark(&mut self.downwards, at) {
                self.reach(at, distance);
                below.extend(self.routes.derived.get(at).into_iter().flatten());
            }
        }
    }
}

/// Sets the mark at index `at` to `true` and returns whether it was `false` before.
fn mark(marks: &mut [bool], at: usize) -> bool {
    marks.get_mut(at).is_some_and(|mark| !std::mem::replace(mark, true))
}

fn edges(schema: &Schema) -> impl Iterator<Item = Edge<'_>> {
    let members = schema.types.iter().flat_map(|(from, ty)| {
        let navigation = ty.navigation.iter().map(|(name, navigation)| (name, &navigation.target));
        let complex = ty.properties.iter().filter_map(|(name, property)| match &property.ty {
            Type::Named(target) if !property.collection => Some((name, target)),
            _ => None,
        });
        navigation.chain(complex).map(move |(name, to)| Edge { from, name, to })
    });
    let functions = schema.operations().filter(|(_, operation)| operation.composable).filter_map(|(name, operation)| {
        let Type::Named(to) = &operation.result.as_ref()?.ty else { return None };
        Some(Edge { from: &operation.binding.as_ref()?.ty, name: name.rsplit('.').next()?, to })
    });
    members.chain(functions)
}
