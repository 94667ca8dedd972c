//! A request that is complete except for the host, the token, the `client-request-id` and `User-Agent`.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri};

use super::options::RequestOptions;
use super::raw_path::RawPath;
use super::request_id::{self, CLIENT_REQUEST_ID};
use crate::auth::host::Host;
use crate::error::{Error, RequestInfo, SendError};
use crate::model::descriptor::Permissions;
use crate::model::partial::Partial;
use crate::model::path::{ApiVersion, Path, Template};
use crate::model::property_value::PropertyValue;
use crate::model::structured::Structured;
use crate::transport::idempotency::Idempotency;
use crate::transport::{TransportError, TransportErrorKind};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// One request, ready to be sent by a [`Pipeline`](super::pipeline::Pipeline) or inside a batch.
#[derive(Clone, Debug)]
pub(super) struct PreparedRequest {
    pub(super) method: Method,
    pub(super) template: Template,
    /// The permissions that the entity's declaration lists for the request. The error for a 403 names them.
    pub(super) permissions: Permissions,
    /// The path and query of the request's URL, such as `/v1.0/users/a1?$select=id`.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// The time limit of the request; `None` means the client's time limit.
    pub(super) timeout: Option<Duration>,
    /// Request extensions that instruct the layers of the transport.
    pub(super) extensions: Extensions,
}

/// A status other than 2xx that is a success of the request, such as 404 for an optional read. Stored in the request's extensions and not
/// in a field, because few requests have one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Expected(StatusCode);

/// The headers that the pipeline adds to each request.
pub(super) struct ClientHeaders {
    pub(super) authorization: HeaderValue,
    pub(super) client_request_id: HeaderValue,
    pub(super) user_agent: HeaderValue,
}

