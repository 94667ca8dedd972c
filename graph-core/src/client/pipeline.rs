//! The pipeline that sends all requests: adds a token, hands the request to the transport, and renews the token after a 401.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::prepared_request::{ClientHeaders, PreparedRequest, not_sendable};
use super::raw_response::{RawResponse, SentTokens};
use crate::auth::credential::{AccessToken, Credential, TokenRequest};
use crate::auth::host::Host;
use crate::auth::renew::renewed_token;
use crate::error::credential::CredentialError;
use crate::error::sanitise::{BYTE_ORDER_MARK, without_byte_order_mark};
use crate::error::{Error, RequestInfo, SendError};
use crate::transport::deadline::within;
#[cfg(feature = "media")]
use crate::transport::streaming::{Streaming, with_body_stream};
use crate::transport::{Attempts, Deadline, ResponseFuture, Transport, TransportError, TransportErrorKind};

/// Sends requests to one host with the tokens of one credential. Clones share the transport and the credential.
#[derive(Clone)]
pub(super) struct Pipeline(Arc<PipelineParts>);

/// The contents of a [`Pipeline`], which its clones share.
pub(super) struct PipelineParts {
    pub(super) transport: Box<dyn Transport>,
    pub(super) credential: Box<dyn Credential>,
    pub(super) host: Host,
    /// The OAuth scope of the tokens that the pipeline requests.
    pub(super) scope: String,
    pub(super) user_agent: HeaderValue,
    /// The default time limit of a request.
    pub(super) timeout: Duration,
}

/// How many times one request is sent again with a new token because its token expired before the service checked it. Without this limit,
/// the request would never end if the credential's tokens expire too soon.
const MAX_RENEWALS: u32 = 8;

impl Pipeline {
    pub(super) fn new(parts: PipelineParts) -> Self {
        Self(Arc::new(parts))
    }

    pub(super) fn host(&self) -> &Host {
        &self.0.host
    }

    pub(super) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    /// Returns whether `self` and `other` are clones of the same pipeline.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Sends the request and returns its response if the status is 2xx.
    ///
    /// # Errors
    /// Fails if there is no response, or if its status is not 2xx.
    pub(super) async fn send(&self, request: &PreparedRequest) -> Result<RawResponse, Error> {
        self.exchange(request).await?.check(request)
    }

    /// Sends the request and returns the response, whatever its status. Sends the request again with a new token after a 401.
    pub(super) async fn exchange(&self, request: &PreparedRequest) -> Result<RawResponse, Error> {
        let PipelineParts { credential, scope, .. } = &*self.0;
        let (info, deadline) = (request.info(), self.deadline(request));
        let token = token_within(&deadline, credential.token(TokenRequest::new(scope))).await?;
        let tokens = SentTokens { token, refused: None };
        let response = self.transmit(request, &info, &deadline, &tokens).await?;
        let received = received(info, response, tokens);
        if received.response.status() == StatusCode::UNAUTHORIZED {
            // In a box, so that the future of a request that is not refused stays small.
            return Box::pin(self.send_again(request, &deadline, received)).await;
        }
        Ok(received)
    }

    /// Sends a request with a new token, after the service has refused the token for some of the requests inside a batch. `headers` are the
    /// headers of one of these 401 responses.
    ///
    /// Returns `None` if the credential has no other token.
    pub(super) async fn exchange_renewed(
        &self,
        request: &PreparedRequest,
        refused: &AccessToken,
        headers: &HeaderMap,
    ) -> Result<Option<RawResponse>, Error> {
        let (info, deadline) = (request.info(), self.deadline(request));
        let Some(token) = self.renew(&deadline, refused, headers).await? else { return Ok(None) };
        let tokens = SentTokens { token, refused: Some(refused.clone()) };
        let response = self.transmit(request, &info, &deadline, &tokens).await?;
        self.send_again(request, &deadline, received(info, response, tokens)).await.map(Some)
    }

    /// Returns the deadline of the request: the deadline of the batch that contains it, or the end of the request's own time limit.
    fn deadline(&self, request: &PreparedRequest) -> Deadline {
        let limit = || Deadline::after(request.timeout.unwrap_or(self.0.timeout));
        request.extensions.get::<Deadline>().cloned().unwrap_or_else(limit)
    }

    /// Sends the request again with a new token if the service has refused its first token (401).
    ///
    /// If the service refuses the new token too, returns this second 401. There is one exception: the new token may have expired while the
    /// request waited in a transport layer, such as a rate limit. Then the request is sent again with yet another token, up to
    /// [`MAX_RENEWALS`] times.
    async fn send_again(
        &self,
        request: &PreparedRequest,
        deadline: &Deadline,
        mut last: RawResponse,
    ) -> Result<RawResponse, Error> {
        for _ in 0..MAX_RENEWALS {
            let SentTokens { token, refused } = &last.tokens;
            let is_final = refused.is_some() && !token.is_expired();
            if last.response.status() != StatusCode::UNAUTHORIZED || is_final {
                break;
            }
            let renewed = self.renew(deadline, token, last.response.headers()).await?;
            let refused = Some(refused.as_ref().unwrap_or(token).clone());
            let Some(token) = renewed else {
                last.tokens.refused = refused;
                break;
            };
            let tokens = SentTokens { token, refused };
            let response = self.transmit(request, &last.request, deadline, &tokens).await?;
            let attempts = last.attempts;
            last = received(last.request, response, tokens);
            last.attempts += attempts;
        }
        Ok(last)
    }

