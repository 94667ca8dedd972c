//! The name and version of this library.

/// The product token that identifies this library in `User-Agent`
/// ([RFC 9110 §10.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5)).
pub(crate) const PRODUCT: &str = concat!("graph-core/", env!("CARGO_PKG_VERSION"));
