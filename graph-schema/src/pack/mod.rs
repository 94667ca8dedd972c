//! Reduces a schema to the part that is needed to check some of its types.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use crate::derivation::Derivations;
use crate::model::{EnumerationType, Kind, Property, Schema, StructuredType, Type, Via};
use crate::path::{PathFailure, Taken};
use crate::shortest_path::Routes;
use crate::syntax::nearest::nearest;

mod operation;
mod route;

use operation::{bound_to, keep_operation};
use route::{Edge, NavigationGraph};

pub use operation::UnknownOperation;

/// Returns the part of a schema that is needed to check declarations of the types `names` and the paths to them.
///
/// These types are packed in full: the named types and, for each type packed in full, its bases, the types of its properties and the
/// subtypes of these property types.
///
/// Other types are packed for paths only ([`partial`](StructuredType::partial)):
/// - the targets of navigation properties of the types packed in full;
/// - the types on short paths to a named entity type: paths that start at the nearest entity sets or singletons and have at most two
///   segments more than the shortest path;
/// - the types that the templates pass through.
///
/// The actions and functions that the templates pass through or end at are kept, with the types of their values. So are the alternate keys
/// that the templates use. Descriptions are omitted.
///
/// # Errors
///
/// Fails if one of `names` is not the name of a structured type, or if a path template does not resolve. A template may omit casts.
///
/// ```
/// use graph_schema::{Schema, pack::pack};
///
/// let whole: Schema = "graph-schema 1\nnamespace n\nset as a\nset cs c\nentity a\n  size Int32\n  b -> b\nentity b\nentity c".parse()?;
/// assert_eq!(pack(&whole, &["b"], &[])?.to_string(), "\
/// graph-schema 1
/// namespace n
///
/// set as a
///
/// partial entity a
///   b -> b
///
/// entity b
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pack(schema: &Schema, names: &[&str], templates: &[&str]) -> Result<Schema, PackError> {
    pack_with_operations(schema, names, templates, &[])
}

/// Returns the part of a schema that [`pack`] returns, together with the actions and functions named `operations`. The types of their
/// parameters and results are included, and short paths to the types that they are bound to.
///
/// An operation's overloads are kept if they are bound to one of the types `names` or to a base of such a type. If there are none, all its
/// overloads are kept.
///
/// # Errors
///
/// Fails as [`pack`] does, or if one of `operations` is not the name of an action or function.
pub fn pack_with_operations(
    schema: &Schema,
    names: &[&str],
    templates: &[&str],
    operations: &[&str],
) -> Result<Schema, PackError> {
    let names: Vec<&str> = names.iter().map(|name| schema.named(name)).collect::<Result<_, _>>().map_err(PackError::Type)?;
    let mut packed = Schema { namespace: schema.namespace.clone(), ..Schema::default() };
    keep_values(schema, &names, &mut packed);
    keep_navigation(schema, &mut packed);
    let routes = NavigationGraph::new(schema);
    keep_routes(&routes, schema, &names, &mut packed);
    let shortest = if operations.is_empty() { None } else { Some(Routes::new(schema)) };
    for operation in operations {
        let overloads = schema.operations_named(operation).map_err(PackError::Operation)?;
        for (name, operation) in bound_to(schema, overloads, &names) {
            keep_operation(schema, name, operation, &mut packed);
            let binding = operation.binding.as_ref().map(|binding| binding.ty.as_str());
            keep_routes(&routes, schema, binding.as_slice(), &mut packed);
            let template = shortest.as_ref().and_then(|routes| routes.to_operation(name, operation));
            if let Some(taken) = template.and_then(|template| schema.taken(&template).ok()) {
                keep_taken(schema, &taken, &mut packed);
            }
            let imports = schema.imports.iter().filter(|(_, imported)| *imported == name);
            packed.imports.extend(imports.map(|(import, name)| (import.clone(), name.clone())));
        }
    }
    for template in templates {
        let taken = schema.taken(template).map_err(|failure| PackError::Template((*template).to_owned(), failure))?;
        keep_taken(schema, &taken, &mut packed);
    }
    let namespace = |name: &String| name.rsplit_once('.').map(|(namespace, _)| namespace.to_owned());
    let namespaces: BTreeSet<String> =
        packed.types.keys().chain(packed.enums.keys()).chain(packed.operations.keys()).filter_map(namespace).collect();
    let aliases = schema.aliases.iter().filter(|(_, namespace)| namespaces.contains(*namespace));
    packed.aliases = aliases.map(|(alias, namespace)| (alias.clone(), namespace.clone())).collect();
    Ok(packed)
}

