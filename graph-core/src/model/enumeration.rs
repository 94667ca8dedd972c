//! Enumerations. They are open: a member that the service added later is kept by its name.

use super::descriptor::{EnumType, PropertyType};
use super::json::Json;
use super::property_value::Codec;
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::ReadMode;
use super::value_ref::ValueRef;

/// An enumeration type, declared by `#[derive(GraphEnum)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Graph enumeration",
    label = "not an enum with `#[derive(GraphEnum)]`"
)]
pub trait GraphEnum: Sized + 'static {
    /// The static description of the enumeration type.
    const DECLARATION: &'static EnumType;

    /// Returns the member with this name in JSON, or the `#[graph(other)]` variant for an unknown name.
    fn from_name(name: &str) -> Self;

    /// Returns the member's name in JSON.
    fn name(&self) -> &str;
}

/// An enumeration whose members can be combined in [`Flags`](super::flags::Flags): declared with `#[graph(flags)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a flags enumeration",
    label = "`Flags` needs an enum with `#[derive(GraphEnum)]` and `#[graph(flags)]`",
    note = "a property that holds one member at a time has the enum itself as its type"
)]
pub trait FlagsEnum: GraphEnum {}

/// The codec that reads and writes a single member of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct Enumeration;

impl<E: GraphEnum> Codec<E> for Enumeration {
    const TYPE: PropertyType = PropertyType::enumeration(E::DECLARATION);
    fn blank() -> E {
        E::from_name("")
    }
    fn view(value: &E) -> ValueRef<'_> {
        ValueRef::text(value.name())
    }
    fn is_same(a: &E, b: &E) -> bool {
        let (a, b) = (a.name(), b.name());
        // The name of a known member is one static text, so its address mostly decides.
        std::ptr::eq(a, b) || a == b
    }
    fn read(json: Json, _: ReadMode) -> Result<E, ReadError> {
        match &json {
            Json::String(name) => Ok(E::from_name(name)),
            other => Err(ReadError::wrong_kind("an enumeration member", other)),
        }
    }
    fn read_raw(value: RawJson<'_>) -> Option<E> {
        match value {
            RawJson::Text(name) => Some(E::from_name(name)),
            other => <Self as Codec<E>>::read(other.json()?, ReadMode::Full).ok(),
        }
    }
}
