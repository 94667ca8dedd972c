//! The effect of carrying a request out twice.

use bytes::Bytes;
use http::header::IF_MATCH;
use http::{HeaderMap, Method};

/// The effect of carrying a request out twice.
///
/// If a request fails and the service may have carried it out, [`Retry`](super::Retry) sends it again only if its idempotency allows that.
/// The default follows from the method and headers; insert a value as a request extension to override it.
///
/// The variants are ordered by risk, lowest first.
///
/// ```
/// use graph_core::bytes::Bytes;
/// use graph_core::http::Request;
/// use graph_core::transport::Idempotency;
///
/// // This action only reads, although it is a `POST`.
/// let mut request = Request::post("https://graph.microsoft.com/v1.0/me/getMemberGroups").body(Bytes::new())?;
/// request.extensions_mut().insert(Idempotency::Safe);
/// # Ok::<(), graph_core::http::Error>(())
/// ```
///
/// Source: [RFC 9110 §9.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Idempotency {
    /// The request changes nothing: `GET` and `HEAD`.
    Safe,
    /// A repeated request has no further effect and gets the same response: `PATCH` and `PUT` without `If-Match`.
    Idempotent,
    /// A repeated request has no further effect, but gets an error: 404 after a `DELETE`, 412 with `If-Match`.
    FailsWhenRepeated,
    /// A repeated request may have a further effect: a second `POST` may create a second object.
    NotIdempotent,
}

impl Idempotency {
    /// Returns the default idempotency of a request with this method and these headers.
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        match *method {
            Method::GET | Method::HEAD => Self::Safe,
            Method::PATCH | Method::PUT if !headers.contains_key(IF_MATCH) => Self::Idempotent,
            Method::POST => Self::NotIdempotent,
            _ => Self::FailsWhenRepeated,
        }
    }

    /// Returns `true` for `Safe` and `Idempotent`: a repeated request has no further effect and gets the same response.
    pub fn is_idempotent(self) -> bool {
        self <= Self::Idempotent
    }

    /// Returns the idempotency in the request's extensions, or else the default for the request's method and headers.
    pub(super) fn of_request(request: &http::Request<Bytes>) -> Self {
        request.extensions().get().copied().unwrap_or_else(|| Self::of(request.method(), request.headers()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_method_and_if_match_decide() {
        let (plain, mut with_etag) = (HeaderMap::new(), HeaderMap::new());
        with_etag.insert(IF_MATCH, http::HeaderValue::from_static("\"1\""));
        for (method, without_if_match, with_if_match) in [
            (Method::GET, Idempotency::Safe, Idempotency::Safe),
            (Method::HEAD, Idempotency::Safe, Idempotency::Safe),
            (Method::PATCH, Idempotency::Idempotent, Idempotency::FailsWhenRepeated),
            (Method::PUT, Idempotency::Idempotent, Idempotency::FailsWhenRepeated),
            (Method::DELETE, Idempotency::FailsWhenRepeated, Idempotency::FailsWhenRepeated),
            (Method::POST, Idempotency::NotIdempotent, Idempotency::NotIdempotent),
        ] {
            assert_eq!(Idempotency::of(&method, &plain), without_if_match, "{method}");
            assert_eq!(Idempotency::of(&method, &with_etag), with_if_match, "{method} with If-Match");
        }
    }
}
