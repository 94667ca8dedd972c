//! A request that is complete except for its token, its id and the client's own headers.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{Extensions, HeaderMap, HeaderValue, Method, Uri};

use super::options::RequestOptions;
use super::request_id::{self, CLIENT_REQUEST_ID};
use crate::error::{Error, RequestInfo, SendError};
use crate::model::descriptor::Permissions;
use crate::model::partial::Partial;
use crate::model::path::{ApiVersion, Path, Template};
use crate::model::structured::{GraphEntity, Structured};
use crate::transport::idempotency::Idempotency;
use crate::transport::{TransportError, TransportErrorKind};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// One request, ready for a [`Pipeline`](super::pipeline::Pipeline) or for a batch.
#[derive(Clone, Debug)]
pub(super) struct PreparedRequest {
    pub(super) method: Method,
    pub(super) template: Template,
    /// Permissions that the entity's declaration names, for the error of a 403.
    pub(super) permissions: Permissions,
    /// Path and query, from the slash after the host.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// `None`: the client's time limit.
    pub(super) timeout: Option<Duration>,
    /// Instructions for the layers of the transport.
    pub(super) extensions: Extensions,
}

/// The parts of an HTTP request that the pipeline adds.
pub(super) struct ClientHeaders {
    pub(super) authorization: HeaderValue,
    pub(super) client_request_id: HeaderValue,
    pub(super) user_agent: HeaderValue,
}

impl PreparedRequest {
    /// A request without options for an `E`, which decides the permissions.
    pub(super) fn new<E: GraphEntity>(method: Method, path: &Path<impl Sized>) -> Self {
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

    /// The `POST` that carries a batch; its body is still missing.
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

    /// Adds headers, query options and the time limit.
    ///
    /// # Errors
    /// [`Error::InvalidHeader`].
    pub(super) fn set_options(&mut self, options: RequestOptions) -> Result<(), Error> {
        if let Some(query) = options.query_string() {
            self.target.push_str(&query);
        }
        self.timeout = options.timeout;
        if let Some(headers) = options.into_headers()? {
            self.headers = headers;
        }
        Ok(())
    }

    /// Writes the patch as the body.
    ///
    /// # Errors
    /// When a value has no JSON form.
    pub(super) fn write_body<E: Structured>(&mut self, patch: &Partial<E>, options: &RequestOptions) -> Result<(), Error> {
        let tag = options.tag.unwrap_or(E::DECLARATION.tag);
        let body = patch.text(tag).map_err(|error| not_sendable(&self.info(), error.into()))?;
        self.body = Some(body.into());
        Ok(())
    }

    /// The part of the request that errors carry, with a fresh client-request-id.
    pub(super) fn info(&self) -> RequestInfo {
        RequestInfo { method: self.method.clone(), template: self.template, client_request_id: request_id::fresh() }
    }

    /// The effect of carrying the request out twice.
    pub(super) fn idempotency(&self) -> Idempotency {
        Idempotency::of(&self.method, &self.headers)
    }

    /// The HTTP request; headers of the caller replace the client's own.
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

/// The error of a request that got no response.
pub(super) fn send_error(request: &RequestInfo, source: TransportError) -> Error {
    Error::Transport(Box::new(SendError::new(request.clone(), source)))
}

/// The error of a request that cannot be written as an HTTP request.
pub(super) fn not_sendable(request: &RequestInfo, source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    send_error(request, TransportError::new(TransportErrorKind::Request, source))
}
