//! Borrowed property values whose Rust type is erased. Writing, comparing and serving values all use this form.

use std::borrow::Cow;
use std::fmt;

use super::descriptor::StructuredType;
use super::json::{Additional, Json};

/// A borrowed property value, with a variant for each form that it can have in JSON. It owns nothing, so copying it is cheap.
#[derive(Clone, Copy, Debug)]
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
    Decimal(&'a str),
    /// Text, or a value that JSON writes as text, such as a date.
    Text(TextRef<'a>),
    /// A collection, which JSON writes as an array.
    List(&'a dyn DynCollection),
    /// An expanded collection. A request contains only the elements, without the count and the next link.
    Page(&'a dyn DynCollection),
    /// An entity or complex value.
    Object(&'a dyn DynStructured),
    /// Any other JSON, which is written unchanged.
    Json(&'a Json),
}

impl<'a> ValueRef<'a> {
    /// Creates a text value without copying the text.
    pub const fn text(text: &'a str) -> Self {
        ValueRef::Text(TextRef::Borrowed(text))
    }

    /// Creates a text value of a date or another value that JSON writes as text.
    pub const fn printed(value: &'a dyn fmt::Display) -> Self {
        ValueRef::Text(TextRef::Printed(value))
    }
}

/// A borrowed text, or a borrowed value that JSON writes as text.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum TextRef<'a> {
    /// A text.
    Borrowed(&'a str),
    /// A value whose `Display` writes the text.
    Printed(&'a dyn fmt::Display),
}

impl<'a> TextRef<'a> {
    /// Returns the text. Copies only a text that has to be written first.
    pub fn to_str(self) -> Cow<'a, str> {
        match self {
            Self::Borrowed(text) => Cow::Borrowed(text),
            Self::Printed(value) => Cow::Owned(value.to_string()),
        }
    }
}

impl fmt::Display for TextRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Borrowed(text) => f.write_str(text),
            Self::Printed(value) => value.fmt(f),
        }
    }
}

/// Writes the text in quotes.
impl fmt::Debug for TextRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_str(), f)
    }
}

impl PartialEq for TextRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.to_str() == other.to_str()
    }
}

impl PartialEq<&str> for TextRef<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.to_str() == *other
    }
}

/// A collection whose Rust type is erased.
pub trait DynCollection {
    /// Returns the number of elements that the collection contains.
    fn len(&self) -> usize;

    /// Returns `true` if the collection contains no elements.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the element at this index; null if there is none.
    fn element(&self, index: usize) -> ValueRef<'_>;

    /// Returns the number of all elements, if this is an expanded collection that was read with its count.
    fn count(&self) -> Option<u64> {
        None
    }

    /// Returns the link to the next page, if this is an expanded collection that was read with one.
    fn next_link(&self) -> Option<&str> {
        None
    }
}

impl<'a> dyn DynCollection + 'a {
    /// Iterates over views of the elements, in the order of the collection.
    pub fn iter(&self) -> impl Iterator<Item = ValueRef<'_>> {
        (0..self.len()).map(|index| self.element(index))
    }
}

impl fmt::Debug for dyn DynCollection + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Collects the values of a struct's properties: all of them, or those that differ from the properties of another struct.
#[derive(Debug)]
#[doc(hidden)]
pub struct Viewer<'a> {
    /// Whether to leave out the values that are certainly equal to those of the other struct.
    pub(super) compares: bool,
    /// The index of the next property in the declaration.
    pub(super) index: usize,
    pub(super) views: Views<'a>,
}

/// Values of properties, each with the index of its property in the declaration.
#[doc(hidden)]
pub type Views<'a> = Vec<(usize, ValueRef<'a>)>;

/// An entity or complex value whose Rust type is erased.
///
/// Implemented for every [`Structured`](super::structured::Structured) type. Code that writes, compares or serves values uses this trait,
/// so that it is compiled once and not once per type.
pub trait DynStructured {
    /// Returns the static description of the type.
    fn declaration(&self) -> &'static StructuredType;

    /// Returns the values of all properties, in the order of [`StructuredType::properties`].
    #[doc(hidden)]
    fn views(&self) -> Views<'_>;

    /// Returns the value of the property at this index of [`StructuredType::properties`].
    fn property(&self, index: usize) -> ValueRef<'_> {
        self.views().get(index).map_or(ValueRef::Null, |(_, value)| *value)
    }

    /// Returns the undeclared properties, if the type has a field for them.
    fn additional(&self) -> Option<&Additional>;

    /// Returns the `@odata.etag` that the value was read with, if the type has a field for it.
    fn etag(&self) -> Option<&str>;
}

impl fmt::Debug for dyn DynStructured + '_ {
    /// Writes the properties with their names in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let declared = self.declaration();
        let values = declared.properties.iter().zip(self.views()).map(|(property, (_, value))| (property.name, value));
        write!(f, "{} ", declared.name)?;
        f.debug_map().entries(values).finish()
    }
}
