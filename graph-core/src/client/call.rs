//! One request from its parts to a response of success: headers, token, time limit, sorting by status.

use std::iter::Enumerate;
use std::time::Duration;
use std::vec::IntoIter;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, LOCATION, USER_AGENT};
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use tokio::time::Instant;

use super::challenge::claims_challenge;
use super::request_id;
use super::{AccessToken, Client, Host, Response, Shared, TokenRequest};
use crate::error::{
    DecodeError, DecodeProblem, Error, NextLinkError, NextLinkProblem, RedirectError, RequestInfo, Scrubbed, SendError,
    ServiceError,
};
use crate::model::decoded::{Decoded, TextError};
use crate::model::descriptor::{Permissions, TagPolicy};
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::path::{Path, Template};
use crate::model::read_error::{Problem, ReadError};
use crate::model::structured::{GraphEntity, Structured};
use crate::query::options::Query;
use crate::transport::{Attempts, Deadline, ResponseFuture, TransportError, TransportErrorKind};

pub(super) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How a body is read.
pub(super) type Read<T> = fn(&[u8]) -> Result<Decoded<T>, TextError>;

/// A request before it has a token.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) template: Template,
    pub(super) permissions: Permissions,
    /// From the slash after the host on, query included.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    pub(super) timeout: Option<Duration>,
    /// What the layers of the transport are told.
    pub(super) extensions: Extensions,
}

/// A response, and the request it belongs to.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) request: RequestInfo,
    pub(super) response: http::Response<Bytes>,
    pub(super) token: AccessToken,
    pub(super) attempts: u32,
}

impl Call {
    /// A request about an `E`, whose permissions it takes.
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

    /// What errors tell of it, with a fresh id.
    pub(super) fn info(&self) -> RequestInfo {
        RequestInfo { method: self.method.clone(), template: self.template, client_request_id: request_id::fresh() }
    }

    pub(super) fn write_body<E: Structured>(&mut self, patch: &Partial<E>, tag: TagPolicy) -> Result<(), Error> {
        let body = patch.text(tag).map_err(|error| unusable(&self.info(), error.into()))?;
        self.body = Some(body.into());
        Ok(())
    }

    pub(super) fn add_query(&mut self, query: &Query) {
        self.target.push_str(&query.to_string());
    }

    /// The same for the next page, if there is one.
    pub(super) fn next_page(self, host: &Host, page: &Page) -> Result<Option<Self>, Error> {
        let Some(link) = &page.next_link else { return Ok(None) };
        let problem = match link.parse::<Uri>().map(|uri| (Host::of(&uri), uri.path_and_query().map(|path| path.to_string()))) {
            Ok((Ok(linked), Some(target))) if linked == *host && target != self.target => {
                return Ok(Some(Self { target, ..self }));
            }
            Ok((Ok(linked), _)) if linked == *host => NextLinkProblem::SamePage,
            Ok((Ok(linked), _)) => NextLinkProblem::OtherHost(scrubbed(&page.token).text(&linked.to_string())),
            _ => NextLinkProblem::NotAUrl,
        };
        let (request, request_id) = (page.request.clone(), page.request_id.clone());
        Err(Error::NextLink(Box::new(NextLinkError { request, request_id, problem })))
    }

    fn request(&self, uri: Uri, id: HeaderValue, user_agent: HeaderValue, authorization: HeaderValue) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.extensions_mut() = self.extensions.clone();
        request.extensions_mut().insert(self.template);
        let headers = request.headers_mut();
        headers.reserve(6 + self.headers.len());
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(ACCEPT, JSON);
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        headers.insert(CLIENT_REQUEST_ID, id);
        headers.insert(USER_AGENT, user_agent);
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        request
    }
}

impl Client {
    /// Sends it, and gives back what is no error.
    pub(super) async fn call(&self, call: &Call) -> Result<Answer, Error> {
        self.ask(call).await?.check(call.permissions)
    }

