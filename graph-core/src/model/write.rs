//! Writes declared types as JSON: `@odata.type` first, then the properties in the order of declaration.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::annotations::{COUNT, NEXT_LINK};
use super::descriptor::{Property, StructuredType, TagPolicy};
use super::json::{Additional, Json};
use super::object_text::{is_compact_json, object_text, serialize_text};
use super::patch_value::PatchValue;
use super::text_writer::write_text;
use super::value_ref::{DynStructured, TextRef, ValueRef};

/// Selects which properties of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WriteMode {
    nulls: bool,
    read_only: bool,
    annotations: Written,
    related: Related,
}

/// Selects which annotations of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// No annotations. To send one in a request, a patch sets it with `set_additional`.
    None,
    /// The annotations that a service stores: all except those such as `members@odata.nextLink`, whose term begins with `odata.` and which
    /// describe a single response.
    #[cfg(any(test, feature = "emulator"))]
    Stored,
    All,
}

impl Written {
    /// Returns whether an undeclared member of this name is written.
    fn includes(self, name: &str) -> bool {
        match (self, name.split_once('@')) {
            (_, None) | (Self::All, _) => true,
            (Self::None, Some(_)) => false,
            #[cfg(any(test, feature = "emulator"))]
            (Self::Stored, Some((_, term))) => !term.starts_with("odata."),
        }
    }
}

/// Selects which navigation properties of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Related {
    All,
    /// Navigation properties that contain related entities, because a creation may contain them. Null and `[]` are left out, because a
    /// service refuses an update that contains them.
    NotEmpty,
    None,
}

impl WriteMode {
    /// For creating an object: writes all properties that are not null.
    pub(crate) const CREATE: Self = Self { nulls: false, read_only: true, annotations: Written::None, related: Related::All };
    /// For a copy of an object: writes all properties that are not null, and all annotations.
    pub(crate) const COPY: Self = Self { annotations: Written::All, ..Self::CREATE };
    /// For a complete object, as a service returns it: writes all properties, including nulls.
    #[cfg(any(test, feature = "emulator"))]
    pub(crate) const FULL: Self = Self { nulls: true, annotations: Written::Stored, ..Self::CREATE };
    /// For a patch: writes the properties that a client may set, including nulls. The service keeps the values of omitted properties, so a
    /// value must be cleared with an explicit null.
    pub(crate) const PATCH: Self = Self { nulls: true, read_only: false, annotations: Written::None, related: Related::NotEmpty };
    /// For the difference between two values, which only an update sends: like a patch, but without related entities.
    pub(crate) const DIFFERENCE: Self = Self { related: Related::None, ..Self::PATCH };
    /// For replacing an object: writes the properties that a client may set and that are not null. The service sets the other properties
    /// to their default values or to null. Related entities are left out, because the body of a `PUT` cannot contain them ([OData 4.0
    /// §11.4.3](https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html#_Toc372793742)).
    pub(super) const REPLACE: Self = Self { nulls: false, ..Self::DIFFERENCE };

    /// Returns the mode for objects inside a collection. It omits nulls: the service replaces the whole collection, so an omitted property
    /// becomes null anyway.
    fn of_elements(self) -> Self {
        Self { nulls: false, ..self }
    }

    /// Returns `true` for a create-only property in a patch. Null is not written for it, because an update cannot clear it.
    fn omits_null(self, property: &Property) -> bool {
        property.create_only && !self.read_only
    }

    /// Returns `true` for a navigation property that this mode does not write.
    fn omits_related(self, property: &Property, value: &ValueRef<'_>) -> bool {
        let is_empty = || match value {
            ValueRef::Null => true,
            ValueRef::List(elements) | ValueRef::Page(elements) => elements.is_empty(),
            _ => false,
        };
        match self.related {
            Related::All => false,
            Related::NotEmpty => property.is_navigation() && is_empty(),
            Related::None => property.is_navigation(),
        }
    }
}

/// Converts a property's value to the form in which a patch keeps it.
pub(super) fn patch_value(value: ValueRef<'_>) -> PatchValue {
    match value {
        ValueRef::Int(number) => PatchValue::Integer(number),
        ValueRef::Double(number) if number.is_finite() => PatchValue::Double(number),
        ValueRef::Text(text) => PatchValue::Text(text.to_str().into_owned()),
        value => value_json(&value, WriteMode::PATCH).into(),
    }
}

