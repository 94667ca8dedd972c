//! The declared paths, and the objects that a URL leads to.

use std::sync::Arc;

use graph_schema::syntax::template::Target;

use super::check::find;
use super::pattern::{Match, Part, Pattern, Properties};
use super::reply::Rejection;
use super::url::{RequestUrl, UrlSegment};
use crate::model::descriptor::{Edm, StructuredType, TagPolicy, matches_tag};
use crate::model::path::{ApiVersion, GraphPaths, Template};
use crate::model::property_value::PropertyValue;
use crate::model::structured::GraphEntity;

/// The decoded segments of an object's path, such as `users` and `1`, without the version, since v1.0 and beta share their objects.
pub(super) type Key = Vec<String>;

/// A path template and the declared types of the objects at its paths. `@odata.type` distinguishes the types.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) template: Template,
    pub(super) pattern: Pattern,
    pub(super) entities: Vec<ServedType>,
}

/// The declared type of an object at a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServedType {
    pub(super) declared: &'static StructuredType,
    /// Whether the Rust type has a field for `@odata.etag`, so that responses contain it.
    pub(super) etag: bool,
}

impl ServedType {
    /// Returns `true` if the JSON of objects of this type contains `@odata.type`.
    pub(super) fn is_tagged(&self) -> bool {
        self.declared.tag == TagPolicy::Always
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Object,
    /// All objects whose path is this path plus one segment, the object's key.
    Collection,
}

/// The resource that a URL leads to.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) route: Arc<Route>,
    pub(super) resource: Resource,
    pub(super) key: Key,
    /// The alternate keys in the path: the index of the key's segment, and the names and values of the properties.
    pub(super) alternates: Vec<(usize, Properties)>,
    /// The values of the alternate key at the end of the path, which a new object there gets.
    pub(super) assigned: Properties,
    /// Whether the last segment of `key` is the object's key.
    pub(super) ends_in_key: bool,
    /// The qualified type name after the path, such as `microsoft.graph.user`: only objects of this type are requested.
    pub(super) cast: Option<String>,
    /// The segments after the path and the type name: names of properties, `$count`, `$value`.
    pub(super) tail: Vec<UrlSegment>,
}

#[derive(Debug, Default)]
pub(super) struct RouteTable(Vec<Arc<Route>>);

impl RouteTable {
    pub(super) fn add<E: GraphEntity + GraphPaths>(&mut self) {
        let entities = entities::<E>();
        for template in E::templates() {
            let pattern = Pattern::new(template.text);
            let same =
                |route: &&mut Arc<Route>| route.template.version == template.version && route.pattern.parts == pattern.parts;
            match self.0.iter_mut().find(same) {
                Some(route) => Arc::make_mut(route).serve(&entities),
                None => {
                    let mut route = Route { template, pattern, entities: Vec::new() };
                    route.serve(&entities);
                    self.0.push(Arc::new(route));
                }
            }
        }
    }

    pub(super) fn of(&self, version: ApiVersion) -> impl Iterator<Item = &Route> {
        self.0.iter().map(AsRef::as_ref).filter(move |route| route.template.version == version)
    }

    /// Finds the resource that a request's URL leads to.
    ///
    /// # Errors
    /// 404 whose message names the first segment that does not match any declared path.
    pub(super) fn find(&self, url: &RequestUrl) -> Result<Place, Rejection> {
        self.place(url.version, &url.segments).ok_or_else(|| self.unknown(url.version, &url.segments))
    }

    /// Finds the template that matches most segments, such that the others can follow it.
    fn place(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<Place> {
        let mut candidates = self.candidates(version, segments);
        // The best comes first: the most segments, then the latest placeholder.
        candidates.sort_by_cached_key(|(route, _, found)| (std::cmp::Reverse(found.segments), route.pattern.breadth()));
        let mut rest = candidates.as_slice();
        while let Some((_, _, first)) = rest.first() {
            let same = rest.iter().take_while(|(_, _, found)| found.segments == first.segments).count();
            let (longest, shorter) = rest.split_at(same);
            rest = shorter;
            let tail = segments.get(first.segments..).unwrap_or_default();
            let place = best(longest).and_then(|(route, resource, found)| Place::new(route, *resource, found, tail));
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// Returns the templates that match the start of the path, as those of an object or of a collection.
    fn candidates(&self, version: ApiVersion, segments: &[UrlSegment]) -> Vec<Candidate<'_>> {
        let mut candidates = Vec::new();
        for route in self.0.iter().filter(|route| route.template.version == version) {
            if let Ok(found) = route.pattern.matches(segments) {
                candidates.push((route, Resource::Object, found));
            }
            if let Some(found) = route.pattern.matches_collection(segments).filter(|found| found.segments > 0) {
                candidates.push((route, Resource::Collection, found));
            }
        }
        candidates
    }

    fn unknown(&self, version: ApiVersion, segments: &[UrlSegment]) -> Rejection {
        let other = match version {
            ApiVersion::V1 => ApiVersion::Beta,
            ApiVersion::Beta => ApiVersion::V1,
        };
        if self.candidates(other, segments).iter().any(|(_, _, found)| found.segments == segments.len()) {
            return Rejection::not_found(format!("The path is declared for {other}, not for {version}."));
        }
        let matched = self.of(version).map(|route| route.pattern.matches(segments).map_or_else(|at| at, |found| found.segments));
        Rejection::not_found(match segments.get(matched.max().unwrap_or(0)) {
            Some(segment) => format!("Resource not found for the segment '{}'.", segment.text),
            None => "No declared path ends there.".to_owned(),
        })
    }
}

/// A route that matches the start of a request's path.
type Candidate<'r> = (&'r Arc<Route>, Resource, Match);

/// Returns the best of several candidates of the same length.
fn best<'c, 'r>(candidates: &'c [Candidate<'r>]) -> Option<&'c Candidate<'r>> {
    let first = |resource| candidates.iter().find(|(_, found, _)| *found == resource);
    match (first(Resource::Object), first(Resource::Collection)) {
        // A path that another template continues with a key is a collection, even if the path itself is declared too.
        (Some(object), Some(collection)) if collection.0.pattern.continues(&object.0.pattern) => Some(collection),
        (object, collection) => object.or(collection),
    }
}

