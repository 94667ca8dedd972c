//! A response whose body is not decoded yet. Turns error statuses into errors, decodes bodies, and keeps the token out of error texts.

use bytes::Bytes;
use http::header::{ETAG, LOCATION};
use http::{Method, StatusCode, Uri};

use super::created_id::created_id;
use super::prepared_request::PreparedRequest;
use super::response::Response;
use crate::auth::credential::AccessToken;
use crate::error::carried_out::HiddenBody;
use crate::error::redact::Redactor;
use crate::error::{
    CarriedOutError, DecodeError, DecodeProblem, Error, NotModifiedError, RedirectError, RequestInfo, ServiceError,
};
use crate::model::decoded::{Decoded, TextError};
use crate::model::descriptor::{Permissions, StructuredType};
use crate::model::duplicate_keys::parse_any;
use crate::model::json::Json;
use crate::model::json_text::members;
use crate::model::operation::OperationResult;
#[cfg(feature = "media")]
use crate::model::property_value::PropertyValue;
use crate::model::structured::Structured;

/// A function that decodes a value from the bytes of a response body.
pub(super) type Read<T> = fn(&[u8]) -> Result<Decoded<T>, TextError>;

/// A response of any status, together with its request.
#[derive(Clone, Debug)]
pub(super) struct RawResponse {
    pub(super) request: RequestInfo,
    pub(super) response: http::Response<Bytes>,
    pub(super) tokens: SentTokens,
    pub(super) attempts: u32,
}

/// The tokens that a request was sent with. The response may repeat any of them.
#[derive(Clone, Debug)]
pub(super) struct SentTokens {
    pub(super) token: AccessToken,
    /// The first token that the service refused, or `None` if it refused none. Tokens that the service refused later had expired, so they
    /// are no longer secret.
    pub(super) refused: Option<AccessToken>,
}

impl SentTokens {
    /// Returns a redactor that removes the tokens from text.
    pub(super) fn redactor(&self) -> Redactor<'_> {
        let redactor = Redactor::new(self.token.secret().reveal());
        self.refused.as_ref().map_or(redactor, |refused| redactor.with_refused(refused.secret().reveal()))
    }
}

impl RawResponse {
    /// Returns this response if its status is 2xx, or if the request expects its status.
    ///
    /// # Errors
    /// Fails as [`error_for_status`](Self::error_for_status) does.
    pub(super) fn check(self, request: &PreparedRequest) -> Result<Self, Error> {
        let status = self.response.status();
        if status.is_success() || request.expects(status) { Ok(self) } else { self.error_for_status(request.permissions) }
    }

