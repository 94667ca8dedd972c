//! The declared paths: which URL is an object of which types.

use std::sync::Arc;

use graph_schema::syntax::template::shape;

use super::answer::Failure;
use super::url::{Segment, Target};
use crate::model::{Extent, Json, PropertyValue, StructuredType, View, matches_tag};
use crate::path::{ApiVersion, GraphPaths, Template};

/// One template and the types that are told apart by their tags behind it.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) template: Template,
    shape: Vec<Option<&'static str>>,
    pub(super) entities: Vec<Entity>,
}

/// A declared type that a path leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entity {
    pub(super) declared: &'static StructuredType,
    /// It has a place for `@odata.etag`.
    pub(super) etag: bool,
}

/// What is behind a URL.
#[derive(Debug)]
pub(super) enum Found {
    Object(Arc<Route>),
    /// The objects of this route whose last segment is open.
    Collection(Arc<Route>),
}

#[derive(Debug, Default)]
pub(super) struct Routes(Vec<Arc<Route>>);

impl Routes {
    pub(super) fn add<E: GraphPaths>(&mut self) {
        let entities = entities::<E>();
        for template in E::templates() {
            let shape: Vec<_> = shape(template.text).collect();
            let same = |route: &&mut Arc<Route>| route.template.version == template.version && route.shape == shape;
            match self.0.iter_mut().find(same) {
                Some(route) => Arc::make_mut(route).serve(&entities),
                None => {
                    let mut route = Route { template, shape, entities: Vec::new() };
                    route.serve(&entities);
                    self.0.push(Arc::new(route));
                }
            }
        }
    }

    pub(super) fn find(&self, target: &Target) -> Result<Found, Failure> {
        let object = self.best(target.version, &target.segments);
        let collection = self.collection(target.version, &target.segments);
        match (object, collection) {
            // A path that another continues with a key leads to a collection, whatever is declared at its end.
            (Some(object), Some(collection)) if collection.continues(object) => Ok(Found::Collection(collection.clone())),
            (Some(object), _) => Ok(Found::Object(object.clone())),
            (None, Some(collection)) => Ok(Found::Collection(collection.clone())),
            (None, None) => Err(self.unknown(target)),
        }
    }

    /// A template that ends in a key is an element of the collection before it.
    fn collection(&self, version: ApiVersion, segments: &[Segment]) -> Option<&Arc<Route>> {
        let elements = self.0.iter().filter(|route| {
            route.template.version == version
                && route.ends_in_key()
                && route.shape.len() == segments.len() + 1
                && route.matched(segments) == segments.len()
        });
        elements.min_by_key(|route| route.placeholders())
    }

    /// Of the routes that match, the one that is literal where the others have a placeholder.
    fn best(&self, version: ApiVersion, segments: &[Segment]) -> Option<&Arc<Route>> {
        let matching = self.0.iter().filter(|route| {
            route.template.version == version && route.shape.len() == segments.len() && route.matched(segments) == segments.len()
        });
        matching.min_by_key(|route| route.placeholders())
    }

    fn unknown(&self, target: &Target) -> Failure {
        let other = match target.version {
            ApiVersion::V1 => ApiVersion::Beta,
            ApiVersion::Beta => ApiVersion::V1,
        };
        if self.best(other, &target.segments).or_else(|| self.collection(other, &target.segments)).is_some() {
            return Failure::not_found(format!("The path is declared for {other}, not for {}.", target.version));
        }
        let of_version = self.0.iter().filter(|route| route.template.version == target.version);
        let matched = of_version.map(|route| route.matched(&target.segments)).max().unwrap_or(0);
        Failure::not_found(match target.segments.get(matched) {
            Some(segment) => format!("No declared path has the segment '{}' there.", segment.text),
            None => "No declared path ends there.".to_owned(),
        })
    }
}

impl Route {
    fn serve(&mut self, entities: &[Entity]) {
        for entity in entities {
            if !self.entities.iter().any(|known| known.declared.name == entity.declared.name) {
                self.entities.push(*entity);
            }
        }
    }

    /// How many segments fit from the start on.
    fn matched(&self, segments: &[Segment]) -> usize {
        let fits = |(shape, segment): &(&Option<&str>, &Segment)| match shape {
            Some(literal) => segment.text == *literal,
            None => !segment.reserved,
        };
        self.shape.iter().zip(segments).take_while(fits).count()
    }

    /// Where the placeholders are: the earlier one comes, the less is said.
    fn placeholders(&self) -> Vec<bool> {
        self.shape.iter().map(Option::is_none).collect()
    }

    /// The placeholder that ends the template, if one does: what stands there is the object's key.
    pub(super) fn ends_in_key(&self) -> bool {
        self.shape.last().is_some_and(Option::is_none)
    }

    /// It is the other with a key behind it.
    fn continues(&self, other: &Self) -> bool {
        self.shape.split_last().is_some_and(|(_, before)| before == other.shape)
    }

    /// The type that a tag names.
    pub(super) fn entity(&self, tag: &str) -> Option<Entity> {
        self.entities.iter().find(|entity| matches_tag(tag, entity.declared.name)).copied()
    }
}

/// The struct itself, or the structs that an enum of derived types has.
fn entities<E: PropertyValue>() -> Vec<Entity> {
    let Some(declared) = E::TYPE.declaration() else { return Vec::new() };
    let mut types = Vec::new();
    flatten(declared, &mut types);
    types.into_iter().map(|declared| Entity { declared, etag: keeps_etag::<E>(declared) }).collect()
}

fn flatten(declared: &'static StructuredType, types: &mut Vec<&'static StructuredType>) {
    let derived = declared.derived.iter().filter_map(|derived| derived.declaration());
    if declared.derived.is_empty() && !types.iter().any(|known| known.name == declared.name) {
        types.push(declared);
    }
    derived.for_each(|derived| flatten(derived, types));
}

/// Only reading tells: the table of properties does not list the etag.
fn keeps_etag<E: PropertyValue>(declared: &'static StructuredType) -> bool {
    let mut members = super::object::blank(declared);
    members.insert("@odata.type".into(), format!("#{}", declared.name).into());
    members.insert("@odata.etag".into(), "W/\"\"".into());
    let read = E::read(Json::Object(members), Extent::Whole);
    read.is_ok_and(|entity| matches!(entity.view(), View::Object(instance) if instance.etag().is_some()))
}
