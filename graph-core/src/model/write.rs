//! From declared types to JSON: one way for every type, in the order of declaration, tag first.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Additional, DynStructured, Json, StructuredType, TagPolicy, ValueRef};

/// Which properties are written.
#[derive(Clone, Copy)]
pub(crate) struct WriteMode {
    nulls: bool,
    read_only: bool,
}

impl WriteMode {
    /// Those with a value: the object stands by itself.
    pub(crate) const CREATE: Self = Self { nulls: false, read_only: true };
    /// All, as a service shows them.
    #[cfg(any(test, feature = "emulator"))]
    pub(crate) const FULL: Self = Self { nulls: true, read_only: true };
    /// Those that a client may set, nulls included: the object is merged into one that may have a value there.
    pub(crate) const PATCH: Self = Self { nulls: true, read_only: false };

    /// A collection is replaced whole, so what its elements leave out is gone.
    fn of_elements(self) -> Self {
        Self { nulls: false, ..self }
    }
}

pub(crate) fn view_json(view: &ValueRef<'_>, form: WriteMode) -> Json {
    match view {
        ValueRef::Null => Json::Null,
        ValueRef::Bool(value) => Json::Bool(*value),
        ValueRef::Int(value) => Json::from(*value),
        ValueRef::Double(value) => float_json(*value),
        ValueRef::Single(value) => single_json(*value),
        ValueRef::Text(text) => Json::String(text.clone().into_owned()),
        ValueRef::List(elements) => elements.iter().map(|element| view_json(element, form.of_elements())).collect(),
        ValueRef::Object(instance) => Json::Object(object_json(*instance, form)),
        ValueRef::Json(json) => json.clone().into_owned(),
    }
}

pub(crate) fn object_json(instance: &dyn DynStructured, form: WriteMode) -> Additional {
    let declared = instance.declaration();
    let mut members = Additional::new();
    if declared.tag == TagPolicy::Always {
        members.insert("@odata.type".into(), Json::String(format!("#{}", declared.name)));
    }
    for (index, property) in declared.properties.iter().enumerate() {
        match instance.property(index) {
            ValueRef::Null if !form.nulls || !property.ty.nullable => {}
            _ if property.read_only && !form.read_only => {}
            view => {
                members.insert(property.name.into(), view_json(&view, form));
            }
        }
    }
    members.extend(undeclared(instance, declared).map(|(name, value)| (name.clone(), value.clone())));
    members
}

/// What an open type holds beside its declared properties. A member that has the name of one, or of the tag, is left out: the
/// declaration says what stands there, and no name is written twice.
fn undeclared<'a>(instance: &'a dyn DynStructured, declared: &StructuredType) -> impl Iterator<Item = (&'a String, &'a Json)> {
    let tagged = declared.tag == TagPolicy::Always;
    let is_declared =
        move |name: &str| tagged && name == "@odata.type" || declared.properties.iter().any(|property| property.name == name);
    instance.additional().into_iter().flatten().filter(move |(name, _)| !is_declared(name))
}

fn float_json(value: f64) -> Json {
    serde_json::Number::from_f64(value).map_or_else(|| Json::from(special_float_text(value)), Json::Number)
}

/// Through text, so that 0.1 stays 0.1 and does not become the nearest `f64` of an `f32`.
fn single_json(value: f32) -> Json {
    value.to_string().parse().map_or_else(|_| float_json(f64::from(value)), float_json)
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
            ValueRef::Text(text) => serializer.serialize_str(text),
            ValueRef::List(elements) => {
                let mut seq = serializer.serialize_seq(Some(elements.len()))?;
                elements.iter().try_for_each(|element| seq.serialize_element(element))?;
                seq.end()
            }
            ValueRef::Object(instance) => serialize_instance(*instance, serializer),
            ValueRef::Json(json) => json.serialize(serializer),
        }
    }
}

/// What the derives call for `Serialize`.
pub fn serialize_instance<S: Serializer>(instance: &dyn DynStructured, serializer: S) -> Result<S::Ok, S::Error> {
    let declared = instance.declaration();
    let mut map = serializer.serialize_map(None)?;
    if declared.tag == TagPolicy::Always {
        map.serialize_entry("@odata.type", &Tag(declared.name))?;
    }
    for (index, property) in declared.properties.iter().enumerate() {
        match instance.property(index) {
            ValueRef::Null => {}
            view => map.serialize_entry(property.name, &view)?,
        }
    }
    for (name, value) in undeclared(instance, declared) {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// The value of `@odata.type`.
pub(crate) struct Tag(pub(crate) &'static str);

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("#{}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::{Thing, thing_json};

    #[test]
    fn no_name_is_written_twice() {
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