/// Converts a property's value to JSON.
pub(crate) fn value_json(value: &ValueRef<'_>, mode: WriteMode) -> Json {
    match value {
        ValueRef::Null => Json::Null,
        ValueRef::Bool(value) => Json::Bool(*value),
        ValueRef::Int(value) => Json::from(*value),
        ValueRef::Double(value) => float_json(*value),
        ValueRef::Single(value) => single_json(*value),
        ValueRef::Decimal(digits) => decimal_json(digits),
        ValueRef::Text(text) => Json::String(text.to_str().into_owned()),
        ValueRef::List(elements) | ValueRef::Page(elements) => {
            elements.iter().map(|element| value_json(&element, mode.of_elements())).collect()
        }
        ValueRef::Object(object) => Json::Object(object_json(*object, mode)),
        ValueRef::Json(json) => (*json).clone(),
    }
}

/// Converts an entity or complex value to a JSON object.
pub(crate) fn object_json(object: &dyn DynStructured, mode: WriteMode) -> Additional {
    let declared = object.declaration();
    let mut members = Additional::new();
    if declared.tag == TagPolicy::Always {
        members.insert("@odata.type".into(), tag_json(declared));
    }
    for (property, (_, value)) in declared.properties.iter().zip(object.views()) {
        match value {
            ValueRef::Null if !mode.nulls || !property.ty.nullable || mode.omits_null(property) || property.annotation => {}
            _ if property.read_only && !mode.read_only || property.annotation && mode.annotations == Written::None => {}
            value if mode.omits_related(property, &value) => {}
            value => {
                if mode.annotations == Written::All && matches!(value, ValueRef::Page(_)) {
                    members.extend(page_annotations(property.name, &value));
                }
                members.insert(property.name.into(), value_json(&value, mode));
            }
        }
    }
    let undeclared = undeclared(object, declared, mode.annotations);
    members.extend(undeclared.map(|(name, value)| (name.clone(), value.clone())));
    members
}

/// Returns the count and the next link of an expanded collection as members that stand beside the property `name`: `name@odata.count` and
/// `name@odata.nextLink`.
pub(super) fn page_annotations(name: &str, value: &ValueRef<'_>) -> impl Iterator<Item = (String, Json)> {
    let (count, next_link) = match value {
        ValueRef::Page(page) => (page.count().map(Json::from), page.next_link().map(Json::from)),
        _ => (None, None),
    };
    let members = [(COUNT, count), (NEXT_LINK, next_link)];
    members.into_iter().filter_map(move |(term, value)| Some((format!("{name}{term}"), value?)))
}

/// Returns the undeclared properties of an object, and the annotations that `annotations` selects. So that no key is written twice, leaves
/// out members with the name of a declared property, and `@odata.type` if the type always writes it.
pub(super) fn undeclared<'a>(
    object: &'a dyn DynStructured,
    declared: &StructuredType,
    annotations: Written,
) -> impl Iterator<Item = (&'a String, &'a Json)> {
    let tagged = declared.tag == TagPolicy::Always;
    let is_declared =
        move |name: &str| tagged && name == "@odata.type" || declared.properties.iter().any(|property| property.name == name);
    object.additional().into_iter().flatten().filter(move |(name, _)| annotations.includes(name) && !is_declared(name))
}

/// Converts digits to a JSON number with the same digits, or to a JSON string if they are not a number.
fn decimal_json(digits: &str) -> Json {
    digits.parse().map_or_else(|_| Json::from(digits), Json::Number)
}

fn float_json(value: f64) -> Json {
    serde_json::Number::from_f64(value).map_or_else(|| Json::from(special_float_text(value)), Json::Number)
}

/// Converts an `f32` to JSON through text, so that 0.1 is written as 0.1 and not as the nearest `f64`, 0.10000000149011612.
fn single_json(value: f32) -> Json {
    value.to_string().parse().map_or_else(|_| float_json(f64::from(value)), float_json)
}

