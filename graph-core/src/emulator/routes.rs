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

/// The decoded segments of an object's path, such as `users` and `1`, without the version, because v1.0 and beta share their objects.
pub(super) type Key = Vec<String>;

/// A path template, and the declared types of the objects whose paths match it. If there are several types, `@odata.type` says which one an
/// object has.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) template: Template,
    /// The template without `suffix`.
    pub(super) pattern: Pattern,
    /// The last segment of the template if OData defines it: `$ref`, `$count` or `$value`.
    pub(super) suffix: Option<&'static str>,
    pub(super) entities: Vec<ServedType>,
}

/// The declared type of an object at a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServedType {
    pub(super) declared: &'static StructuredType,
    /// Whether the Rust type, or a view of it, has a field for `@odata.etag`, so that responses contain it.
    pub(super) etag: bool,
}

impl ServedType {
    /// Merges another declaration of the same type into this one. A view declares only a part of the type, so the complete declaration
    /// replaces it.
    fn merge(&mut self, other: &Self) {
        self.etag |= other.etag;
        if self.declared.select && !other.declared.select {
            self.declared = other.declared;
        }
    }

    /// Returns `true` if the JSON of objects of this type contains `@odata.type`.
    pub(super) fn is_tagged(&self) -> bool {
        self.declared.tag == TagPolicy::Always
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Object,
    /// The path leads to a collection: all objects whose paths have one segment more, which is the object's key.
    Collection,
}

/// The resource that a URL leads to.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) route: Arc<Route>,
    pub(super) resource: Resource,
    pub(super) key: Key,
    /// The alternate keys in the path. For each: the index of its segment in `key`, and the names and values of its properties.
    pub(super) alternates: Vec<(usize, Properties)>,
    /// The properties in the alternate key at the end of the path. An object that is created there gets their values.
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
            let last = template.text.rsplit_once('/').filter(|(_, last)| last.starts_with('$'));
            let (path, suffix) = last.map_or((template.text, None), |(path, last)| (path, Some(last)));
            let pattern = Pattern::new(path);
            let same = |route: &&mut Arc<Route>| {
                route.template.version == template.version && route.pattern.parts == pattern.parts && route.suffix == suffix
            };
            match self.0.iter_mut().find(same) {
                Some(route) => Arc::make_mut(route).serve(&entities),
                None => {
                    let mut route = Route { template, pattern, suffix, entities: Vec::new() };
                    route.serve(&entities);
                    self.0.push(Arc::new(route));
                }
            }
        }
        self.complete_views();
    }

    /// Replaces each view by the complete declaration of its type, if another route has it: all paths to an object then agree on its type.
    fn complete_views(&mut self) {
        let served = self.0.iter().flat_map(|route| &route.entities);
        let complete: Vec<ServedType> = served.filter(|entity| !entity.declared.select).copied().collect();
        for route in self.0.iter_mut().filter(|route| route.entities.iter().any(|entity| entity.declared.select)) {
            for view in Arc::make_mut(route).entities.iter_mut().filter(|entity| entity.declared.select) {
                complete.iter().filter(|entity| entity.declared.name == view.declared.name).for_each(|entity| view.merge(entity));
            }
        }
    }

    /// Returns the routes in one API version whose template has no suffix such as `$ref`.
    pub(super) fn of(&self, version: ApiVersion) -> impl Iterator<Item = &Route> {
        self.objects(version).map(AsRef::as_ref)
    }

    fn objects(&self, version: ApiVersion) -> impl Iterator<Item = &Arc<Route>> {
        self.0.iter().filter(move |route| route.template.version == version && route.suffix.is_none())
    }

    /// Finds the resource that a request's URL leads to.
    ///
    /// # Errors
    /// 404 whose message names the first segment that does not match any declared path.
    pub(super) fn find(&self, url: &RequestUrl) -> Result<Place, Rejection> {
        self.place(url.version, &url.segments).ok_or_else(|| self.unknown(url.version, &url.segments))
    }

    /// Finds the template that matches the most segments at the start of the path. Skips a template if the remaining segments cannot follow
    /// it.
    fn place(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<Place> {
        let mut candidates = self.candidates(version, segments);
        // The best match comes first: the most segments, then the template whose first placeholder comes latest.
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
        self.suffixed(version, segments)
    }

    /// Finds the template with a suffix such as `$ref` that matches the path with these segments.
    fn suffixed(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<Place> {
        let (last, path) = segments.split_last()?;
        let fits = |route: &&Arc<Route>| {
            let has_suffix = route.suffix.is_some_and(|suffix| last.text.eq_ignore_ascii_case(suffix));
            has_suffix && route.template.version == version
        };
        let matches = |route| Pattern::matches(route, path).ok().filter(|found| found.segments == path.len());
        let matching = self.0.iter().filter(fits).filter_map(|route| Some((route, matches(&route.pattern)?)));
        let (route, found) = matching.min_by_key(|(route, _)| route.pattern.breadth())?;
        let resource = if route.suffix == Some("$count") { Resource::Collection } else { Resource::Object };
        Some(Place::with_tail(route, resource, &found, None, vec![last.clone()]))
    }

    /// Returns the routes that match the start of the path. The whole route can match as the path of an object. The route without its last
    /// part can match as the path of the object's collection.
    fn candidates(&self, version: ApiVersion, segments: &[UrlSegment]) -> Vec<Candidate<'_>> {
        let mut candidates = Vec::new();
        for route in self.objects(version) {
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

/// Returns the best of several candidates that match the same number of segments.
fn best<'c, 'r>(candidates: &'c [Candidate<'r>]) -> Option<&'c Candidate<'r>> {
    let first = |resource| candidates.iter().find(|(_, found, _)| *found == resource);
    match (first(Resource::Object), first(Resource::Collection)) {
        // A path that another template continues with a key is a collection, even if the path itself is declared too.
        (Some(object), Some(collection)) if collection.0.pattern.continues(&object.0.pattern) => Some(collection),
        (object, collection) => object.or(collection),
    }
}

impl Place {
    /// Creates the resource that a match leads to. Returns `None` if the segments after the match (`tail`) cannot follow its path.
    fn new(route: &Arc<Route>, resource: Resource, found: &Match, tail: &[UrlSegment]) -> Option<Self> {
        let is_type = |segment: &&UrlSegment| segment.reserved && !segment.text.starts_with('$');
        let cast = tail.first().filter(is_type).map(|segment| segment.text.clone());
        let tail = tail.get(usize::from(cast.is_some())..).unwrap_or_default();
        let place = Self::with_tail(route, resource, found, cast, tail.to_vec());
        // Keys of related entities may be in parentheses.
        let split = || tail.iter().flat_map(|one| one.split().map_or_else(|| vec![one.clone()], Vec::from)).collect();
        [place.clone(), Self { tail: split(), ..place }].into_iter().find(Self::tail_fits)
    }

    fn with_tail(route: &Arc<Route>, resource: Resource, found: &Match, cast: Option<String>, tail: Vec<UrlSegment>) -> Self {
        let (mut key, alternates) = (route.key(found), found.alternates.clone());
        // A path that ends in `delta`, for changed objects, leads to the collection before `delta`.
        let resource = if route.pattern.target == Target::Delta { Resource::Collection } else { resource };
        if route.pattern.target == Target::Delta {
            key.pop();
            // The changes below the root folder of a drive are those of all items.
            if let Some(last) = key.last_mut().filter(|last| *last == "root") {
                *last = "items".to_owned();
            }
        }
        let (ends_in_key, assigned) = (route.ends_in_key(), Properties::new());
        Self { route: route.clone(), resource, key, alternates, assigned, ends_in_key, cast, tail }
    }

    /// Returns `true` if the segments in `tail` can follow the path of this resource.
    fn tail_fits(&self) -> bool {
        match (self.resource, self.tail.first()) {
            (_, None) => true,
            (Resource::Collection, Some(_)) => {
                !self.is_delta() && self.tail.len() == 1 && (self.ends_in("$count") || self.ends_in("$ref"))
            }
            (Resource::Object, Some(first)) => {
                let is_property = |name: &str| self.types().any(|declared| find(declared, name).is_some());
                first.text.starts_with('$') || is_property(&first.text) || self.ends_in("createUploadSession")
            }
        }
    }

    /// Returns `true` if the path leads to the changes of a collection.
    pub(super) fn is_delta(&self) -> bool {
        self.route.pattern.target == Target::Delta
    }

    /// Returns `true` if the path ends in this segment, such as `$ref`, which OData defines.
    pub(super) fn ends_in(&self, word: &str) -> bool {
        self.tail.last().is_some_and(|last| last.text.eq_ignore_ascii_case(word))
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
            match self.entities.iter_mut().find(|known| known.declared.name == entity.declared.name) {
                Some(known) => known.merge(entity),
                None => self.entities.push(*entity),
            }
        }
    }

    /// Returns the path of the object that a match leads to. A GUID at its end is in lower case.
    fn key(&self, found: &Match) -> Key {
        let mut key = found.key.clone();
        let is_whole = found.key.len() == self.pattern.parts.len();
        let is_guid = is_whole && self.ends_in_key() && self.entities.iter().all(|entity| has_guid_key(entity.declared));
        if let Some(last) = key.last_mut().filter(|_| is_guid) {
            last.make_ascii_lowercase();
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
