//! Options of one request: headers, time limit, tag `@odata.type` and query options.

use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, IF_MATCH};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::request_id::CLIENT_REQUEST_ID;
use crate::error::{Error, HeaderProblem, InvalidHeaderError};
use crate::model::descriptor::{StructuredType, TagPolicy};
use crate::model::property_value::PropertyValue;
use crate::query::options::Query;
use crate::transport::idempotency::Idempotency;

/// Headers that a caller cannot set, because the client sets them.
const RESERVED: [HeaderName; 5] = [AUTHORIZATION, HOST, CONTENT_TYPE, CONTENT_LENGTH, CLIENT_REQUEST_ID];

const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

/// The options of one request of any verb.
///
/// Headers and query are boxed to keep requests small, because few requests have them and requests are moved often.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestOptions {
    /// The headers that the caller has set, or the error for the first invalid header. The error is reported when the request is sent.
    headers: Option<Box<Result<HeaderMap, InvalidHeaderError>>>,
    pub(super) timeout: Option<Duration>,
    /// Whether the request body contains `@odata.type`. If `None`, the entity's declaration decides.
    pub(super) tag: Option<TagPolicy>,
    /// How safely the request can be sent twice. If `None`, the method and the headers of the request decide.
    pub(super) idempotency: Option<Idempotency>,
    query: Option<Box<Query>>,
}

impl RequestOptions {
    /// Adds a request header. If the header is already set, appends the value.
    pub(super) fn add_header(&mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) {
        self.put_header(name.try_into().ok(), value.try_into().ok(), join);
    }

    /// Sets the request header `If-Match`, replacing an earlier value.
    pub(super) fn set_if_match(&mut self, etag: &str) {
        self.put_header(Some(IF_MATCH), HeaderValue::from_str(etag).ok(), |_, value| Some(value));
    }

    /// Asks for pages of at most this many elements, with a preference ([RFC 7240]). The first of several equal preferences counts, so the
    /// new one goes before those that are already set.
    ///
    /// [RFC 7240]: https://www.rfc-editor.org/rfc/rfc7240#section-2
    pub(super) fn set_max_page_size(&mut self, size: u32) {
        let preference = HeaderValue::try_from(format!("odata.maxpagesize={size}")).ok();
        self.put_header(Some(HeaderName::from_static("prefer")), preference, |old, new| match old {
            Some(old) => join(Some(&new), old.clone()),
            None => Some(new),
        });
    }

    /// Adds the options that the declaration of `E` asks for: `$select` and `$expand` for a view, and the header `ConsistencyLevel` for a
    /// count or a search. The request reads one `E` or a collection of them.
    pub(super) fn add_declared<E: PropertyValue>(&mut self) {
        if let Some(view) = E::DECLARED.filter(|declared| declared.select) {
            self.query().ask_for(view);
        }
        if self.query.as_ref().is_some_and(|query| query.count || query.search.is_some()) {
            self.add_declared_consistency(E::TYPE.declaration());
        }
    }

    /// Sets the request header `ConsistencyLevel: eventual`, replacing an earlier value.
    pub(super) fn set_eventual_consistency(&mut self) {
        self.put_header(Some(CONSISTENCY_LEVEL), Some(HeaderValue::from_static("eventual")), |_, value| Some(value));
    }

    /// Sets the request header `ConsistencyLevel: eventual` if the type is declared `eventual_consistency`. A header that the caller has
    /// set stays.
    #[inline]
    pub(super) fn add_declared_consistency(&mut self, declared: Option<&StructuredType>) {
        if declared.is_some_and(StructuredType::is_eventually_consistent) {
            let eventual = HeaderValue::from_static("eventual");
            self.put_header(Some(CONSISTENCY_LEVEL), Some(eventual), |old, eventual| Some(old.cloned().unwrap_or(eventual)));
        }
    }

    /// Sets the request header `name` to `merge(old, value)`, where `old` is the header's earlier value. `name` or `value` is `None` if the
    /// caller's text was invalid.
    ///
    /// The function is not generic, so that it is compiled once.
    fn put_header(
        &mut self,
        name: Option<HeaderName>,
        value: Option<HeaderValue>,
        merge: fn(Option<&HeaderValue>, HeaderValue) -> Option<HeaderValue>,
    ) {
        let headers = &mut **self.headers.get_or_insert_with(|| Box::new(Ok(HeaderMap::new())));
        let Ok(map) = headers else { return };
        let problem = match &name {
            None => HeaderProblem::Name,
            Some(name) if RESERVED.contains(name) => HeaderProblem::Reserved,
            Some(name) => match value.and_then(|value| merge(map.get(name), value)) {
                Some(value) => {
                    map.insert(name, value);
                    return;
                }
                None => HeaderProblem::Value,
            },
        };
        *headers = Err(InvalidHeaderError { header: name, problem });
    }

