//! The host that a client sends its requests to. No other host receives the client's token.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use http::Uri;
use http::uri::{Authority, Parts, Scheme};

/// The scheme, host name and port that requests are sent to: a cloud of Microsoft Graph, or any other `https` host. Only a loopback host
/// may use `http`, for tests.
///
/// ```
/// use graph_core::Host;
///
/// assert_eq!(Host::us_gov().to_string(), "https://graph.microsoft.us");
/// let emulator: Host = "http://127.0.0.1:8080".parse()?;
/// assert!("http://graph.microsoft.com".parse::<Host>().is_err());
/// # Ok::<(), graph_core::client::HostError>(())
/// ```
///
/// Source: [National cloud deployments](https://learn.microsoft.com/graph/deployments).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Host {
    /// The scheme and the authority of the host as text, such as `https://graph.microsoft.com`, without a final slash.
    origin: Arc<str>,
    /// The scheme in `origin`, kept so that it is not parsed again for each request.
    scheme: Scheme,
    authority: Authority,
}

/// The reason why a text is not a [`Host`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostError {
    /// The text is not a URL with a scheme and a host.
    NotAUrl,
    /// The URL is plain `http` to another machine, so the token would be sent unencrypted.
    NotEncrypted,
    /// The URL has a user name, a path or a query.
    MoreThanAHost,
}

impl Host {
    /// Returns the host of the global service, `https://graph.microsoft.com`.
    pub fn global() -> Self {
        Self::known("graph.microsoft.com")
    }

    /// Returns the host of the US Government L4 cloud, `https://graph.microsoft.us`.
    pub fn us_gov() -> Self {
        Self::known("graph.microsoft.us")
    }

    /// Returns the host of the US Government L5 cloud (DOD), `https://dod-graph.microsoft.us`.
    pub fn us_gov_dod() -> Self {
        Self::known("dod-graph.microsoft.us")
    }

    /// Returns a host for plain `http` to a port of this machine: `http://127.0.0.1:{port}`.
    #[inline]
    pub fn loopback(port: u16) -> Self {
        let authority = Authority::try_from(format!("127.0.0.1:{port}"));
        // Every `u16` is a valid port, so the fallback is unreachable.
        Self::new(Scheme::HTTP, authority.unwrap_or(Authority::from_static("127.0.0.1")))
    }

    /// Returns the host of the cloud in China, operated by 21Vianet, `https://microsoftgraph.chinacloudapi.cn`.
    pub fn china() -> Self {
        Self::known("microsoftgraph.chinacloudapi.cn")
    }

    fn known(authority: &'static str) -> Self {
        Self::new(Scheme::HTTPS, Authority::from_static(authority))
    }

    fn new(scheme: Scheme, authority: Authority) -> Self {
        Self { origin: format!("{scheme}://{authority}").into(), scheme, authority }
    }

    /// Returns whether a client of this host may send requests without a token to the host `other`. It always may if `other` uses `https`.
    /// If `other` uses `http`, this host must use `http` too, as in a test.
    ///
    /// This rule keeps a service on another machine from making the client send requests to programs on the client's own machine.
    pub(crate) fn may_name(&self, other: &Self) -> bool {
        other.scheme != Scheme::HTTP || self.scheme == Scheme::HTTP
    }

    /// Returns the URL on this host with the path and query `target`, such as `/v1.0/me`.
    pub(crate) fn url(&self, target: &str) -> Result<Uri, http::Error> {
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(target.parse()?);
        Ok(Uri::from_parts(parts)?)
    }

    /// Returns the scheme and the host, such as `https://graph.microsoft.com`, and the port if it is not the default one.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Returns the OAuth scope to request for tokens for this host. It covers all permissions that the app has been granted.
    ///
    /// If the host is a gateway in front of Microsoft Graph, set the scope of Microsoft Graph instead, with
    /// [`ClientBuilder::scope`](crate::client::ClientBuilder::scope).
    ///
    /// ```
    /// assert_eq!(graph_core::Host::global().default_scope(), "https://graph.microsoft.com/.default");
    /// ```
    pub fn default_scope(&self) -> String {
        format!("{}/.default", self.origin)
    }
}

impl Default for Host {
    /// Returns [`Host::global`].
    fn default() -> Self {
        Self::global()
    }
}

