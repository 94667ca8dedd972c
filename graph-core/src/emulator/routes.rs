//! The declared paths, and the objects that a URL leads to.

use std::sync::Arc;

use graph_schema::syntax::template::shape;

use super::check::find;
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
    /// One entry per segment of the template before the suffix: the literal text, or `None` for a placeholder.
    pub(super) shape: Vec<Option<&'static str>>,
    /// The last segment of the template if it is a word of OData: `$ref`, `$count` or `$value`.
    pub(super) suffix: Option<&'static str>,
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
            let shape: Vec<_> = shape(path).collect();
            let same = |route: &&mut Arc<Route>| {
                route.template.version == template.version && route.shape == shape && route.suffix == suffix
            };
            match self.0.iter_mut().find(same) {
                Some(route) => Arc::make_mut(route).serve(&entities),
                None => {
                    let mut route = Route { template, shape, suffix, entities: Vec::new() };
                    route.serve(&entities);
                    self.0.push(Arc::new(route));
                }
            }
        }
    }

    /// Returns the routes of objects in one version.
    pub(super) fn of(&self, version: ApiVersion) -> impl Iterator<Item = &Route> {
        let is_object = move |route: &&Route| route.template.version == version && route.suffix.is_none();
        self.0.iter().map(AsRef::as_ref).filter(is_object)
    }

    /// Finds the resource that a request's URL leads to. Tries the segments unchanged first, then with keys in parentheses split off.
    ///
    /// # Errors
    /// 404 whose message names the first segment that does not match any declared path.
    pub(super) fn find(&self, url: &RequestUrl) -> Result<Place, Rejection> {
        if let Some(place) = self.place(url.version, &url.segments) {
            return Ok(place);
        }
        let split = url.segments.iter().flat_map(|segment| match segment.split() {
            Some([name, key]) => vec![name, key],
            None => vec![segment.clone()],
        });
        let split: Vec<_> = split.collect();
        self.place(url.version, &split).ok_or_else(|| self.unknown(url.version, &split))
    }

    fn place(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<Place> {
        if let Some((route, resource)) = self.exact(version, segments) {
            return Some(Place::new(route, resource, segments, &[]));
        }
        let cut = (1..segments.len()).rev().find_map(|cut| {
            let (path, tail) = segments.split_at(cut);
            let (route, resource) = self.exact(version, path)?;
            let place = Place::new(route, resource, path, tail);
            place.tail_fits().then_some(place)
        });
        cut.or_else(|| self.suffixed(version, segments))
    }

    /// Finds the template with a suffix such as `$ref` that matches the path with these segments.
    fn suffixed(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<Place> {
        let (last, path) = segments.split_last()?;
        let matching = self.0.iter().filter(|route| {
            route.suffix.is_some_and(|suffix| last.text.eq_ignore_ascii_case(suffix)) && route.fits(version, path)
        });
        let route = matching.min_by_key(|route| route.placeholders())?;
        let resource = if route.suffix == Some("$count") { Resource::Collection } else { Resource::Object };
        Some(Place { route: route.clone(), resource, key: route.key(path), cast: None, tail: vec![last.clone()] })
    }

    fn exact(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<(&Arc<Route>, Resource)> {
        let object = self.object(version, segments);
        match (object, self.collection(version, segments)) {
            // A path that another template continues with a key is a collection, even if the path itself is declared too.
            (Some(object), Some(collection)) if collection.continues(object) => Some((collection, Resource::Collection)),
            (Some(object), _) => Some((object, Resource::Object)),
            (None, Some(collection)) => Some((collection, Resource::Collection)),
            (None, None) => None,
        }
    }

    /// Finds a template that consists of the path with these segments and a placeholder for the key: the path is then that of a collection.
    fn collection(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<&Arc<Route>> {
        let elements = self.0.iter().filter(|route| {
            route.template.version == version
                && route.suffix.is_none()
                && route.ends_in_key()
                && route.shape.len() == segments.len() + 1
                && route.matched(segments) == segments.len()
        });
        elements.min_by_key(|route| route.placeholders())
    }

    /// Finds the template that matches the path with these segments. If there are several, its first placeholder comes latest.
    fn object(&self, version: ApiVersion, segments: &[UrlSegment]) -> Option<&Arc<Route>> {
        let matching = self.0.iter().filter(|route| route.suffix.is_none() && route.fits(version, segments));
        matching.min_by_key(|route| route.placeholders())
    }

    fn unknown(&self, version: ApiVersion, segments: &[UrlSegment]) -> Rejection {
        let other = match version {
            ApiVersion::V1 => ApiVersion::Beta,
            ApiVersion::Beta => ApiVersion::V1,
        };
        if self.exact(other, segments).is_some() {
            return Rejection::not_found(format!("The path is declared for {other}, not for {version}."));
        }
        let matched = self.of(version).map(|route| route.matched(segments)).max().unwrap_or(0);
        Rejection::not_found(match segments.get(matched) {
            Some(segment) => format!("Resource not found for the segment '{}'.", segment.text),
            None => "No declared path ends there.".to_owned(),
        })
    }
}

impl Place {
    fn new(route: &Arc<Route>, resource: Resource, path: &[UrlSegment], tail: &[UrlSegment]) -> Self {
        let is_type = |segment: &&UrlSegment| segment.reserved && !segment.text.starts_with('$');
        let cast = tail.first().filter(is_type).map(|segment| segment.text.clone());
        let tail = tail.get(usize::from(cast.is_some())..).unwrap_or_default().to_vec();
        Self { route: route.clone(), resource, key: route.key(path), cast, tail }
    }

    /// Returns `true` if the segments in `tail` can follow the path of this resource.
    fn tail_fits(&self) -> bool {
        match (self.resource, self.tail.first()) {
            (_, None) => true,
            (Resource::Collection, Some(_)) => self.tail.len() == 1 && (self.ends_in("$count") || self.ends_in("$ref")),
            (Resource::Object, Some(first)) => {
                first.text.starts_with('$') || self.types().any(|declared| find(declared, &first.text).is_some())
            }
        }
    }

    /// Returns `true` if the path ends in this word of OData, such as `$ref`.
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
            if !self.entities.iter().any(|known| known.declared.name == entity.declared.name) {
                self.entities.push(*entity);
            }
        }
    }

    /// Returns `true` if the template, before its suffix, matches the whole path with these segments.
    fn fits(&self, version: ApiVersion, segments: &[UrlSegment]) -> bool {
        self.template.version == version && self.shape.len() == segments.len() && self.matched(segments) == segments.len()
    }

    /// Returns the number of segments at the start of a path that match the template. Literals are not case-sensitive.
    fn matched(&self, segments: &[UrlSegment]) -> usize {
        let fits = |(shape, segment): &(&Option<&str>, &UrlSegment)| match shape {
            Some(literal) => segment.text.eq_ignore_ascii_case(literal) && !segment.key,
            None => !segment.reserved,
        };
        self.shape.iter().zip(segments).take_while(fits).count()
    }

    /// Returns a path's segments as the key of a stored object, with the template's literals in their declared spelling.
    fn key(&self, path: &[UrlSegment]) -> Key {
        let guid = self.ends_in_key() && self.entities.iter().all(|entity| has_guid_key(entity.declared));
        let text = |(index, (shape, segment)): (usize, (&Option<&str>, &UrlSegment))| match shape {
            Some(literal) => (*literal).to_owned(),
            None if guid && index + 1 == self.shape.len() => segment.text.to_ascii_lowercase(),
            None => segment.text.clone(),
        };
        self.shape.iter().zip(path).enumerate().map(text).collect()
    }

    /// Returns whether each segment of the template is a placeholder. The smallest value is the best match: its first placeholder comes
    /// latest.
    fn placeholders(&self) -> Vec<bool> {
        self.shape.iter().map(Option::is_none).collect()
    }

    /// Returns `true` if the template ends in a placeholder, which is the object's key.
    pub(super) fn ends_in_key(&self) -> bool {
        self.shape.last().is_some_and(Option::is_none)
    }

    /// Returns `true` if this template is the other template followed by a placeholder for the key.
    fn continues(&self, other: &Self) -> bool {
        self.shape.split_last().is_some_and(|(_, before)| before == other.shape)
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
