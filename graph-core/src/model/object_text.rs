//! Writes entities and complex values as JSON text without serde, for `serde_json::to_vec` and `to_string`.

use std::any::type_name;
use std::sync::LazyLock;

use serde::ser::{Error as _, Serialize, SerializeStruct, Serializer};

use super::descriptor::TagPolicy;
use super::text_writer::{close, write_text};
use super::value_ref::{DynCollection, DynStructured, TextRef, ValueRef};
use super::write::{Tag, Written, page_annotations, undeclared};

/// The name by which serde_json takes text that is JSON already: its feature `raw_value`.
const RAW: &str = "$serde_json::private::RawValue";

/// Returns `true` if `S` is the serializer of `serde_json::to_vec` and `to_string`, which writes compact text into memory, and if it takes
/// text that is JSON already.
///
/// Compares the names of the types, because a `TypeId` needs a type without lifetimes. Another serializer, such as that of
/// `to_string_pretty`, has another name and goes through serde.
pub(super) fn is_compact_json<S>() -> bool {
    // Asked once, because a later version of serde_json may use another name than `RAW`.
    static TAKES_TEXT: LazyLock<bool> = LazyLock::new(|| serde_json::to_string(&Text("[1]")).is_ok_and(|text| text == "[1]"));
    type_name::<S>() == type_name::<&mut serde_json::Serializer<&mut Vec<u8>>>() && *TAKES_TEXT
}

/// JSON text, serialized as it is.
struct Text<'a>(&'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut raw = serializer.serialize_struct(RAW, 1)?;
        raw.serialize_field(RAW, self.0)?;
        raw.end()
    }
}

/// Passes JSON text on to a serializer of [`is_compact_json`].
pub(super) fn serialize_text<S: Serializer>(text: Result<Vec<u8>, serde_json::Error>, serializer: S) -> Result<S::Ok, S::Error> {
    let text = String::from_utf8(text.map_err(S::Error::custom)?).map_err(S::Error::custom)?;
    Text(&text).serialize(serializer)
}

/// Writes an object as JSON text. serde_json would search each key and text for characters to escape byte by byte.
pub(super) fn object_text(object: &dyn DynStructured) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = Vec::with_capacity(64 + 48 * object.declaration().properties.len());
    write_object(&mut text, object)?;
    Ok(text)
}

/// Appends an object to JSON text, with the members that `serialize_structured` writes.
fn write_object(text: &mut Vec<u8>, object: &dyn DynStructured) -> Result<(), serde_json::Error> {
    let declared = object.declaration();
    text.push(b'{');
    if declared.tag == TagPolicy::Always {
        text.extend_from_slice(br##""@odata.type":"##);
        Tag(declared.name).write(text)?;
        text.push(b',');
    }
    for (property, (_, value)) in declared.properties.iter().zip(object.views()) {
        if matches!(value, ValueRef::Null) || property.annotation {
            continue;
        }
        if let ValueRef::Page(_) = &value {
            for (name, value) in page_annotations(property.name, &value) {
                write_member(text, &name, ValueRef::Json(&value))?;
            }
        }
        write_member(text, property.name, value)?;
    }
    for (name, value) in undeclared(object, declared, Written::None) {
        write_member(text, name, ValueRef::Json(value))?;
    }
    close(text, b'}');
    Ok(())
}

/// Appends a member and a comma.
fn write_member(text: &mut Vec<u8>, name: &str, value: ValueRef<'_>) -> Result<(), serde_json::Error> {
    write_text(text, name)?;
    text.push(b':');
    write_value(text, value)?;
    text.push(b',');
    Ok(())
}

fn write_value(text: &mut Vec<u8>, value: ValueRef<'_>) -> Result<(), serde_json::Error> {
    match value {
        ValueRef::Null => text.extend_from_slice(b"null"),
        ValueRef::Bool(true) => text.extend_from_slice(b"true"),
        ValueRef::Bool(false) => text.extend_from_slice(b"false"),
        ValueRef::Int(number) => serde_json::to_writer(text, &number)?,
        ValueRef::Text(TextRef::Borrowed(value)) => write_text(text, value)?,
        ValueRef::Object(object) => write_object(text, object)?,
        ValueRef::List(elements) | ValueRef::Page(elements) => write_elements(text, elements)?,
        value => serde_json::to_writer(text, &value)?,
    }
    Ok(())
}

fn write_elements(text: &mut Vec<u8>, elements: &dyn DynCollection) -> Result<(), serde_json::Error> {
    text.push(b'[');
    for element in elements.iter() {
        write_value(text, element)?;
        text.push(b',');
    }
    close(text, b']');
    Ok(())
}
