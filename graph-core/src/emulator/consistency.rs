//! Advanced queries of directory objects, which need `ConsistencyLevel: eventual`
//! ([advanced queries](https://learn.microsoft.com/graph/aad-advanced-queries)).

use http::StatusCode;
use http::header::HeaderMap;

use super::options::{Options, Target};
use super::reply::Rejection;
use crate::model::descriptor::StructuredType;

impl Options {
    /// Applies the service's rules for a query of these types without `ConsistencyLevel: eventual`, which can be a header or a query
    /// option: `$count` has no effect.
    ///
    /// # Errors
    /// 400 for `$search`, and for the number of objects at `/$count`.
    pub(super) fn with_consistency(
        self,
        headers: &HeaderMap,
        query: &[(String, String)],
        types: &[&StructuredType],
        target: Target,
    ) -> Result<Self, Rejection> {
        let header = headers.get("consistencylevel").and_then(|value| value.to_str().ok());
        let option =
            query.iter().find(|(name, _)| name.eq_ignore_ascii_case("ConsistencyLevel")).map(|(_, value)| value.as_str());
        let is_eventual = header.or(option).is_some_and(|level| level.eq_ignore_ascii_case("eventual"));
        if is_eventual || !types.iter().any(|declared| declared.is_eventually_consistent()) {
            return Ok(self);
        }
        let refused = |code, message: &str| Err(Rejection::new(StatusCode::BAD_REQUEST, code, message));
        if self.search.is_some() {
            let message = "Request with $search query parameter only works through MSGraph with a special request header: \
                'ConsistencyLevel: eventual'";
            return refused("Request_UnsupportedQuery", message);
        }
        if target == Target::Count {
            let message = "$count is not currently supported. Send the header 'ConsistencyLevel: eventual'.";
            return refused("Request_BadRequest", message);
        }
        Ok(Self { count: false, ..self })
    }
}
