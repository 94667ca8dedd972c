//! Requests to URLs that work without a token: the targets of redirected downloads, upload URLs, and the URLs of operations on other hosts.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;

use super::pipeline::Pipeline;
use super::raw_response::{RawResponse, SentTokens};
use crate::auth::credential::AccessToken;
use crate::auth::host::Host;
use crate::error::{Error, RequestInfo};

/// A URL that works without a token. Its scheme is `https`. In tests, where the client's own host uses `http`, it may be `http` on a
/// loopback host. Its path and query are secret, because anybody who knows them can use the URL, so `Debug` prints the host only.
#[derive(Clone)]
pub(super) struct OutsideUrl {
    uri: Uri,
    /// The secrets to keep out of errors. Here the field `token` is the decoded path and query of the URL, and the field `refused` is the
    /// token of the request whose response contained the URL.
    secrets: SentTokens,
}

impl OutsideUrl {
    /// Parses a URL for a client whose host is `host`. Returns `None` if the URL is not absolute, is not encrypted, or names a user.
    ///
    /// `answered` has the tokens of the request to Microsoft Graph whose response contained the URL. Also returns `None` if the URL
    /// contains one of them, because the token would be sent to another host.
    #[inline]
    pub(super) fn parse(text: &str, host: &Host, answered: Option<&SentTokens>) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        Host::of(&uri).ok().filter(|named| host.may_name(named))?;
        if answered.is_some_and(|tokens| tokens.redactor().redact(text) != text) {
            return None;
        }
        // Decoded, because a service may show a part of the URL in either form, and the redactor decodes the texts that it reads.
        let decoded = percent_decode_str(uri.path_and_query()?.as_str()).decode_utf8_lossy();
        let secret: String = decoded.chars().map(|char| if char.is_ascii_graphic() { char } else { '?' }).collect();
        let token = AccessToken::new(secret).ok()?;
        let refused = answered.map(|tokens| tokens.token.clone());
        Some(Self { uri, secrets: SentTokens { token, refused } })
    }

    /// Sends a request to this URL, without a token. Returns the response, whatever its status.
    pub(super) async fn exchange(
        &self,
        pipeline: &Pipeline,
        info: &RequestInfo,
        content: OutsideContent,
        limit: Duration,
    ) -> Result<RawResponse, Error> {
        let mut request = http::Request::new(content.body);
        *request.method_mut() = content.method;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = content.headers;
        *request.extensions_mut() = content.extensions;
        // The request does not go to Microsoft Graph, so it does not count against the rate limits.
        #[cfg(feature = "rate-limit")]
        request.extensions_mut().insert(crate::transport::Cost { requests: 0, writes: 0 });
        pipeline.exchange_without_token(request, info.clone(), limit, self.secrets.clone()).await
    }
}

impl fmt::Debug for OutsideUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutsideUrl({})", self.uri.host().unwrap_or_default())
    }
}

/// The method, headers, body and extensions of a request to another host. No other header is sent except `User-Agent`.
pub(super) struct OutsideContent {
    pub(super) method: Method,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) extensions: http::Extensions,
}

impl OutsideContent {
    pub(super) fn new(method: Method) -> Self {
        Self { method, headers: HeaderMap::new(), body: Bytes::new(), extensions: http::Extensions::new() }
    }
}