impl FromStr for Host {
    type Err = HostError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, HostError> {
        let uri: Uri = text.parse().map_err(|_| HostError::NotAUrl)?;
        let host = Self::of(&uri)?;
        if uri.path().len() > 1 || uri.query().is_some() {
            return Err(HostError::MoreThanAHost);
        }
        Ok(host)
    }
}

impl Host {
    /// Returns the host of a URL, in lower case and without the default port, so that equal hosts compare equal.
    #[inline]
    pub(crate) fn of(uri: &Uri) -> Result<Self, HostError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else { return Err(HostError::NotAUrl) };
        if authority.as_str().contains('@') {
            return Err(HostError::MoreThanAHost);
        }
        let host = authority.host();
        let port_is_no_number = authority.as_str().len() > host.len() && authority.port_u16().is_none();
        let is_named = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_[:]".contains(&byte));
        if !is_named || port_is_no_number {
            return Err(HostError::NotAUrl);
        }
        if *scheme == Scheme::HTTP && !is_loopback(host) {
            return Err(HostError::NotEncrypted);
        }
        if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
            return Err(HostError::NotAUrl);
        }
        let default_port = if *scheme == Scheme::HTTP { 80 } else { 443 };
        let port = authority.port_u16().filter(|port| *port != default_port).map_or_else(String::new, |port| format!(":{port}"));
        let authority = Authority::try_from(host.to_ascii_lowercase() + &port).map_err(|_| HostError::NotAUrl)?;
        Ok(Self::new(scheme.clone(), authority))
    }
}

#[inline]
fn is_loopback(host: &str) -> bool {
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || v6.and_then(|host| host.parse::<Ipv6Addr>().ok()).is_some_and(|address| address.is_loopback())
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Host({})", self.origin)
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAUrl => {
                "a host is `https://` and a host name, or `http://` and a loopback host: write `https://graph.microsoft.com`"
            }
            Self::NotEncrypted => {
                "the token must be encrypted: write `https`; only 127.0.0.1, [::1] and localhost may use `http`"
            }
            Self::MoreThanAHost => "a host cannot have a user name, a path or a query: write `https://graph.microsoft.com`",
        })
    }
}

impl std::error::Error for HostError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_https_or_this_machine() {
        let accepted = [
            ("https://graph.microsoft.com", "https://graph.microsoft.com"),
            ("https://graph.microsoft.com/", "https://graph.microsoft.com"),
            ("HTTPS://Graph.Microsoft.COM:443", "https://graph.microsoft.com"),
            ("https://proxy.example:8443", "https://proxy.example:8443"),
            ("http://127.0.0.1:1234", "http://127.0.0.1:1234"),
            ("http://127.1.2.3", "http://127.1.2.3"),
            ("http://[::1]:80/", "http://[::1]"),
            ("http://localhost:8080", "http://localhost:8080"),
        ];
        for (text, origin) in accepted {
            assert_eq!(text.parse::<Host>().unwrap().as_str(), origin, "{text}");
        }
    }

    #[test]
    fn a_host_that_would_leak_the_token_is_refused() {
        use HostError::*;
        let refused = [
            ("http://graph.microsoft.com", NotEncrypted),
            ("http://localhost.example", NotEncrypted),
            ("http://127.0.0.1.example", NotEncrypted),
            ("http://10.0.0.1", NotEncrypted),
            ("http://[::2]", NotEncrypted),
            ("https://graph.microsoft.com@evil.example", MoreThanAHost),
            ("http://127.0.0.1@evil.example", MoreThanAHost),
            ("https://graph.microsoft.com/v1.0", MoreThanAHost),
            ("https://graph.microsoft.com?x", MoreThanAHost),
            ("ftp://graph.microsoft.com", NotAUrl),
            ("graph.microsoft.com", NotAUrl),
            ("/v1.0", NotAUrl),
            ("https://", NotAUrl),
            ("https://:443", NotAUrl),
            ("https://graph.microsoft.com:", NotAUrl),
            ("https://graph.microsoft.com:port", NotAUrl),
            ("https://graph.microsoft.com:99999", NotAUrl),
            ("https://gräph.example", NotAUrl),
            ("https://gr%61ph.microsoft.com", NotAUrl),
            ("", NotAUrl),
        ];
        for (text, error) in refused {
            assert_eq!(text.parse::<Host>(), Err(error), "{text}");
        }
    }
}