impl PreparedRequest {
    /// Creates a request without headers, query, body or time limit. The declaration of the entity type `E` provides the permissions.
    pub(super) fn new<E: PropertyValue>(method: Method, path: &Path<impl Sized>) -> Self {
        Self {
            method,
            template: Template { version: path.version(), text: path.template() },
            permissions: E::TYPE.declaration().map_or_else(Permissions::default, |declared| declared.permissions),
            target: ["/", path.version().as_str(), path.as_str()].concat(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            extensions: Extensions::new(),
        }
    }

    /// Creates a `GET` of one `E`, or of a collection of them, with these options. If `E` is a view, also asks for the properties of the
    /// view only.
    ///
    /// # Errors
    /// [`Error::InvalidHeader`] if a header in `options` is invalid.
    pub(super) fn read<E: PropertyValue>(path: &Path<impl Sized>, mut options: RequestOptions) -> Result<Self, Error> {
        options.add_declared::<E>();
        let mut request = Self::new::<E>(Method::GET, path);
        request.set_options(options)?;
        Ok(request)
    }

    /// Creates a `GET` to `target`, the path and query of a next link.
    pub(super) fn follow(target: String) -> Self {
        Self::linked(target, "/{nextLink}")
    }

    /// Creates a `GET` to `target`, the path and query of a link in a response. The link has no path template, so errors and traces show
    /// `text` in its place.
    #[inline]
    pub(super) fn linked(target: String, text: &'static str) -> Self {
        let is_beta = target.starts_with("/beta/");
        let version = if is_beta { ApiVersion::Beta } else { ApiVersion::V1 };
        Self { method: Method::GET, template: Template { version, text }, target, ..Self::batch(version) }
    }

    /// Creates a request to a path that the caller has written, without headers or body.
    #[inline]
    pub(super) fn raw(method: Method, path: &RawPath) -> Self {
        let template = path.template();
        let target = ["/", template.version.as_str(), path.as_str()].concat();
        Self { method, template, target, ..Self::batch(template.version) }
    }

    /// Creates the `POST` to `/$batch` of this API version, without its body.
    #[inline]
    pub(super) fn batch(version: ApiVersion) -> Self {
        Self {
            method: Method::POST,
            template: Template { version, text: "/$batch" },
            permissions: Permissions::default(),
            target: format!("/{version}/$batch"),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            extensions: Extensions::new(),
        }
    }

    /// Declares that a response with this status is a success of the request, although the status is not 2xx.
    #[inline]
    pub(super) fn expecting(mut self, status: StatusCode) -> Self {
        self.extensions.insert(Expected(status));
        self
    }

    /// Returns whether a response with this status is a success of the request, although the status is not 2xx.
    pub(super) fn expects(&self, status: StatusCode) -> bool {
        self.extensions.get() == Some(&Expected(status))
    }

    /// Adds the headers, the query options and the time limit of `options`.
    ///
    /// # Errors
    /// [`Error::InvalidHeader`] if a header in `options` is invalid.
    pub(super) fn set_options(&mut self, options: RequestOptions) -> Result<(), Error> {
        if let Some(query) = options.query_string() {
            // The target of a function call may already have a query: its parameter aliases.
            let begins = !self.target.contains('?');
            self.target.push_str(&if begins { query } else { query.replacen('?', "&", 1) });
        }
        self.timeout = options.timeout;
        if let Some(idempotency) = options.idempotency {
            self.extensions.insert(idempotency);
        }
        if let Some(headers) = options.into_headers()? {
            self.headers = headers;
        }
        Ok(())
    }

    /// Sets the request body: the patch as JSON. `host` is the client's host: the URLs of linked entities in the body begin with it.
    ///
    /// # Errors
    /// Fails if a value in the patch cannot be written as JSON.
    pub(super) fn write_body<E: Structured>(
        &mut self,
        patch: &Partial<E>,
        options: &RequestOptions,
        host: &Host,
    ) -> Result<(), Error> {
        let tag = options.tag.unwrap_or(E::DECLARATION.tag);
        let body = patch.text(tag, host.as_str()).map_err(|error| not_sendable(&self.info(), error.into()))?;
        self.body = Some(body.into());
        Ok(())
    }

    /// Creates a request with the patch as its body, and with these options.
    ///
    /// # Errors
    /// Fails if the patch cannot be written as JSON, or if a header in `options` is invalid.
    pub(super) fn with_body<E: Structured>(
        method: Method,
        path: &Path<E>,
        patch: &Partial<E>,
        options: RequestOptions,
        host: &Host,
    ) -> Result<Self, Error> {
        let mut request = Self::new::<E>(method, path);
        request.write_body(patch, &options, host)?;
        request.set_options(options)?;
        Ok(request)
    }

    /// Returns a description of this request for errors, with a new `client-request-id`.
    pub(super) fn info(&self) -> RequestInfo {
        RequestInfo { method: self.method.clone(), template: self.template, client_request_id: request_id::fresh() }
    }

    /// Returns the idempotency that the caller has set, or else the default for the request's method and headers.
    pub(super) fn idempotency(&self) -> Idempotency {
        self.extensions.get().copied().unwrap_or_else(|| Idempotency::of(&self.method, &self.headers))
    }

    /// Builds the HTTP request to `uri`. `own` has the client's headers. If the caller has set a header of the same name, the caller's is
    /// sent.
    pub(super) fn to_http(&self, uri: Uri, own: ClientHeaders) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.extensions_mut() = self.extensions.clone();
        request.extensions_mut().insert(self.template);
        let headers = request.headers_mut();
        headers.reserve(6 + self.headers.len());
        headers.insert(AUTHORIZATION, own.authorization);
        headers.insert(ACCEPT, JSON);
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        headers.insert(CLIENT_REQUEST_ID, own.client_request_id);
        headers.insert(USER_AGENT, own.user_agent);
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        request
    }
}

/// Returns the error for a request that got no response. `source` is the error of the transport.
pub(super) fn send_error(request: &RequestInfo, source: TransportError) -> Error {
    Error::Transport(Box::new(SendError::new(request.clone(), source)))
}

/// Returns the error for a request that cannot be written as an HTTP request.
pub(super) fn not_sendable(request: &RequestInfo, source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    send_error(request, TransportError::new(TransportErrorKind::Request, source))
}