    /// Returns the query options of the request, to change them.
    pub(super) fn query(&mut self) -> &mut Query {
        self.query.get_or_insert_default()
    }

    /// Removes all query options.
    pub(super) fn clear_query(&mut self) {
        self.query = None;
    }

    /// Returns the encoded query string, such as `?$top=5`, or `None` without query options.
    pub(super) fn query_string(&self) -> Option<String> {
        self.query.as_ref().map(|query| query.to_string())
    }

    /// Returns the headers that the caller has set, if there are any.
    ///
    /// # Errors
    /// [`Error::InvalidHeader`] if a builder method was given an invalid header.
    pub(super) fn into_headers(self) -> Result<Option<HeaderMap>, Error> {
        self.headers.map(|headers| headers.map_err(Error::InvalidHeader)).transpose()
    }
}

/// Joins two values of a header with a comma ([RFC 9110 §5.3]): a request inside a batch cannot repeat a header.
///
/// [RFC 9110 §5.3]: https://www.rfc-editor.org/rfc/rfc9110#section-5.3
#[inline]
fn join(old: Option<&HeaderValue>, value: HeaderValue) -> Option<HeaderValue> {
    let Some(old) = old else { return Some(value) };
    let mut joined = HeaderValue::from_bytes(&[old.as_bytes(), b", ", value.as_bytes()].concat()).ok()?;
    joined.set_sensitive(old.is_sensitive() || value.is_sensitive());
    Some(joined)
}