    /// Returns this response if its status is 2xx.
    ///
    /// # Errors
    /// [`Error::NotModified`] for 304, [`Error::Redirect`] for any other 3xx, [`Error::Service`] for any other status.
    pub(super) fn error_for_status(self, permissions: Permissions) -> Result<Self, Error> {
        let status = self.response.status();
        if status.is_success() {
            return Ok(self);
        }
        let Self { request, response, tokens, attempts } = self;
        let redactor = tokens.redactor();
        if status == StatusCode::NOT_MODIFIED {
            let (etag, request_id) =
                (redactor.header(response.headers(), "etag"), redactor.header(response.headers(), "request-id"));
            return Err(Error::NotModified(Box::new(NotModifiedError { request, etag, request_id })));
        }
        if status.is_redirection() {
            let location: Option<Uri> = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()?.parse().ok());
            let to =
                location.and_then(|uri| Some(redactor.line(&format!("{}://{}", uri.scheme()?, uri.authority()?.host()), 300)));
            let request_id = redactor.header(response.headers(), "request-id");
            return Err(Error::Redirect(Box::new(RedirectError { request, status, to, request_id })));
        }
        Err(Error::Service(Box::new(ServiceError::read(request, permissions, attempts, &response, redactor))))
    }

    /// Decodes the response body, which has to be present.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is empty or cannot be decoded.
    pub(super) fn decode<T>(self, read: Read<T>) -> Result<Response<T>, Error> {
        match self.read(read) {
            Ok(Some(Decoded { value, etag })) => Ok(self.into_response().with_body(value, etag)),
            Ok(None) => Err(self.decode_error(DecodeProblem::Empty)),
            Err(problem) => Err(self.decode_error(problem)),
        }
    }

    /// Decodes the response to a change. An empty response body, or null, becomes `None`.
    ///
    /// # Errors
    /// [`Error::CarriedOut`] if the body cannot be decoded.
    pub(super) fn decode_changed<E: Structured, T>(self, read: Read<T>) -> Result<Response<Option<T>>, Error> {
        self.decode_change(read, Some(E::DECLARATION), None)
    }

    /// Decodes the response to a creation, and reads the id of the created entity from the response headers.
    ///
    /// # Errors
    /// [`Error::CarriedOut`] if the body cannot be decoded.
    pub(super) fn decode_created<E: Structured, T>(self, read: Read<T>) -> Result<Response<Option<T>>, Error> {
        let id = self.created_id();
        self.decode_change(read, Some(E::DECLARATION), id)
    }

    /// Decodes the response to an upload.
    ///
    /// # Errors
    /// [`Error::CarriedOut`] if the body cannot be decoded.
    #[cfg(feature = "media")]
    pub(super) fn decode_uploaded<T: PropertyValue>(self) -> Result<Response<Option<T>>, Error> {
        self.decode_change(T::read_text, T::TYPE.declaration(), None)
    }

    /// Decodes the response to an action or a function.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body of a function's response cannot be decoded, [`Error::CarriedOut`] if the body of an action's response
    /// cannot be decoded.
    pub(super) fn decode_result<R: OperationResult>(self) -> Result<Response<R>, Error> {
        let body = self.response.body();
        let absent = if matches!(body.trim_ascii(), b"" | b"null") { R::absent() } else { None };
        let read = match absent {
            Some(value) => Ok(Decoded { value, etag: None }),
            None if body.trim_ascii().is_empty() => Err(DecodeProblem::Empty),
            None => R::read_body(body).map_err(|error| DecodeProblem::undecodable(error, body, self.redactor())),
        };
        match read {
            Ok(Decoded { value, etag }) => Ok(self.into_response().with_body(value, etag)),
            Err(problem) => Err(self.malformed_error(problem)),
        }
    }

    fn decode_change<T>(
        self,
        read: Read<T>,
        declared: Option<&StructuredType>,
        created_id: Option<Box<str>>,
    ) -> Result<Response<Option<T>>, Error> {
        let body = match self.read(read) {
            Ok(body) => body,
            Err(_) if self.response.body().trim_ascii() == b"null" => None,
            Err(problem) => {
                let id =
                    created_id.map(String::from).or_else(|| key_in(self.response.body(), key_name(declared), self.redactor()));
                return Err(self.carried_out(problem, id));
            }
        };
        let (value, etag) = body.map_or((None, None), |Decoded { value, etag }| (Some(value), etag));
        Ok(Response { created_id, ..self.into_response() }.with_body(value, etag))
    }

    /// Returns the error for a change that succeeded, but whose response body cannot be decoded.
    fn carried_out(self, problem: DecodeProblem, id: Option<String>) -> Error {
        let body = self.response.body().clone();
        let request = self.request.clone();
        let Response { status, headers, request_id, .. } = self.into_response();
        let decode = DecodeError { request, status, request_id, id: None, problem };
        Error::CarriedOut(Box::new(CarriedOutError { decode, headers, id, body: HiddenBody(body) }))
    }

    /// Returns the error for a response that has a status of 2xx but is malformed: `Error::Decode` after a `GET`, otherwise
    /// `Error::CarriedOut`.
    #[inline]
    pub(super) fn malformed_error(self, problem: DecodeProblem) -> Error {
        match self.request.method {
            Method::GET => self.decode_error(problem),
            _ => {
                let id = key_in(self.response.body(), "id", self.redactor());
                self.carried_out(problem, id)
            }
        }
    }

    fn read<T>(&self, read: Read<T>) -> Result<Option<Decoded<T>>, DecodeProblem> {
        let body = self.response.body();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        read(body).map(Some).map_err(|error| DecodeProblem::undecodable(error, body, self.redactor()))
    }

    /// Returns the response without its body, but with the id of the entity that the request creates, if the headers contain it.
    #[inline]
    pub(super) fn into_created(self) -> Response<()> {
        let created_id = self.created_id();
        Response { created_id, ..self.into_response() }
    }

    /// Returns the id of the entity that the request has created, if the response headers contain it.
    #[inline]
    fn created_id(&self) -> Option<Box<str>> {
        let id = created_id(self.request.template.text, self.response.status(), self.response.headers())?;
        Some(self.redactor().redact(&id).into_boxed_str())
    }

    /// Returns the status, the headers and the ids of the response, without its body.
    pub(super) fn into_response(self) -> Response<()> {
        let request_id = self.request_id();
        let Self { request, response, tokens, .. } = self;
        let (http::response::Parts { status, mut headers, .. }, _body) = response.into_parts();
        tokens.redactor().hide_in_headers(&mut headers);
        // The URL of an operation may work without a token, so it is a secret.
        let is_address = |name: &str| status == StatusCode::ACCEPTED && matches!(name, "location" | "operation-location");
        headers.iter_mut().filter(|(name, _)| is_address(name.as_str())).for_each(|(_, value)| value.set_sensitive(true));
        let etag = headers.get(ETAG).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Response { body: (), etag, status, headers, request_id, client_request_id: request.client_request_id, created_id: None }
    }

    /// Returns the `request-id` header of the response: the id that the service gave the request.
    pub(super) fn request_id(&self) -> Option<String> {
        self.redactor().header(self.response.headers(), "request-id")
    }

    pub(super) fn redactor(&self) -> Redactor<'_> {
        self.tokens.redactor()
    }

    /// Returns the error for a response body that cannot be decoded.
    #[inline]
    pub(super) fn decode_error(self, problem: DecodeProblem) -> Error {
        let (status, request_id) = (self.response.status(), self.request_id());
        Error::Decode(Box::new(DecodeError { request: self.request, status, request_id, id: None, problem }))
    }
}

/// Returns the value of the member `key` in the JSON text of an object, even if other members of the object are malformed. Returns `None`
/// if the value is neither a string nor a number.
pub(super) fn key_in(object: &[u8], key: &str, redactor: Redactor<'_>) -> Option<String> {
    let (_, value) = members(object)?.into_iter().find(|(name, _)| name.as_deref().is_ok_and(|name| name == key))?;
    let id = match parse_any(value).ok()? {
        Json::String(text) => text,
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(redactor.redact(&id))
}

fn key_name(declared: Option<&StructuredType>) -> &'static str {
    let key = declared.and_then(|declared| declared.properties.iter().find(|property| property.key));
    key.map_or("id", |property| property.name)
}
