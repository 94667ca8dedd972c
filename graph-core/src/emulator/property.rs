//! Requests for a part of an object: a property, a related entity or its collection, `$value`, `$count`.

use http::StatusCode;
use http::header::ETAG;

use super::check::{find, with_derived};
use super::context::{origin, property_context};
use super::options::{Options, Target};
use super::paging::{Located, key_of};
use super::project::{Related, project_value, related};
use super::reply::{Body, Rejection, Reply};
use super::service::{Addressed, Notes, Service};
use crate::model::descriptor::{Property, StructuredType};
use crate::model::json::{Additional, Json};

/// The part of an object that a path leads to.
struct Part {
    /// The last property of the path.
    property: &'static Property,
    /// Whether the path ends in the key of an element, so that the part is one element of the collection.
    is_element: bool,
    value: Json,
    /// The names and keys of the path, in their declared spelling.
    path: Vec<String>,
}

/// The last part of a path to a part of an object: a property's name, `$value` or `$count`.
enum End {
    Property,
    /// `$value`: the raw text of a property.
    Value,
    /// `$count`: the number of elements of a collection.
    Count,
}

impl Service {
    /// Answers a read of a part of an object: a property, a related entity, `$value` or `$count`.
    pub(super) fn property(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let object = self.object(to.place)?;
        notes.about(object.entity);
        let (names, end) = steps(to)?;
        let mut body = object.body();
        if let Some(property) = names.first().and_then(|name| find(object.entity.declared, name)) {
            let target = if property.ty.collection { Target::RelatedCollection } else { Target::RelatedObject };
            let options = match (names.as_slice(), &end) {
                ([_], End::Property) if property.is_navigation() => {
                    self.related_options(to, property.ty.declaration(), target)?
                }
                _ => Options::default(),
            };
            self.add_linked(&to.place.key, property, (&options).into(), &mut body, &[]);
        }
        let part = walk(object.entity.declared, &body, &names)?;
        let (origin, path) = (origin(to.request.uri()), part.path.join("/"));
        let context = property_context(&origin, to.url.version, to.place, &path);
        let structure = part.property.ty.declaration();
        let Part { property, is_element, value, .. } = &part;
        let is_collection = property.ty.collection && !is_element;
        match (end, structure) {
            (End::Count, _) if !is_collection => Err(Rejection::bad_request(format!("'{path}' is not a collection."))),
            (End::Count, structure) => {
                let options = self.related_options(to, structure, Target::Count)?;
                let elements = value.as_array().cloned().unwrap_or_default();
                let at = self.located(to);
                let count = structure
                    .map_or(elements.len(), |declared| related(declared, elements.clone(), (&options).into(), &at).count);
                Ok(Reply::new(StatusCode::OK, Body::Text(count.to_string())))
            }
            (End::Value, None) if !is_collection => Ok(match value {
                Json::Null => Reply::new(StatusCode::NO_CONTENT, Body::Empty),
                Json::String(text) => Reply::new(StatusCode::OK, Body::Text(text.clone())),
                other => Reply::new(StatusCode::OK, Body::Text(other.to_string())),
            }),
            (End::Value, _) => Err(Rejection::bad_request(format!("'{path}' has no raw value."))),
            (End::Property, Some(declared)) => self.structured(to, declared, part, context),
            (End::Property, None) => {
                self.related_options(to, None, Target::Value)?;
                if value.is_null() {
                    return Ok(Reply::new(StatusCode::NO_CONTENT, Body::Empty));
                }
                let body =
                    Additional::from_iter([("@odata.context".to_owned(), context.into()), ("value".to_owned(), value.clone())]);
                Ok(Reply::json(StatusCode::OK, body).header(ETAG, object.etag))
            }
        }
    }

