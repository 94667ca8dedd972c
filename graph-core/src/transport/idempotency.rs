//! Whether a request may be carried out twice.

use bytes::Bytes;
use http::header::IF_MATCH;
use http::{HeaderMap, Method};

/// The effect of carrying a request out twice; as a request extension, it overrides the default of the method and headers.
///
/// [`Retry`](super::Retry) sends a request again after an ambiguous failure only if its idempotency allows that. The variants are in
/// the order of risk: a policy that accepts one accepts those before it.
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
    /// Changes nothing: `GET` and `HEAD`.
    Safe,
    /// Twice has the same effect and the same response as once: `PATCH` and `PUT` without `If-Match`.
    Idempotent,
    /// Twice has the same effect as once, but the second response is an error: 404 after a `DELETE`, 412 with `If-Match`.
    FailsWhenRepeated,
    /// Twice may have another effect than once: a second `POST` may create a second object.
    NotIdempotent,
}

impl Idempotency {
    /// The default for a request with this method and these headers.
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        match *method {
            Method::GET | Method::HEAD => Self::Safe,
            Method::PATCH | Method::PUT if !headers.contains_key(IF_MATCH) => Self::Idempotent,
            Method::POST => Self::NotIdempotent,
            _ => Self::FailsWhenRepeated,
        }
    }

    /// Whether twice has the same effect and the same response as once.
    pub fn is_idempotent(self) -> bool {
        self <= Self::Idempotent
    }

    /// The request's extension, or the default for its method and headers.
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
