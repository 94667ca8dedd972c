//! The types of the elements that a page of a collection can contain.

use super::link::EntityUrl;
use super::raw_response::Read;
use crate::model::decoded::Decoded;
use crate::model::descriptor::StructuredType;
use crate::model::partial::Partial;
use crate::model::property_value::PropertyValue;
use crate::model::structured::Structured;

/// A type of elements that [`Client::list_from`](super::Client::list_from) can read from a stored [`PageLink`](super::PageLink): an entity,
/// the value of a property, the [`Partial`] of a list with `select`, or an [`EntityUrl`].
pub trait PageElement: sealed::ReadElement {}

impl<T: sealed::ReadElement> PageElement for T {}

/// Prevents implementations of [`PageElement`] outside of this crate.
pub(in crate::client) mod sealed {
    use super::{Read, StructuredType};

    pub trait ReadElement: Sized {
        /// Decodes an element from its JSON text.
        const READ: Read<Self>;

        /// Returns the declaration of the element's type, if it has one.
        fn declaration() -> Option<&'static StructuredType>;
    }
}

impl<T: PropertyValue> sealed::ReadElement for T {
    const READ: Read<Self> = T::read_text;

    fn declaration() -> Option<&'static StructuredType> {
        T::TYPE.declaration()
    }
}

impl<E: Structured> sealed::ReadElement for Partial<E> {
    const READ: Read<Self> = |text| Decoded::read(text, Self::read);

    fn declaration() -> Option<&'static StructuredType> {
        Some(E::DECLARATION)
    }
}

impl sealed::ReadElement for EntityUrl {
    const READ: Read<Self> = Self::read;

    fn declaration() -> Option<&'static StructuredType> {
        None
    }
}
