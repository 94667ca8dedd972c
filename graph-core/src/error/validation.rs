//! Errors that the client finds in a request before it sends the request.

use std::fmt;

use http::HeaderName;

use super::sanitise::one_line;

/// The error of a patch without changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EmptyPatchError {
    /// The qualified name of the entity type, such as `microsoft.graph.user`.
    pub entity: &'static str,
}

impl fmt::Display for EmptyPatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the patch of the {} is empty: set a property, or skip the request when `is_empty()` is true", self.entity)
    }
}

impl std::error::Error for EmptyPatchError {}

/// The error of a patch that sets a property which the request cannot set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReadOnlyPropertyError {
    /// The qualified name of the type that declares the property, such as `microsoft.graph.user`: the entity type, or a complex type inside
    /// it.
    pub entity: &'static str,
    /// The property's name in JSON, such as `displayName`.
    pub property: &'static str,
    /// Why the request cannot set the property.
    pub reason: ReadOnlyReason,
}

/// The reason why a request cannot set a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadOnlyReason {
    /// The property is the key or `read_only`: only the service sets it.
    ReadOnly,
    /// The property is `create_only`: it can be set when the entity is created, and not later.
    CreateOnly,
    /// The property is a navigation property. A creation may contain related entities, but a service may refuse an update that contains
    /// them ([OData 4.0 §11.4.3](https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html#_Toc372793742)), and Graph
    /// refuses it.
    Navigation,
}

impl fmt::Display for ReadOnlyPropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entity, property, reason } = self;
        write!(f, "the patch of the {entity} sets `{property}`, ")?;
        match reason {
            ReadOnlyReason::ReadOnly => f.write_str("which only the service sets: remove it"),
            ReadOnlyReason::CreateOnly => f.write_str("which can be set only when the entity is created: remove it"),
            ReadOnlyReason::Navigation => f.write_str(
                "a navigation property, which a PATCH cannot change: remove it, and send the related entity to its own path",
            ),
        }
    }
}

impl std::error::Error for ReadOnlyPropertyError {}

/// The error of a property name that the entity does not declare.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnknownPropertyError {
    /// The qualified name of the entity type, such as `microsoft.graph.user`.
    pub entity: &'static str,
    /// The name that the entity type does not declare.
    pub property: String,
    /// The most similar name among those of the declared properties, such as `displayName`, if there is a similar one.
    pub similar: Option<&'static str>,
}

impl fmt::Display for UnknownPropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} has no property `{}`", self.entity, one_line(&self.property, 100))?;
        self.similar.map_or(Ok(()), |similar| write!(f, ": did you mean `{similar}`?"))
    }
}

impl std::error::Error for UnknownPropertyError {}

/// The error of a text that is not a property path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PropertyNameError {
    /// The refused text.
    pub text: String,
}

impl fmt::Display for PropertyNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = one_line(&self.text, 100);
        write!(
            f,
            "`{text}` is not a property path: use letters, digits, `_`, `-`, `.`, `@`, `#` and `$`, and `/` between two names"
        )
    }
}

impl std::error::Error for PropertyNameError {}

/// The error of a header that is invalid, or that only the client may set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct InvalidHeaderError {
    /// The name of the refused header; `None` if the name is invalid.
    pub header: Option<HeaderName>,
    /// The reason why the header is refused.
    pub problem: HeaderProblem,
}

/// The reason why a header is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderProblem {
    /// The header's name is not valid by [RFC 9110 §5.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.1).
    Name,
    /// The header's value contains a character that [RFC 9110 §5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5) forbids.
    Value,
    /// The header is one that only the client may set.
    Reserved,
}

impl fmt::Display for InvalidHeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.header.as_ref().map_or("", HeaderName::as_str);
        match self.problem {
            HeaderProblem::Name => f.write_str("the name of a header is invalid: use letters, digits and `-`"),
            HeaderProblem::Value => {
                write!(f, "the value of the header `{header}` is invalid: remove line breaks and control characters")
            }
            HeaderProblem::Reserved => write!(f, "the client sets the header `{header}` itself: remove it from the request"),
        }
    }
}

impl std::error::Error for InvalidHeaderError {}
