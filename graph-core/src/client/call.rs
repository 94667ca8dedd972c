//! One request from its parts to a response of success: headers, token, time limit, sorting by status.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use tokio::time::Instant;

use super::challenge::claims_challenge;
use super::{AccessToken, Client, Response, Shared, TokenRequest};
use crate::error::{DecodeError, DecodeProblem, Error, RedirectError, RequestInfo, Scrubbed, SendError, ServiceError};
use crate::model::{Extent, GraphEntity, Json, Permissions, PropertyValue, unique_keys};
use crate::path::{Path, Template};
use crate::transport::{Attempts, Deadline, TransportError, TransportErrorKind};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request before it has a token.
pub(super) struct Call {
    pub(super) method: Method,
    template: Template,
    permissions: Permissions,
    path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    pub(super) timeout: Option<Duration>,
}

/// A response of success, and the request it belongs to.
pub(super) struct Answer {
    request: RequestInfo,
    response: http::Response<Bytes>,
    token: AccessToken,
    attempts: u32,
}

impl Call {
    pub(super) fn new<E: GraphEntity>(method: Method, path: &Path<E>) -> Self {
        Self {
            method,
            template: Template { version: path.version(), text: path.template() },
            permissions: E::TYPE.declaration().map_or_else(Permissions::default, |declared| declared.permissions),
            path: format!("/{}{}", path.version(), path.as_str()),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
        }
    }

    fn request(&self, uri: Uri, id: &HeaderValue, user_agent: &HeaderValue, authorization: HeaderValue) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        request.extensions_mut().insert(self.template);
        let headers = request.headers_mut();
        headers.reserve(6 + self.headers.len());
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(ACCEPT, JSON);
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        headers.insert(CLIENT_REQUEST_ID, id.clone());
        headers.insert(USER_AGENT, user_agent.clone());
        headers.extend(self.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        request
    }
}

impl Client {
    /// Sends it, and gives back what is no error.
    pub(super) async fn call(&self, call: Call) -> Result<Answer, Error> {
        let client_request_id = uuid::Uuid::new_v4().to_string();
        let request = RequestInfo { method: call.method.clone(), template: call.template, client_request_id };
        let deadline = Instant::now().checked_add(call.timeout.unwrap_or(self.shared.timeout));
        let exchange = self.exchange(&call, &request, deadline);
        let result = match deadline {
            Some(deadline) => tokio::time::timeout_at(deadline, exchange).await,
            None => Ok(exchange.await),
        };
        let timeout = |_| failed(&request, TransportError::new(TransportErrorKind::Timeout, None));
        result.map_err(timeout)??.check(call.permissions)
    }

    /// Sends it with a token, and once more with another one if the service refuses the first.
    async fn exchange(&self, call: &Call, info: &RequestInfo, deadline: Option<Instant>) -> Result<Answer, Error> {
        let Shared { transport, credential, host, scope, user_agent, .. } = &*self.shared;
        let uri: Result<Uri, _> = format!("{host}{}", call.path).parse();
        let uri = uri.map_err(|error| unusable(info, error.into()))?;
        let id = HeaderValue::try_from(&info.client_request_id).map_err(|error| unusable(info, error.into()))?;
        let send = async |token: &AccessToken| {
            let authorization = token.header().map_err(Error::Credential)?;
            let mut request = call.request(uri.clone(), &id, user_agent, authorization);
            if let Some(deadline) = deadline {
                request.extensions_mut().insert(Deadline(deadline));
            }
            transport.send(request).await.map_err(|error| failed(info, error))
        };

        let token = credential.token(TokenRequest::new(scope)).await.map_err(Error::Credential)?;
        let response = send(&token).await?;
        let attempts = attempts(&response);
        let answer = |response, token, attempts| Answer { request: info.clone(), response, token, attempts };
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok(answer(response, token, attempts));
        }
        let claims = claims_challenge(response.headers());
        let again = TokenRequest { claims: claims.as_deref(), refused: Some(&token), ..TokenRequest::new(scope) };
        let other = credential.token(again).await.map_err(Error::Credential)?;
        if other.is_same(&token) {
            return Ok(answer(response, token, attempts));
        }
        let response = send(&other).await?;
        let attempts = attempts + self::attempts(&response);
        Ok(answer(response, other, attempts))
    }
}

fn failed(request: &RequestInfo, source: TransportError) -> Error {
    Error::Transport(Box::new(SendError { request: request.clone(), source }))
}

fn unusable(request: &RequestInfo, source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    failed(request, TransportError::new(TransportErrorKind::Request, source))
}

fn attempts(response: &http::Response<Bytes>) -> u32 {
    response.extensions().get::<Attempts>().map_or(1, |attempts| attempts.0)
}

impl Answer {
    fn check(self, permissions: Permissions) -> Result<Self, Error> {
        let status = self.response.status();
        if status.is_success() {
            return Ok(self);
        }
        let Self { request, response, token, attempts } = self;
        let scrubbed = Scrubbed { token: token.secret().reveal() };
        if status.is_redirection() {
            let location: Option<Uri> = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()?.parse().ok());
            let to = location.and_then(|uri| Some(format!("{}://{}", uri.scheme()?, uri.authority()?.host())));
            let request_id = scrubbed.header(response.headers(), "request-id");
            return Err(Error::Redirect(Box::new(RedirectError { request, status, to, request_id })));
        }
        Err(Error::Service(Box::new(ServiceError::read(request, permissions, attempts, &response, &scrubbed))))
    }

    /// The body as JSON, if there is one.
    fn json(&self) -> Result<Option<Json>, DecodeProblem> {
        let body = self.response.body();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let json = unique_keys(&mut deserializer).and_then(|json| deserializer.end().map(|()| json));
        json.map(Some).map_err(|error| {
            let start = Scrubbed { token: self.token.secret().reveal() }.start(body, 100);
            DecodeProblem::Json { error, start }
        })
    }

    /// The body as a `T`, if there is one.
    pub(super) fn decode_if_any<T: PropertyValue>(self) -> Result<Response<Option<T>>, Error> {
        let json = match self.json() {
            Ok(json) => json,
            Err(problem) => return Err(self.failed(problem)),
        };
        let header = self.response.headers().get(ETAG).and_then(|value| value.to_str().ok());
        let member = || json.as_ref()?.get("@odata.etag")?.as_str();
        let etag = header.or_else(member).map(str::to_owned);
        match json.map(|json| T::read(json, Extent::Whole)).transpose() {
            Ok(body) => Ok(Response {
                body,
                etag,
                status: self.response.status(),
                request_id: self.request_id(),
                client_request_id: self.request.client_request_id,
            }),
            Err(error) => Err(self.failed(DecodeProblem::Value(error))),
        }
    }

    /// The body as a `T`; it is an error that there is none.
    pub(super) fn decode<T: PropertyValue>(self) -> Result<Response<T>, Error> {
        let status = self.response.status();
        let (request, request_id) = (self.request.clone(), self.request_id());
        let Response { body, etag, status: _, request_id: _, client_request_id } = self.decode_if_any()?;
        match body {
            Some(body) => Ok(Response { body, etag, status, request_id, client_request_id }),
            None => Err(Error::Decode(Box::new(DecodeError { request, status, request_id, problem: DecodeProblem::Empty }))),
        }
    }

    fn request_id(&self) -> Option<String> {
        Some(self.response.headers().get("request-id")?.to_str().ok()?.to_owned())
    }

    fn failed(self, problem: DecodeProblem) -> Error {
        let (status, request_id) = (self.response.status(), self.request_id());
        Error::Decode(Box::new(DecodeError { request: self.request, status, request_id, problem }))
    }
}