    /// Sends it, and gives back the answer of whatever status.
    pub(super) async fn ask(&self, call: &Call) -> Result<Answer, Error> {
        let request = call.info();
        let deadline = Instant::now().checked_add(call.timeout.unwrap_or(self.shared.timeout));
        let exchange = self.exchange(call, &request, deadline);
        let result = match deadline {
            Some(deadline) => tokio::time::timeout_at(deadline, exchange).await,
            None => Ok(exchange.await),
        };
        let timeout = |_| failed(&request, TransportError::new(TransportErrorKind::Timeout, None));
        let (response, token, attempts) = result.map_err(timeout)??;
        Ok(Answer { request, response, token, attempts })
    }

    /// One page of a collection, and the call that it came from.
    pub(super) async fn page(&self, call: Call) -> Result<(Page, Call), Error> {
        let answer = self.call(&call).await?;
        Ok((answer.page()?, call))
    }

    /// Sends it with a token, and once more with another one if the service refuses the first. The result is the response, its token,
    /// and how often the request was sent.
    async fn exchange(
        &self,
        call: &Call,
        info: &RequestInfo,
        deadline: Option<Instant>,
    ) -> Result<(http::Response<Bytes>, AccessToken, u32), Error> {
        let Shared { credential, scope, .. } = &*self.shared;
        let token = credential.token(TokenRequest::new(scope)).await.map_err(Error::Credential)?;
        let response = self.send(call, info, deadline, &token)?.await.map_err(|error| failed(info, error))?;
        let attempts = attempts(&response);
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok((response, token, attempts));
        }
        let claims = claims_challenge(response.headers());
        let again = TokenRequest { claims: claims.as_deref(), refused: Some(&token), ..TokenRequest::new(scope) };
        let other = credential.token(again).await.map_err(Error::Credential)?;
        if other.is_same(&token) {
            return Ok((response, token, attempts));
        }
        let response = self.send(call, info, deadline, &other)?.await.map_err(|error| failed(info, error))?;
        let attempts = attempts + self::attempts(&response);
        Ok((response, other, attempts))
    }

    fn send(
        &self,
        call: &Call,
        info: &RequestInfo,
        deadline: Option<Instant>,
        token: &AccessToken,
    ) -> Result<ResponseFuture<'_>, Error> {
        let Shared { transport, host, user_agent, .. } = &*self.shared;
        let uri = host.url(&call.target).map_err(|error| unusable(info, error.into()))?;
        let id = HeaderValue::try_from(&info.client_request_id).map_err(|error| unusable(info, error.into()))?;
        let authorization = token.header().map_err(Error::Credential)?;
        let mut request = call.request(uri, id, user_agent.clone(), authorization);
        if let Some(deadline) = deadline {
            request.extensions_mut().insert(Deadline(deadline));
        }
        Ok(transport.send(request))
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
    /// Sorts by status: success, or the error that it tells.
    pub(super) fn check(self, permissions: Permissions) -> Result<Self, Error> {
        let status = self.response.status();
        if status.is_success() {
            return Ok(self);
        }
        let Self { request, response, token, attempts } = self;
        let scrubbed = scrubbed(&token);
        if status.is_redirection() {
            let location: Option<Uri> = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()?.parse().ok());
            let to = location.and_then(|uri| Some(scrubbed.text(&format!("{}://{}", uri.scheme()?, uri.authority()?.host()))));
            let request_id = scrubbed.header(response.headers(), "request-id");
            return Err(Error::Redirect(Box::new(RedirectError { request, status, to, request_id })));
        }
        Err(Error::Service(Box::new(ServiceError::read(request, permissions, attempts, &response, &scrubbed))))
    }

    /// The body, if there is one.
    fn read<T>(&self, read: Read<T>) -> Result<Option<Decoded<T>>, DecodeProblem> {
        let body = self.response.body();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        read(body).map(Some).map_err(|error| match error {
            TextError::Json(error) => {
                DecodeProblem::Json { error: self.scrubbed().json_error(error), start: self.scrubbed().start(body, 100) }
            }
            TextError::Value(error) => DecodeProblem::Value(error.redact(|text| self.scrubbed().cut(text))),
        })
    }

    /// The body read as the caller says, if there is one.
    pub(super) fn decode_if_any<T>(self, read: Read<T>) -> Result<Response<Option<T>>, Error> {
        match self.read(read) {
            Ok(Some(Decoded { value, etag })) => Ok(self.respond(Some(value), etag)),
            Ok(None) => Ok(self.respond(None, None)),
            Err(problem) => Err(self.failed(problem)),
        }
    }

    /// The body read as the caller says; it is an error that there is none.
    pub(super) fn decode<T>(self, read: Read<T>) -> Result<Response<T>, Error> {
        match self.read(read) {
            Ok(Some(Decoded { value, etag })) => Ok(self.respond(value, etag)),
            Ok(None) => Err(self.failed(DecodeProblem::Empty)),
            Err(problem) => Err(self.failed(problem)),
        }
    }

    fn respond<T>(self, body: T, etag: Option<String>) -> Response<T> {
        let header = self.response.headers().get(ETAG).and_then(|value| value.to_str().ok());
        Response {
            body,
            etag: header.map(str::to_owned).or(etag),
            status: self.response.status(),
            request_id: self.request_id(),
            client_request_id: self.request.client_request_id,
        }
    }

    /// What is said beside the body.
    pub(super) fn without_body(self) -> Response<()> {
        self.respond((), None)
    }

    /// The body of a page: `value`, and the link to the next one.
    fn page(self) -> Result<Page, Error> {
        let (request, status, token) = (self.request.clone(), self.response.status(), self.token.clone());
        let Response { body, request_id, .. } = self.decode(|text| Decoded::read(text, read_page))?;
        let (elements, next_link) = body;
        Ok(Page { request, status, request_id, token, elements, next_link })
    }

    fn request_id(&self) -> Option<String> {
        self.scrubbed().header(self.response.headers(), "request-id")
    }

    pub(super) fn scrubbed(&self) -> Scrubbed<'_> {
        scrubbed(&self.token)
    }

    pub(super) fn failed(self, problem: DecodeProblem) -> Error {
        let (status, request_id) = (self.response.status(), self.request_id());
        Error::Decode(Box::new(DecodeError { request: self.request, status, request_id, problem }))
    }
}