/// Copies to `packed` the types, segments, operations and keys of `schema` that a template needs.
fn keep_taken(schema: &Schema, taken: &Taken<'_>, packed: &mut Schema) {
    packed.roots.extend(taken.root.map(|(name, root)| (name.to_owned(), root.clone())));
    packed.imports.extend(taken.import.map(|(name, operation)| (name.to_owned(), operation.clone())));
    taken.types.iter().for_each(|name| keep_partly(schema, name, packed));
    taken.segments.iter().for_each(|(ty, name)| keep_segment(schema, ty, name, packed));
    taken.operations.iter().for_each(|(name, operation)| keep_operation(schema, name, operation, packed));
    let keyed = taken.keyed.iter().flat_map(|ty| schema.lineage(ty));
    for (name, ty) in keyed {
        if let Some(kept) = packed.types.get_mut(name) {
            (kept.key, kept.alternate_keys) = (ty.key.clone(), ty.alternate_keys.clone());
        }
    }
    for name in &taken.media {
        keep_partly(schema, name, packed);
        if let (Some(kept), Some(ty)) = (packed.types.get_mut(*name), schema.types.get(*name)) {
            kept.has_stream = ty.has_stream;
        }
    }
}

/// Copies the named types, and all types whose values they can contain, to `packed` in full.
fn keep_values(schema: &Schema, names: &[&str], packed: &mut Schema) {
    let derivations = Derivations::new(schema);
    let mut with_derived: HashSet<&str> = HashSet::new();
    let mut open: Vec<&str> = names.to_vec();
    while let Some(name) = open.pop() {
        if let Some(ty) = schema.enums.get(name) {
            packed.enums.entry(name.to_owned()).or_insert_with(|| without_docs(ty));
        }
        let is_new = packed.types.get(name).is_none_or(|ty| ty.partial);
        let Some(ty) = schema.types.get(name).filter(|_| is_new) else { continue };
        // If the type was packed for paths only, keeps the navigation that these paths need.
        let navigation = packed.types.remove(name).map_or_else(BTreeMap::new, |partial| partial.navigation);
        let mut kept = StructuredType { navigation, doc: None, ..ty.clone() };
        kept.properties.values_mut().for_each(|property| property.doc = None);
        packed.types.insert(name.to_owned(), kept);
        open.extend(ty.base.as_deref());
        for property in ty.properties.values() {
            if let Type::Named(target) = &property.ty {
                open.push(target);
                let mut bases = vec![target.as_str()];
                while let Some(base) = bases.pop() {
                    if with_derived.insert(base) {
                        open.extend(derivations.directly_from(base));
                        bases.extend(derivations.directly_from(base));
                    }
                }
            }
        }
    }
}

/// Copies to `packed` the navigation properties of all types packed in full: a declaration may have fields for them.
fn keep_navigation(schema: &Schema, packed: &mut Schema) {
    let names: Vec<String> = packed.types.keys().cloned().collect();
    for (name, ty) in names.iter().filter_map(|name| Some((name, schema.types.get(name)?))) {
        for (property, navigation) in ty.navigation.iter().filter(|(_, navigation)| navigation.via == Via::Property) {
            keep_partly(schema, &navigation.target, packed);
            keep_segment(schema, name, property, packed);
        }
    }
}

fn without_docs(ty: &EnumerationType) -> EnumerationType {
    let mut ty = EnumerationType { doc: None, ..ty.clone() };
    ty.members.iter_mut().for_each(|member| member.doc = None);
    ty
}

/// Copies to `packed` the entity sets, singletons and navigation on short paths to a named entity type.
fn keep_routes(routes: &NavigationGraph<'_>, schema: &Schema, names: &[&str], packed: &mut Schema) {
    let entities = names.iter().filter(|name| schema.types.get(**name).is_some_and(|ty| ty.kind == Kind::Entity));
    for name in entities {
        let (roots, edges) = routes.to(name);
        for (name, root) in roots {
            packed.roots.insert(name.to_owned(), root.clone());
            keep_partly(schema, &root.target, packed);
        }
        for Edge { from, name, to } in edges {
            keep_partly(schema, to, packed);
            keep_segment(schema, from, name, packed);
        }
    }
}

