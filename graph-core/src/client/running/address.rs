//! The URL at which the service reports the progress of a long-running operation.

use std::fmt;
use std::str::FromStr;

use http::header::{HeaderMap, HeaderName, LOCATION};
use http::{StatusCode, Uri};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::auth::host::{Host, HostError};
use crate::client::raw_response::RawResponse;
use crate::client::relative_url::{has_scheme, resolve};
use crate::error::{Error, OperationError, OperationProblem};

/// The header in which OneNote's API sends the URL of an operation, beside or in place of `Location`.
const OPERATION_LOCATION: HeaderName = HeaderName::from_static("operation-location");

/// The URL at which the service reports the progress of a long-running operation. A program can store it and continue after a restart with
/// [`Client::resume_operation`](crate::Client::resume_operation).
///
/// A URL on another host than the client's works without a token. So the URL is a secret, and `Debug` prints its host only.
///
/// ```
/// use graph_core::client::OperationAddress;
///
/// let address: OperationAddress = "https://graph.microsoft.com/v1.0/teams('a')/operations('b')".parse()?;
/// let stored = serde_json::to_string(&address)?;
/// assert_eq!(serde_json::from_str::<OperationAddress>(&stored)?, address);
/// assert!("http://evil.example/".parse::<OperationAddress>().is_err(), "not encrypted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OperationAddress {
    host: Host,
    /// The path and the query of the URL.
    target: String,
}

impl OperationAddress {
    /// Returns the address in the header `Operation-Location` or `Location` of a response with status 202. Returns `None` for another
    /// status, or without these headers.
    ///
    /// `target` is the path and the query of the request.
    ///
    /// # Errors
    /// Fails if the header's value is not a URL that the client may poll. The service has accepted the request nevertheless.
    #[inline]
    pub(super) fn of(response: &RawResponse, host: &Host, target: &str) -> Result<Option<Self>, Error> {
        if response.response.status() != StatusCode::ACCEPTED {
            return Ok(None);
        }
        let headers = response.response.headers();
        let Some(url) = [OPERATION_LOCATION, LOCATION].iter().find_map(|name| text(headers, name)) else { return Ok(None) };
        let address = Self::resolve(url, host, target).filter(|address| !address.contains_token_of(response));
        let invalid = || OperationError::new(response.request.clone(), response.request_id(), OperationProblem::InvalidAddress);
        address.map(Some).ok_or_else(|| Error::Operation(Box::new(invalid())))
    }

    /// Resolves `url`, a text in the response to the request for `target` on `host`. Returns `None` if it is not a URL that the client may
    /// poll.
    ///
    /// Graph writes some URLs without the API version, such as `/teams('a')/operations('b')`. They get the version in `target`.
    #[inline]
    pub(super) fn resolve(url: &str, host: &Host, target: &str) -> Option<Self> {
        if has_scheme(url) {
            return url.parse().ok().filter(|address: &Self| host.may_name(&address.host));
        }
        let version = ["/v1.0", "/beta"].into_iter().find(|version| is_below(target, version));
        let is_versioned = !url.starts_with('/') || url.starts_with("//") || is_below(url, "/v1.0") || is_below(url, "/beta");
        let url = [version.filter(|_| !is_versioned).unwrap_or_default(), url].concat();
        resolve(&[host.as_str(), target].concat(), &url)?.parse().ok()
    }

    /// Resolves `url`, a text in the response to a request for this address. Returns `None` if it is not a URL that the client may poll.
    #[inline]
    pub(super) fn relative(&self, url: &str) -> Option<Self> {
        Self::resolve(url, &self.host, &self.target)
    }

    /// Returns whether the URL contains a token of the request that got this response.
    #[inline]
    pub(super) fn contains_token_of(&self, response: &RawResponse) -> bool {
        let url = self.to_url();
        response.redactor().redact(&url) != url
    }

    /// Returns the path and the query if the URL is on this host.
    pub(super) fn target_on(&self, host: &Host) -> Option<&str> {
        (self.host == *host).then_some(self.target.as_str())
    }

    /// Returns the path and the query of the URL.
    pub(super) fn target(&self) -> &str {
        &self.target
    }

    /// Returns the URL as text, to store it.
    pub fn to_url(&self) -> String {
        [self.host.as_str(), &self.target].concat()
    }
}

/// Returns whether `path` is `parent`, or begins with `parent` and a slash.
fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

impl FromStr for OperationAddress {
    type Err = HostError;

    /// Parses a URL with `https`, or with `http` and a loopback host.
    #[inline]
    fn from_str(url: &str) -> Result<Self, HostError> {
        let url = url.split('#').next().unwrap_or_default();
        let uri: Uri = url.parse().map_err(|_| HostError::NotAUrl)?;
        let target = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        Ok(Self { host: Host::of(&uri)?, target })
    }
}

impl Serialize for OperationAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_url())
    }
}

/// Checks the deserialized text like [`FromStr`].
impl<'de> Deserialize<'de> for OperationAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Debug for OperationAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OperationAddress({}/…)", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: &str = "/v1.0/teams/t/clone?a=b";

    #[test]
    fn a_relative_url_is_on_the_host_and_has_a_version() {
        for (url, expected) in [
            ("/teams('a')/operations('b')", "https://graph.microsoft.com/v1.0/teams('a')/operations('b')"),
            ("/beta/operations/b?x=y#z", "https://graph.microsoft.com/beta/operations/b?x=y"),
            ("operations/b", "https://graph.microsoft.com/v1.0/teams/t/operations/b"),
            ("HTTPS://Graph.Microsoft.com:443/v1.0/o", "https://graph.microsoft.com/v1.0/o"),
            ("https://contoso.sharepoint.com/_api/monitor/1", "https://contoso.sharepoint.com/_api/monitor/1"),
        ] {
            let address = OperationAddress::resolve(url, &Host::global(), TARGET);
            assert_eq!(address.as_ref().map(OperationAddress::to_url).as_deref(), Some(expected), "{url}");
            let is_own = !url.contains("sharepoint");
            assert_eq!(address.unwrap().target_on(&Host::global()).is_some(), is_own, "{url}");
        }
    }

    #[test]
    fn a_url_that_is_not_encrypted_or_names_a_user_is_refused() {
        for url in [
            "http://contoso.sharepoint.com/monitor",
            "http://127.0.0.1:80/monitor",
            "https://graph.microsoft.com@evil.example/",
            "//evil.example/monitor",
            "javascript:alert(1)",
            "https://",
            "/\\evil.example\r\n",
        ] {
            assert_eq!(OperationAddress::resolve(url, &Host::global(), TARGET), None, "{url}");
        }
        let address: OperationAddress = "https://contoso.sharepoint.com/monitor?tempauth=s3cret".parse().unwrap();
        assert_eq!(format!("{address:?}"), "OperationAddress(https://contoso.sharepoint.com/…)");
    }
}