/// Returns a floating-point number as OData writes it in a URL: as in JSON, but `INF`, `-INF` and `NaN` have no quotes.
pub(crate) fn float_text(number: &ValueRef<'_>) -> String {
    match value_json(number, WriteMode::CREATE) {
        Json::String(special) => special,
        number => number.to_string(),
    }
}

fn special_float_text(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "INF"
    } else {
        "-INF"
    }
}

impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ValueRef::Null => serializer.serialize_unit(),
            ValueRef::Bool(value) => serializer.serialize_bool(*value),
            ValueRef::Int(value) => serializer.serialize_i64(*value),
            ValueRef::Double(value) if value.is_finite() => serializer.serialize_f64(*value),
            ValueRef::Double(value) => serializer.serialize_str(special_float_text(*value)),
            ValueRef::Single(value) if value.is_finite() => serializer.serialize_f32(*value),
            ValueRef::Single(value) => serializer.serialize_str(special_float_text(f64::from(*value))),
            ValueRef::Decimal(digits) => decimal_json(digits).serialize(serializer),
            ValueRef::Text(TextRef::Borrowed(text)) => serializer.serialize_str(text),
            ValueRef::Text(TextRef::Printed(value)) => serializer.collect_str(value),
            ValueRef::List(elements) | ValueRef::Page(elements) => {
                let mut seq = serializer.serialize_seq(Some(elements.len()))?;
                elements.iter().try_for_each(|element| seq.serialize_element(&element))?;
                seq.end()
            }
            ValueRef::Object(object) => serialize_structured(*object, serializer),
            ValueRef::Json(json) => json.serialize(serializer),
        }
    }
}

/// Serializes an entity or complex value. Every derived `Serialize` calls this function.
///
/// Writes no annotations except the count and the next link of an expanded collection. Without the link, a part of the collection would
/// later be read as the whole collection.
pub fn serialize_structured<S: Serializer>(object: &dyn DynStructured, serializer: S) -> Result<S::Ok, S::Error> {
    if is_compact_json::<S>() {
        return serialize_text(object_text(object), serializer);
    }
    let declared = object.declaration();
    let mut map = serializer.serialize_map(None)?;
    if declared.tag == TagPolicy::Always {
        map.serialize_entry("@odata.type", &Tag(declared.name))?;
    }
    for (property, (_, value)) in declared.properties.iter().zip(object.views()) {
        if matches!(value, ValueRef::Null) || property.annotation {
            continue;
        }
        if let ValueRef::Page(_) = &value {
            page_annotations(property.name, &value).try_for_each(|(name, value)| map.serialize_entry(&name, &value))?;
        }
        map.serialize_entry(property.name, &value)?;
    }
    for (name, value) in undeclared(object, declared, Written::None) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// The value of `@odata.type` for the type with this qualified name, written with `#`.
pub(crate) struct Tag(pub(crate) &'static str);

impl Tag {
    /// Appends the value to JSON text.
    pub(super) fn write(&self, text: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let begin = text.len();
        write_text(text, self.0)?;
        text.insert(begin + 1, b'#');
        Ok(())
    }
}

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("#{}", self.0))
    }
}

/// Returns the value of `@odata.type` for a declared type as JSON.
pub(crate) fn tag_json(declared: &StructuredType) -> Json {
    Json::String(format!("#{}", declared.name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::{Thing, thing_json};

    #[test]
    fn no_key_is_written_twice() {
        let mut thing: Thing = serde_json::from_str(&thing_json()).unwrap();
        for (name, value) in [("count", json!(9)), ("name", json!("n")), ("@odata.type", json!("#x")), ("other", json!(1))] {
            thing.additional.insert(name.into(), value);
        }
        let text =
            r##"{"@odata.type":"#microsoft.graph.thing","id":"a/b","count":3,"created":"2026-11-22T08:00:00Z","other":1}"##;
        assert_eq!(serde_json::to_string(&thing).unwrap(), text);
        assert_eq!(Json::Object(object_json(&thing, WriteMode::CREATE)).to_string(), text);
        let with_null = text.replace("3,", r#"3,"name":null,"#);
        assert_eq!(Json::Object(object_json(&thing, WriteMode::FULL)).to_string(), with_null);
    }
}