    /// Returns the response to a read of a property whose value is an object or a collection of objects.
    fn structured(
        &self,
        to: &Addressed<'_>,
        declared: &'static StructuredType,
        part: Part,
        context: String,
    ) -> Result<Reply, Rejection> {
        let at = part.path.iter().fold(self.located(to), |at: Located<'_>, segment| at.inside(segment));
        let Part { property, is_element, mut value, .. } = part;
        let mut body = Additional::from_iter([("@odata.context".to_owned(), Json::from(context))]);
        if property.ty.collection && !is_element {
            let options = self.related_options(to, Some(declared), Target::RelatedCollection)?;
            let elements = value.as_array().cloned().unwrap_or_default();
            let Related { elements, count, next_link } = related(declared, elements, (&options).into(), &at);
            if options.count {
                body.insert("@odata.count".into(), count.into());
            }
            body.extend(next_link.map(|link| ("@odata.nextLink".to_owned(), link.into())));
            body.insert("value".into(), Json::Array(elements));
            return Ok(Reply::json(StatusCode::OK, body));
        }
        let options = self.related_options(to, Some(declared), Target::RelatedObject)?;
        project_value(declared, &mut value, (&options).into(), &at);
        match value {
            Json::Object(members) => {
                body.extend(members);
                Ok(Reply::json(StatusCode::OK, body))
            }
            _ if property.is_navigation() => {
                Err(Rejection::not_found(format!("The property '{}' leads to no object.", property.name)))
            }
            _ => Ok(Reply::new(StatusCode::NO_CONTENT, Body::Empty)),
        }
    }

    fn related_options(
        &self,
        to: &Addressed<'_>,
        declared: Option<&'static StructuredType>,
        target: Target,
    ) -> Result<Options, Rejection> {
        self.options(to, &declared.map(with_derived).unwrap_or_default(), target)
    }
}

/// Returns the names of the properties after the object's path, and separately `$value` or `$count` at the end of the path.
fn steps<'r>(to: &Addressed<'r>) -> Result<(Vec<&'r str>, End), Rejection> {
    let mut names: Vec<&str> = to.place.tail.iter().map(|segment| segment.text.as_str()).collect();
    let end = match names.last().map(|name| name.to_ascii_lowercase()).as_deref() {
        Some("$value") => End::Value,
        Some("$count") => End::Count,
        _ => return Ok((names, End::Property)),
    };
    names.pop();
    match names.is_empty() {
        false => Ok((names, end)),
        true => Err(Rejection::bad_request("An object has no $value and no $count.")),
    }
}

/// Follows the names of properties, and the keys of related entities, from an object to a value.
fn walk(declared: &'static StructuredType, members: &Additional, names: &[&str]) -> Result<Part, Rejection> {
    let mut types = vec![declared];
    let mut part: Option<Part> = None;
    for name in names {
        let of = types.first().map_or("Edm.PrimitiveType", |declared| declared.name);
        let missing = || Rejection::not_found(format!("Resource not found for the segment '{name}' on type '{of}'."));
        part = Some(match part {
            Some(collection) if collection.property.ty.collection && !collection.is_element => {
                element(collection, name).ok_or_else(missing)?
            }
            outer => {
                let property = types.iter().find_map(|declared| find(declared, name)).ok_or_else(missing)?;
                let member = outer.as_ref().map_or_else(|| members.get(property.name), |outer| outer.value.get(property.name));
                let value = member.cloned().unwrap_or(Json::Null);
                types = property.ty.declaration().map(with_derived).unwrap_or_default();
                let mut path = outer.map(|outer| outer.path).unwrap_or_default();
                path.push(property.name.to_owned());
                Part { property, is_element: false, value, path }
            }
        });
    }
    part.ok_or_else(|| Rejection::not_found("Resource not found."))
}

/// Returns the element of a collection of entities that has this key.
fn element(collection: Part, key: &str) -> Option<Part> {
    let declared = collection.property.ty.declaration().filter(|_| collection.property.is_navigation())?;
    let Json::Array(elements) = collection.value else { return None };
    let has_key = |element: &Json| {
        element.as_object().is_some_and(|members| key_of(declared.of_value(members), members).as_deref() == Some(key))
    };
    let value = elements.into_iter().find(has_key)?;
    let mut path = collection.path;
    path.push(key.to_owned());
    Some(Part { is_element: true, value, path, ..collection })
}