/// Defines builder methods for a request type that has a field `options`. The macro's arguments name the groups of methods.
macro_rules! option_methods {
    ($($group:ident),+) => { $($crate::client::options::option_methods!(@ $group);)+ };
    (@ common) => {
        /// Adds a header, such as `Prefer: include-unknown-enum-members`. Several values of one header are joined with commas.
        ///
        /// An invalid header, or one that the client sets itself, makes the request fail with
        /// [`Error::InvalidHeader`](crate::Error::InvalidHeader) before it is sent.
        pub fn header(mut self, name: impl TryInto<http::HeaderName>, value: impl TryInto<http::HeaderValue>) -> Self {
            self.options.add_header(name, value);
            self
        }

        /// Sets the time limit of the request, or of each page of a list; default: the client's time limit.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }
    };
    (@ awaited) => {
        crate::client::sent_by_method::not_sent_by_methods!();
    };
    (@ body) => {
        /// Sets whether the request body contains `@odata.type`; default: as the entity's declaration says.
        pub fn tag(mut self, tag: crate::model::TagPolicy) -> Self {
            self.options.tag = Some(tag);
            self
        }
    };
    (@ precondition) => {
        /// Sends the header `If-Match`: the service refuses the request if the entity no longer has this etag.
        ///
        /// For the resulting error, [`Error::is_precondition_failed`](crate::Error::is_precondition_failed) is true. `*` matches any etag.
        pub fn if_match(mut self, etag: impl crate::client::etag::Etag) -> Self {
            self.options.set_if_match(etag.as_etag());
            self
        }
    };
    (@ minimal) => {
        /// Sends the header `Prefer: return=minimal`, which asks the service to respond without the entity.
        pub fn return_minimal(self) -> Self {
            self.header("prefer", http::HeaderValue::from_static("return=minimal"))
        }
    };
    (@ idempotency) => {
        /// Declares what happens if the service carries the request out twice. The default depends on the method: a `POST` is
        /// [`Idempotency::NotIdempotent`](crate::transport::Idempotency::NotIdempotent).
        ///
        /// By default, a `POST` is sent again only after 429, or if there was no connection: then the service has certainly not carried it
        /// out. Set [`Idempotency::Idempotent`](crate::transport::Idempotency::Idempotent) if a second `POST` does no harm, for example
        /// because the service refuses to create an entity whose key exists. Then a [`Retry`](crate::transport::Retry) layer, a batch and a
        /// bulk send it again after the same failures as a patch.
        ///
        /// ```
        /// # use graph_core::{Client, GraphEntity};
        /// # use graph_core::model::{Collection, Path, Structured};
        /// use graph_core::transport::Idempotency;
        ///
        /// # async fn example<E: GraphEntity + Structured>(graph: Client, collection: Path<Collection<E>>, entity: E::Patch)
        /// # -> Result<(), graph_core::Error> {
        /// graph.create(collection, entity).idempotency(Idempotency::Idempotent).await?;
        /// # Ok(())
        /// # }
        /// ```
        pub fn idempotency(mut self, idempotency: crate::transport::Idempotency) -> Self {
            self.options.idempotency = Some(idempotency);
            self
        }
    };
    (@ query) => {
        /// Adds a query option that OData does not define, such as `startDateTime` of a calendar view. The client percent-encodes the name
        /// and the value.
        pub fn query(mut self, name: impl Into<String>, value: impl std::fmt::Display) -> Self {
            self.options.query().others.push((name.into(), value.to_string()));
            self
        }
    };
    (@ filter) => {
        /// Asks the service only for entities that meet the condition (`$filter`), in addition to earlier conditions.
        pub fn filter(mut self, filter: impl crate::query::IntoFilter<E>) -> Self {
            self.options.query().filter(&filter.into_filter());
            self
        }
    };
    (@ search) => {
        /// Asks the service only for entities that match the search (`$search`).
        ///
        /// For an entity that is declared `#[graph(eventual_consistency)]`, also calls
        /// [`eventual_consistency`](Self::eventual_consistency).
        pub fn search(mut self, search: impl Into<crate::query::Search>) -> Self {
            self.options.query().search = Some(search.into().to_string());
            self
        }
    };
    (@ top) => {
        /// Asks the service for pages of this many entities (`$top`). Some services limit the whole result to this number instead.
        pub fn top(mut self, top: u32) -> Self {
            self.options.query().top = Some(top);
            self
        }
    };
    (@ page_size) => {
        /// Asks the service for pages of at most this many elements (`Prefer: odata.maxpagesize`). Unlike `$top`, this never limits the
        /// whole result. A service may ignore it. A stored link does not contain the size.
        ///
        /// Source: [OData 4.01 §8.2.8.7](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_Preferencemaxpagesize).
        pub fn max_page_size(mut self, size: u32) -> Self {
            self.options.set_max_page_size(size);
            self
        }
    };
    (@ expand) => {
        /// Asks the service to include the related entities of a navigation property (`$expand`). Several calls add up.
        pub fn expand<R>(mut self, related: impl crate::query::IntoExpand<E, R>) -> Self {
            self.options.query().expand(related.into_expand());
            self
        }
    };
    (@ eventual_consistency) => {
        /// Sends the header `ConsistencyLevel: eventual`. Directory objects, such as users and groups, need it for `$search`, `$count` and
        /// some filters. With it, the response may lag behind the latest changes. For an entity that is declared
        /// `#[graph(eventual_consistency)]`, a count or a search sends the header by itself.
        ///
        /// Source: [Advanced query capabilities](https://learn.microsoft.com/graph/aad-advanced-queries).
        pub fn eventual_consistency(mut self) -> Self {
            self.options.set_eventual_consistency();
            self
        }
    };
}
pub(in crate::client) use option_methods;

/// Defines the method `select` of a request type that has these fields, `options` and `read`. A file that calls the macro must import
/// `ReadElement`.
macro_rules! select_method {
    ($(#[$doc:meta])+ $request:ident { $($field:ident),+ }) => {
        impl<E: GraphEntity + Structured> $request<E> {
            $(#[$doc])+
            pub fn select(mut self, properties: impl crate::query::IntoPropertyNames<E>) -> $request<E, crate::Partial<E>> {
                self.options.query().select(properties);
                let Self { $($field,)+ options, read: _ } = self;
                let read = <crate::Partial<E> as ReadElement>::READ;
                $request { $($field,)+ options, read }
            }
        }
    };
}
pub(in crate::client) use select_method;

/// Implements `Clone` and `Debug` for a request type, without requiring them of its type parameters.
macro_rules! clone_and_debug {
    ($request:ident<$($parameter:ident $(: $bound:path)?),+> { $($field:ident),+ } $(hidden { $($hidden:ident),+ })?) => {
        impl<$($parameter $(: $bound)?),+> Clone for $request<$($parameter),+> {
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone(),)+ $($($hidden: self.$hidden.clone(),)+)? }
            }
        }

        impl<$($parameter $(: $bound)?),+> std::fmt::Debug for $request<$($parameter),+> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut debug = f.debug_struct(stringify!($request));
                $(debug.field(stringify!($field), &self.$field);)+
                debug.finish_non_exhaustive()
            }
        }
    };
}
pub(in crate::client) use clone_and_debug;
