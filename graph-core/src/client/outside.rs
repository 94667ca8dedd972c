//! Requests to URLs on other hosts. They work without a token, and never get one.

use bytes::Bytes;
use http::Uri;

use super::pipeline::Pipeline;
use super::prepared_request::not_sendable;
use super::raw_response::{RawResponse, SentTokens};
use crate::auth::credential::AccessToken;
use crate::error::{Error, RequestInfo};

/// Sends a `GET` to a URL, without a token. Returns the response, whatever its status.
///
/// The path and the query of such a URL are a credential, so errors do not contain them.
pub(super) async fn get_outside(
    pipeline: &Pipeline,
    url: Result<Uri, http::Error>,
    info: RequestInfo,
) -> Result<RawResponse, Error> {
    let url = url.map_err(|error| not_sendable(&info, error.into()))?;
    let secret = url.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let token = AccessToken::new(secret).or_else(|_| AccessToken::new("/")).map_err(Error::Credential)?;
    let mut request = http::Request::new(Bytes::new());
    *request.uri_mut() = url;
    // A request to another service does not count against a rate limit of Microsoft Graph.
    #[cfg(feature = "rate-limit")]
    request.extensions_mut().insert(crate::transport::Cost { requests: 0, writes: 0 });
    pipeline.exchange_without_token(request, info, pipeline.timeout(), SentTokens { token, refused: None }).await
}