    /// Asks the credential for another token after a 401 with these headers. Returns `None` if the credential has no other token.
    async fn renew(&self, deadline: &Deadline, refused: &AccessToken, headers: &HeaderMap) -> Result<Option<AccessToken>, Error> {
        let PipelineParts { credential, scope, .. } = &*self.0;
        token_within(deadline, renewed_token(&**credential, scope, refused, headers)).await
    }

    /// Adds the host and the client's headers to the request and sends it with the transport.
    async fn transmit(
        &self,
        request: &PreparedRequest,
        info: &RequestInfo,
        deadline: &Deadline,
        tokens: &SentTokens,
    ) -> Result<http::Response<Bytes>, Error> {
        let response = within(deadline, self.start(request, info, deadline, &tokens.token)?).await;
        let response = response.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, None)));
        #[cfg(feature = "media")]
        let response = if request.extensions.get::<Streaming>().is_some() { response.map(with_body_stream) } else { response };
        response.map_err(|error| Error::Transport(Box::new(SendError::redacted(info.clone(), error, &tokens.redactor()))))
    }

    /// Sends a request that is complete except for `User-Agent` to any host, without a token, within the time limit. `secrets` are the
    /// texts that the response may repeat and that errors must not contain.
    pub(super) async fn exchange_without_token(
        &self,
        mut request: http::Request<Bytes>,
        info: RequestInfo,
        limit: Duration,
        secrets: SentTokens,
    ) -> Result<RawResponse, Error> {
        let deadline = Deadline::after(limit);
        #[cfg(feature = "media")]
        let streams = request.extensions().get::<Streaming>().is_some();
        request.headers_mut().insert(http::header::USER_AGENT, self.0.user_agent.clone());
        request.extensions_mut().insert(deadline.clone());
        request.extensions_mut().insert(info.template);
        let response = within(&deadline, self.0.transport.send(request)).await;
        let response = response.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, None)));
        match response {
            #[cfg(feature = "media")]
            Ok(response) if streams => Ok(received(info, with_body_stream(response), secrets)),
            Ok(response) => Ok(received(info, response, secrets)),
            Err(error) => Err(Error::Transport(Box::new(SendError::redacted(info, error, &secrets.redactor())))),
        }
    }

    fn start(
        &self,
        request: &PreparedRequest,
        info: &RequestInfo,
        deadline: &Deadline,
        token: &AccessToken,
    ) -> Result<ResponseFuture<'_>, Error> {
        let PipelineParts { transport, host, user_agent, .. } = &*self.0;
        let uri = host.url(&request.target).map_err(|error| not_sendable(info, error.into()))?;
        let client_request_id =
            HeaderValue::try_from(&info.client_request_id).map_err(|error| not_sendable(info, error.into()))?;
        let authorization = token.header().map_err(Error::Credential)?;
        let own = ClientHeaders { authorization, client_request_id, user_agent: user_agent.clone() };
        let mut request = request.to_http(uri, own);
        request.extensions_mut().insert(deadline.clone());
        Ok(transport.send(request))
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PipelineParts { host, scope, timeout, .. } = &*self.0;
        f.debug_struct("Pipeline").field("host", host).field("scope", scope).field("timeout", timeout).finish_non_exhaustive()
    }
}

/// Waits for a token until the deadline.
///
/// # Errors
/// Fails with an error of the credential. If the deadline passes, this is also an error of the credential and not a timeout of the request,
/// because the request was not sent yet.
async fn token_within<T>(deadline: &Deadline, token: impl Future<Output = Result<T, CredentialError>>) -> Result<T, Error> {
    let token = within(deadline, token).await;
    let late = || Err(CredentialError::new("the credential did not return a token within the time limit of the request"));
    token.unwrap_or_else(late).map_err(Error::Credential)
}

fn received(request: RequestInfo, mut response: http::Response<Bytes>, tokens: SentTokens) -> RawResponse {
    skip_byte_order_mark(response.body_mut());
    let attempts = attempts(&response);
    RawResponse { request, response, tokens, attempts }
}

/// Removes a byte order mark from the start of a response body.
fn skip_byte_order_mark(body: &mut Bytes) {
    if without_byte_order_mark(body).len() < body.len() {
        body.advance(BYTE_ORDER_MARK.len());
    }
}

/// Returns how often the request was sent, as a retry layer reports, or 1 without such a layer.
fn attempts(response: &http::Response<Bytes>) -> u32 {
    response.extensions().get::<Attempts>().map_or(1, |attempts| attempts.0)
}
