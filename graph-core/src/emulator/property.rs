//! Requests for a part of an object: a property, a related entity or its collection, `$value`, `$count`.

use http::StatusCode;
use http::header::ETAG;

use super::check::{find, with_derived};
use super::context::{origin, property_context};
use super::options::{Options, Target};
use super::project::{project_value, related};
use super::reply::{Body, Rejection, Reply};
use super::service::{Addressed, Notes, Service};
use crate::model::descriptor::{Property, StructuredType};
use crate::model::json::{Additional, Json};

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
        let (property, value, path) = walk(object.entity.declared, &object.body(), &names)?;
        let origin = origin(to.request.uri());
        let context = property_context(&origin, to.url.version, to.place, &path);
        let structure = property.ty.declaration();
        match (end, structure) {
            (End::Count, _) if !property.ty.collection => Err(Rejection::bad_request(format!("'{path}' is not a collection."))),
            (End::Count, structure) => {
                let options = self.related_options(to, structure, Target::Count)?;
                let elements = value.as_array().cloned().unwrap_or_default();
                let count = structure.map_or(elements.len(), |declared| related(declared, elements.clone(), &options).0);
                Ok(Reply::new(StatusCode::OK, Body::Text(count.to_string())))
            }
            (End::Value, None) if !property.ty.collection => Ok(match &value {
                Json::Null => Reply::new(StatusCode::NO_CONTENT, Body::Empty),
                Json::String(text) => Reply::new(StatusCode::OK, Body::Text(text.clone())),
                other => Reply::new(StatusCode::OK, Body::Text(other.to_string())),
            }),
            (End::Value, _) => Err(Rejection::bad_request(format!("'{path}' has no raw value."))),
            (End::Property, Some(declared)) => self.structured(to, declared, property, value, context),
            (End::Property, None) => {
                self.related_options(to, None, Target::Value)?;
                if value.is_null() {
                    return Ok(Reply::new(StatusCode::NO_CONTENT, Body::Empty));
                }
                let body = Additional::from_iter([("@odata.context".to_owned(), context.into()), ("value".to_owned(), value)]);
                Ok(Reply::json(StatusCode::OK, body).header(ETAG, object.etag))
            }
        }
    }

    /// Returns the response to a read of a property whose value is an object or a collection of objects.
    fn structured(
        &self,
        to: &Addressed<'_>,
        declared: &'static StructuredType,
        property: &Property,
        mut value: Json,
        context: String,
    ) -> Result<Reply, Rejection> {
        let mut body = Additional::from_iter([("@odata.context".to_owned(), Json::from(context))]);
        if property.ty.collection {
            let options = self.related_options(to, Some(declared), Target::RelatedCollection)?;
            let elements = value.as_array().cloned().unwrap_or_default();
            let (count, elements) = related(declared, elements, &options);
            if options.count {
                body.insert("@odata.count".into(), count.into());
            }
            body.insert("value".into(), Json::Array(elements));
            return Ok(Reply::json(StatusCode::OK, body));
        }
        let options = self.related_options(to, Some(declared), Target::RelatedObject)?;
        project_value(declared, &mut value, &options);
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

/// Follows the names of properties from an object to a value. Returns the last property, its value, and the path in its declared spelling.
fn walk(
    declared: &'static StructuredType,
    members: &Additional,
    names: &[&str],
) -> Result<(&'static Property, Json, String), Rejection> {
    let (mut types, mut path) = (vec![declared], Vec::new());
    let mut value: Option<Json> = None;
    let mut last: Option<&'static Property> = None;
    for name in names {
        let of = types.first().map_or("Edm.PrimitiveType", |declared| declared.name);
        let property = types.iter().find_map(|declared| find(declared, name));
        let (Some(property), false) = (property, last.is_some_and(|last| last.ty.collection)) else {
            return Err(Rejection::not_found(format!("Resource not found for the segment '{name}' on type '{of}'.")));
        };
        let member = match &value {
            None => members.get(property.name),
            Some(value) => value.get(property.name),
        };
        value = Some(member.cloned().unwrap_or(Json::Null));
        types = property.ty.declaration().map(with_derived).unwrap_or_default();
        path.push(property.name);
        last = Some(property);
    }
    let last = last.ok_or_else(|| Rejection::not_found("Resource not found."))?;
    Ok((last, value.unwrap_or(Json::Null), path.join("/")))
}