fn scrubbed(token: &AccessToken) -> Scrubbed<'_> {
    Scrubbed { token: token.secret().reveal() }
}

/// One page of a collection.
pub(super) struct Page {
    request: RequestInfo,
    status: StatusCode,
    request_id: Option<String>,
    token: AccessToken,
    elements: Vec<Json>,
    next_link: Option<String>,
}

impl Page {
    /// Its elements, each to be read when it is asked for: an error in its place takes more memory than what it is about.
    pub(super) fn read<T>(self, read: fn(Json) -> Result<T, ReadError>) -> Elements<T> {
        let Self { request, status, request_id, token, elements, next_link: _ } = self;
        Elements { request, status, request_id, token, read, elements: elements.into_iter().enumerate() }
    }
}

/// The elements of a page, each a value or an error that says where it stands.
pub(super) struct Elements<T> {
    request: RequestInfo,
    status: StatusCode,
    request_id: Option<String>,
    token: AccessToken,
    read: fn(Json) -> Result<T, ReadError>,
    elements: Enumerate<IntoIter<Json>>,
}

impl<T> Iterator for Elements<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (index, element) = self.elements.next()?;
        Some((self.read)(element).map_err(|error| {
            let Self { request, status, request_id, token, .. } = self;
            let error = error.redact(|text| scrubbed(token).cut(text));
            let problem = DecodeProblem::Value(error.at_index(index).at_property("value"));
            Error::Decode(Box::new(DecodeError {
                request: request.clone(),
                status: *status,
                request_id: request_id.clone(),
                problem,
            }))
        }))
    }
}

fn read_page(json: Json) -> Result<(Vec<Json>, Option<String>), ReadError> {
    let Json::Object(mut members) = json else { return Err(ReadError::wrong_kind("a page of a collection", &json)) };
    let elements = match members.remove("value") {
        Some(Json::Array(elements)) => elements,
        Some(other) => return Err(ReadError::wrong_kind("a collection", &other).at_property("value")),
        None => return Err(ReadError::new(Problem::Missing).at_property("value")),
    };
    match members.remove("@odata.nextLink") {
        Some(Json::String(link)) => Ok((elements, Some(link))),
        Some(Json::Null) | None => Ok((elements, None)),
        Some(other) => Err(ReadError::wrong_kind("a URL", &other).at_property("@odata.nextLink")),
    }
}
