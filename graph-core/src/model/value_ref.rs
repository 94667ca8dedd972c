//! Borrowed property values whose Rust type is erased. Writing, comparing and serving values all use this form.

use std::borrow::Cow;
use std::fmt;

use super::descriptor::StructuredType;
use super::json::{Additional, Json};

/// A borrowed property value, with a variant for each form that it can have in JSON.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// A null value.
    Null,
    /// A Boolean value.
    Bool(bool),
    /// An integer of any width.
    Int(i64),
    /// An `Edm.Double`.
    Double(f64),
    /// An `Edm.Single`, written with the digits of an `f32`.
    Single(f32),
    /// An `Edm.Decimal`: a number in JSON's syntax, written with the same digits.
    Decimal(Cow<'a, str>),
    /// Text, or a value that JSON writes as text, such as a date.
    Text(Cow<'a, str>),
    /// A collection, which JSON writes as an array.
    List(Vec<ValueRef<'a>>),
    /// An expanded collection. A request contains only the elements, without the count and the next link.
    #[non_exhaustive]
    Page {
        /// The elements that the response has.
        elements: Vec<ValueRef<'a>>,
        /// The number of all elements.
        count: Option<u64>,
        /// The link to the next page.
        next_link: Option<&'a str>,
    },
    /// An entity or complex value.
    Object(&'a dyn DynStructured),
    /// Any other JSON, which is written unchanged.
    Json(Cow<'a, Json>),
}

impl<'a> ValueRef<'a> {
    /// Creates a text value without copying the text.
    pub const fn text(text: &'a str) -> Self {
        ValueRef::Text(Cow::Borrowed(text))
    }
}

/// Selects a property of a struct, and whether it is compared with the same property of another struct.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct Viewer {
    /// The property's index in the declaration.
    pub index: usize,
    pub(super) compares: bool,
}

impl Viewer {
    /// Selects the property at this index, whatever the other struct contains.
    pub(super) const fn of(index: usize) -> Self {
        Self { index, compares: false }
    }

    /// Selects the property at this index unless the other struct certainly has the same value. Also selects the property if only its JSON
    /// can show that it is equal, as with the decimals 1.0 and 1.00.
    pub(super) const fn of_changed(index: usize) -> Self {
        Self { index, compares: true }
    }
}

/// The value that a [`Viewer`] selects.
#[doc(hidden)]
pub type View<'a> = Option<ValueRef<'a>>;

/// An entity or complex value whose Rust type is erased.
///
/// Implemented for every [`Structured`](super::structured::Structured) type. Code that writes, compares or serves values uses this trait,
/// so that it is compiled once and not once per type.
pub trait DynStructured {
    /// Returns the static description of the type.
    fn declaration(&self) -> &'static StructuredType;

    /// Returns the value of the property at this index of [`StructuredType::properties`].
    fn property(&self, index: usize) -> ValueRef<'_>;

    /// Returns the undeclared properties, if the type has a field for them.
    fn additional(&self) -> Option<&Additional>;

    /// Returns the `@odata.etag` that the value was read with, if the type has a field for it.
    fn etag(&self) -> Option<&str>;
}

impl fmt::Debug for dyn DynStructured + '_ {
    /// Writes the properties with their names in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let declared = self.declaration();
        let values = declared.properties.iter().enumerate().map(|(index, property)| (property.name, self.property(index)));
        write!(f, "{} ", declared.name)?;
        f.debug_map().entries(values).finish()
    }
}
