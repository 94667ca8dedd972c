//! Values of undeclared types.

use super::annotations::check_untyped;
use super::descriptor::{Edm, PropertyType};
use super::json::Json;
use super::property_value::{Codec, PropertyValue};
use super::read_error::ReadError;
use super::reader::ReadMode;
use super::value_ref::ValueRef;

/// An object of an undeclared subtype, kept as JSON and written back unchanged, annotations included.
///
/// With the feature `exact-numbers`, every number keeps all its digits.
///
/// Reading fails if the service reports the object as removed (`@removed`), as it does for a declared type. To keep such an object, declare
/// the property as [`Json`](crate::Json).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Untyped(Json);

impl Untyped {
    /// Returns the qualified name in the object's `@odata.type`, such as `microsoft.graph.user`, without `#`.
    pub fn odata_type(&self) -> Option<&str> {
        self.0.get("@odata.type")?.as_str().map(|tag| tag.trim_start_matches('#'))
    }

    /// Borrows the object's JSON as it arrived.
    pub fn as_json(&self) -> &Json {
        &self.0
    }

    /// Returns the object's JSON as it arrived.
    pub fn into_json(self) -> Json {
        self.0
    }
}

impl From<Json> for Untyped {
    fn from(json: Json) -> Self {
        Self(json)
    }
}

impl From<Untyped> for Json {
    fn from(untyped: Untyped) -> Self {
        untyped.0
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Untyped {
    type Codec = Self;
}

impl Codec<Self> for Untyped {
    const TYPE: PropertyType = PropertyType::one(Edm::Untyped);
    fn blank() -> Self {
        Self(Json::Null)
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Json(&value.0)
    }
    #[inline]
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::Object(members) => {
                check_untyped(&members)?;
                Ok(Self(Json::Object(members)))
            }
            other => Err(ReadError::wrong_kind("an object", &other)),
        }
    }
}