impl Place {
    /// Returns the place of a match, or `None` if the segments after it, `tail`, cannot follow the path.
    fn new(route: &Arc<Route>, resource: Resource, found: &Match, tail: &[UrlSegment]) -> Option<Self> {
        let is_type = |segment: &&UrlSegment| segment.reserved && !segment.text.starts_with('$');
        let cast = tail.first().filter(is_type).map(|segment| segment.text.clone());
        let tail = tail.get(usize::from(cast.is_some())..).unwrap_or_default();
        let (mut key, alternates) = (route.key(found), found.alternates.clone());
        // The path to changed objects leads to the collection before it.
        let resource = if route.pattern.target == Target::Collection { Resource::Collection } else { resource };
        if route.pattern.target == Target::Collection {
            key.pop();
        }
        let (ends_in_key, assigned) = (route.ends_in_key(), Properties::new());
        let place = Self { route: route.clone(), resource, key, alternates, assigned, ends_in_key, cast, tail: tail.to_vec() };
        // Keys of related entities may be in parentheses.
        let split = || tail.iter().flat_map(|one| one.split().map_or_else(|| vec![one.clone()], Vec::from)).collect();
        [place.clone(), Self { tail: split(), ..place }].into_iter().find(Self::tail_fits)
    }

    /// Returns `true` if the segments in `tail` can follow the path of this resource.
    fn tail_fits(&self) -> bool {
        match (self.resource, self.tail.first()) {
            (_, None) => true,
            (Resource::Collection, Some(first)) => self.tail.len() == 1 && first.text.eq_ignore_ascii_case("$count"),
            (Resource::Object, Some(first)) => {
                first.text.starts_with('$') || self.types().any(|declared| find(declared, &first.text).is_some())
            }
        }
    }

    /// Returns the declared types of the requested objects.
    pub(super) fn types(&self) -> impl Iterator<Item = &'static StructuredType> {
        let cast = self.cast.clone();
        let all = self.route.entities.iter().map(|entity| entity.declared);
        all.filter(move |declared| cast.as_ref().is_none_or(|cast| declared.is_or_derives_from(cast)))
    }
}

impl Route {
    fn serve(&mut self, entities: &[ServedType]) {
        for entity in entities {
            if !self.entities.iter().any(|known| known.declared.name == entity.declared.name) {
                self.entities.push(*entity);
            }
        }
    }

    /// Returns the key of the object that a match leads to. GUIDs are in lower case.
    fn key(&self, found: &Match) -> Key {
        let mut key = found.key.clone();
        let has_guid_keys = || self.entities.iter().all(|entity| has_guid_key(entity.declared));
        if let Some(last) = key.last_mut().filter(|_| found.key.len() == self.pattern.parts.len() && self.ends_in_key()) {
            if has_guid_keys() {
                last.make_ascii_lowercase();
            }
        }
        key
    }

    /// Returns `true` if the template ends in a placeholder, which is the object's key.
    fn ends_in_key(&self) -> bool {
        self.pattern.parts.last() == Some(&Part::Key)
    }

    /// Returns the type that an `@odata.type` (`tag`) names, among the types of this route.
    pub(super) fn entity(&self, tag: &str) -> Option<ServedType> {
        self.entities.iter().find(|entity| matches_tag(tag, entity.declared.name)).copied()
    }
}

fn has_guid_key(declared: &StructuredType) -> bool {
    declared.properties.iter().any(|property| property.key && matches!(property.ty.edm, Edm::Guid))
}

/// Returns the declared type of a struct, or all subtypes of an enum whose variants are subtypes.
fn entities<E: PropertyValue>() -> Vec<ServedType> {
    let Some(declared) = E::TYPE.declaration() else { return Vec::new() };
    let mut types = Vec::new();
    flatten(declared, &mut types);
    types.into_iter().map(|declared| ServedType { declared, etag: declared.keeps_etag }).collect()
}

fn flatten(declared: &'static StructuredType, types: &mut Vec<&'static StructuredType>) {
    let derived = declared.derived.iter().filter_map(|derived| derived.declaration());
    if declared.derived.is_empty() && !types.iter().any(|known| known.name == declared.name) {
        types.push(declared);
    }
    derived.for_each(|derived| flatten(derived, types));
}
