//! Finds the shortest path templates to the types and operations of a schema.

use std::collections::{BTreeMap, VecDeque};

use crate::model::{Kind, Schema, Type, Via};
use crate::operation::{Binding, Operation, OperationKind};
use crate::path::{Resolution, call};
use crate::syntax::case::lower_first;

/// A value that a path leads to: the qualified name of its type, and whether it is a collection.
type Node<'s> = (&'s str, bool);

/// The shortest path template to each type of a schema.
pub(crate) struct Routes<'s> {
    schema: &'s Schema,
    templates: BTreeMap<Node<'s>, String>,
}

impl<'s> Routes<'s> {
    /// Walks all navigation of the schema breadth-first. Of equally short templates, prefers one whose last segment is named like the type,
    /// such as `items` for `driveItem`, and then the first in alphabetical order.
    ///
    /// A template does not begin with a singleton whose type also has an entity set, such as `me`: programs without a signed-in user cannot
    /// use it.
    pub(crate) fn new(schema: &'s Schema) -> Self {
        let mut routes = Self { schema, templates: BTreeMap::new() };
        let has_set = |ty: &str| schema.roots().any(|(_, root)| root.collection && root.target == ty);
        let mut open = VecDeque::new();
        for (name, root) in schema.roots().filter(|(_, root)| root.collection || !has_set(&root.target)) {
            routes.reach((&root.target, root.collection), format!("/{name}"), &mut open);
        }
        routes.walk(open, Self::onwards);
        // Functions come last, and only lead to values that no template without a function leads to.
        let reached = routes.templates.keys().copied().collect();
        routes.walk(reached, |routes, node| {
            let mut onwards = routes.functions(node);
            onwards.extend(routes.onwards(node));
            onwards.retain(|(next, _)| !routes.templates.contains_key(next));
            onwards
        });
        routes
    }

    /// Finds the templates of all nodes that the nodes `open` lead to, directly or through other nodes. `onwards` returns the nodes that
    /// one more segment leads to, each with that segment.
    fn walk(&mut self, mut open: VecDeque<Node<'s>>, onwards: impl Fn(&Self, Node<'s>) -> Vec<(Node<'s>, String)>) {
        while let Some(node) = open.pop_front() {
            let Some(template) = self.templates.get(&node).cloned() else { continue };
            for (next, segment) in onwards(self, node) {
                self.reach(next, format!("{template}/{segment}"), &mut open);
            }
        }
    }

    fn reach(&mut self, node: Node<'s>, template: String, open: &mut VecDeque<Node<'s>>) {
        match self.templates.get_mut(&node) {
            None => {
                self.templates.insert(node, template);
                open.push_back(node);
            }
            // Equally short templates are found before the walk goes on from one of them.
            Some(known)
                if is_as_short(&template, known) && is_named_after(&template, node.0) && !is_named_after(known, node.0) =>
            {
                *known = template;
            }
            Some(_) => {}
        }
    }