/// Copies a type and its base types to `packed` without their properties, for paths only, unless they are packed already.
fn keep_partly(schema: &Schema, name: &str, packed: &mut Schema) {
    for (name, ty) in schema.lineage(name) {
        packed.types.entry(name.to_owned()).or_insert_with(|| StructuredType {
            base: ty.base.clone(),
            is_abstract: ty.is_abstract,
            partial: true,
            ..StructuredType::new(ty.kind)
        });
    }
}

/// Copies to `packed` the navigation or property that the type `ty` declares for the path segment `name`.
fn keep_segment(schema: &Schema, ty: &str, name: &str, packed: &mut Schema) {
    keep_partly(schema, ty, packed);
    let (Some(whole), Some(kept)) = (schema.types.get(ty), packed.types.get_mut(ty)) else { return };
    if let Some(navigation) = whole.navigation.get(name) {
        kept.navigation.insert(name.to_owned(), navigation.clone());
    } else if let Some(property) = whole.properties.get(name) {
        kept.properties.insert(name.to_owned(), Property { doc: None, ..property.clone() });
        if let Type::Named(target) = &property.ty {
            keep_target(schema, target, packed);
        }
    } else {
        let bound = schema.operations().filter(|(known, operation)| {
            let is_bound = operation.binding.as_ref().is_some_and(|binding| binding.ty == ty);
            is_bound && operation.composable && known.rsplit('.').next() == Some(name)
        });
        bound.for_each(|(name, operation)| keep_operation(schema, name, operation, packed));
    }
}

/// Copies the type of a property to `packed` unless it is there: an enumeration whole, a structured type for paths only.
fn keep_target(schema: &Schema, target: &str, packed: &mut Schema) {
    if let Some(ty) = schema.enums.get(target) {
        packed.enums.entry(target.to_owned()).or_insert_with(|| without_docs(ty));
    }
    keep_partly(schema, target, packed);
}

/// The reason why a schema cannot be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackError {
    /// A requested name is not the name of a structured type.
    Type(UnknownType),
    /// A requested name is not the name of an action or a function.
    Operation(UnknownOperation),
    /// A path template does not resolve. Holds the template and the reason.
    Template(String, PathFailure),
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(unknown) => unknown.fmt(f),
            Self::Operation(unknown) => unknown.fmt(f),
            Self::Template(template, failure) => {
                write!(f, "`{template}`: {}", failure.message(template))?;
                failure.help().map_or(Ok(()), |help| write!(f, "; {help}"))
            }
        }
    }
}

impl std::error::Error for PackError {}

/// The error for a name that is not the name of an entity type or complex type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownType {
    /// The requested name, as the caller gave it.
    pub name: String,
    /// The qualified names of the types that have this name in other namespaces. If there are none, the most similar type name.
    pub nearest: Vec<String>,
    /// Whether an enumeration has the requested name.
    pub enumeration: bool,
}

impl fmt::Display for UnknownType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.enumeration {
            return write!(f, "`{}` is an enumeration; name an entity type or complex type that has a property of it", self.name);
        }
        write!(f, "the schema has no entity type or complex type `{}`", self.name)?;
        if self.nearest.is_empty() { Ok(()) } else { write!(f, "; did you mean `{}`?", self.nearest.join("` or `")) }
    }
}

impl std::error::Error for UnknownType {}

impl Schema {
    /// Returns the qualified name of a structured type. `name` may have the type's namespace (`microsoft.graph.user`), an alias
    /// (`graph.user`), or neither (`user`).
    ///
    /// # Errors
    ///
    /// Fails if the schema has no such structured type.
    pub fn named(&self, name: &str) -> Result<&str, UnknownType> {
        let qualified = self.qualify(name);
        self.types.get_key_value(&qualified).map(|(name, _)| name.as_str()).ok_or_else(|| {
            let names = || self.types().map(|(name, _)| name);
            let namesakes: Vec<&str> = names().filter(|known| known.rsplit('.').next() == Some(name)).collect();
            let nearest = || nearest(name, names().map(|name| self.short(name))).or_else(|| nearest(name, names()));
            let meant = if namesakes.is_empty() { nearest().into_iter().collect() } else { namesakes };
            UnknownType {
                name: name.to_owned(),
                nearest: meant.into_iter().map(str::to_owned).collect(),
                enumeration: self.enumeration(&qualified).is_some(),
            }
        })
    }
}