    /// Returns the values that one more segment, a key or a property, leads to. Each value comes with that segment.
    fn onwards(&self, (ty, collection): Node<'s>) -> Vec<(Node<'s>, String)> {
        let mut onwards: Vec<(Node<'s>, String)> = Vec::new();
        if collection {
            onwards.push(((ty, false), key(ty)));
        } else {
            for (_, declaring) in self.schema.lineage(ty) {
                let navigation = declaring.navigation.iter().filter(|(_, navigation)| navigation.via == Via::Property);
                onwards.extend(navigation.map(|(name, to)| ((to.target.as_str(), to.collection), name.clone())));
                onwards.extend(declaring.properties.iter().filter_map(|(name, property)| match &property.ty {
                    Type::Named(target) if !property.collection => Some(((target.as_str(), false), name.clone())),
                    _ => None,
                }));
            }
        }
        onwards.retain(|((target, _), _)| self.schema.structured(target).is_some());
        onwards
    }

    /// Returns the values that a function without arguments leads to, each with the segment that calls the function.
    fn functions(&self, (ty, collection): Node<'s>) -> Vec<(Node<'s>, String)> {
        let mut onwards: Vec<(Node<'s>, String)> = Vec::new();
        let functions = self.schema.operations().filter(|(_, operation)| operation.composable && operation.takes(&[]));
        for (name, operation) in functions.filter(|(_, operation)| operation.kind == OperationKind::Function) {
            let binding = operation.binding.as_ref();
            let is_bound =
                binding.is_some_and(|bound| bound.collection == collection && self.schema.is_or_derives_from(ty, &bound.ty));
            if let (true, Some(Type::Named(target))) = (is_bound, operation.result.as_ref().map(|result| &result.ty)) {
                let collection = operation.result.as_ref().is_some_and(|result| result.collection);
                onwards.push(((target, collection), format!("{}()", name.rsplit('.').next().unwrap_or(name))));
            }
        }
        onwards.retain(|((target, _), _)| self.schema.structured(target).is_some());
        onwards
    }

    /// Returns a template that leads to the value that an operation is bound to. A template that ends in a key is preferred to a shorter
    /// one. If no template leads to the bound type itself, returns one that leads to a base of it and ends in a cast, or one that leads to
    /// a subtype.
    fn to(&self, binding: &Binding) -> Option<String> {
        let cast = || {
            let bases = self.schema.lineage(&binding.ty).skip(1).filter(|(_, ty)| ty.kind == Kind::Entity);
            let base = bases.filter_map(|(name, _)| self.exactly(name, binding.collection)).next()?;
            Some(format!("{base}/{}", binding.ty))
        };
        let subtype = || {
            let derived = self.schema.derived(&binding.ty);
            derived.filter_map(|(name, _)| self.exactly(name, binding.collection)).min_by_key(String::len)
        };
        self.exactly(&binding.ty, binding.collection).or_else(cast).or_else(subtype)
    }

    /// Returns a template that leads to an operation: a template of the value that the operation is bound to, followed by the segment that
    /// calls the operation.
    pub(crate) fn to_operation(&self, name: &str, operation: &Operation) -> Option<String> {
        let schema = self.schema;
        let local = name.rsplit('.').next().unwrap_or(name);
        let is_own = !schema.short(name).contains('.');
        let segment = |called: &str| call(called, operation);
        let Some(binding) = &operation.binding else {
            let import = schema.imports.iter().find(|(_, imported)| *imported == name)?;
            return Some(format!("/{}", segment(import.0)));
        };
        let before = self.to(binding)?;
        // Graph's pages write an operation without its namespace only if the namespace is the schema's own.
        let template = format!("{before}/{}", segment(if is_own { local } else { name }));
        let resolves =
            |template: &str| schema.resolve_operation(template).is_ok_and(|found| found.resolution == Resolution::Resolves);
        let qualified = || format!("{before}/{}", segment(name));
        if resolves(&template) { Some(template) } else { Some(qualified()).filter(|template| resolves(template)) }
    }

    fn exactly(&self, ty: &str, collection: bool) -> Option<String> {
        let template = |collection| self.templates.get(&(ty, collection));
        match (collection, template(true), template(false)) {
            (true, many, _) => many.cloned(),
            (false, Some(many), _) => Some(format!("{many}/{}", key(ty))),
            (false, None, one) => one.cloned(),
        }
    }
}

/// Returns the placeholder for the key of a type: `{userId}` for `microsoft.graph.user`.
fn key(ty: &str) -> String {
    format!("{{{}Id}}", lower_first(ty.rsplit('.').next().unwrap_or(ty)))
}

fn is_as_short(template: &str, other: &str) -> bool {
    template.matches('/').count() == other.matches('/').count()
}

/// Returns whether the template's last segment is the name of the type or its end, possibly in the plural.
fn is_named_after(template: &str, ty: &str) -> bool {
    let segment = template.rsplit('/').next().unwrap_or_default().to_lowercase();
    let name = ty.rsplit('.').next().unwrap_or(ty).to_lowercase();
    let plural = [format!("{name}s"), format!("{}ies", name.trim_end_matches('y')), name];
    plural.iter().any(|plural| plural.ends_with(&segment))
}
