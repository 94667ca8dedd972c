//! An app registration in Microsoft Entra and its endpoints.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::auth::host::Host;
use crate::error::credential::CredentialError;
use crate::model::id::Id;

/// The characters that `application/x-www-form-urlencoded` encodes, see <https://url.spec.whatwg.org/#application/x-www-form-urlencoded>.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// An app registration in Microsoft Entra, and the login host of its cloud.
///
/// ```
/// use graph_core::auth::EntraApp;
///
/// let app = EntraApp::new("contoso.onmicrosoft.com", "11111111-2222-3333-4444-555555555555");
/// let in_us_gov = app.login_host("https://login.microsoftonline.us".parse()?);
/// # Ok::<(), graph_core::client::HostError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntraApp {
    tenant: String,
    client_id: String,
    login_host: Option<Host>,
}

impl EntraApp {
    /// Creates an app registration from its tenant (a domain or a GUID) and its client id. The login host is the one of the global cloud.
    pub fn new(tenant: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self { tenant: tenant.into(), client_id: client_id.into(), login_host: None }
    }

    /// Sets the host of the login service; the default is `https://login.microsoftonline.com`. National clouds have their own, such as
    /// `https://login.microsoftonline.us` and `https://login.chinacloudapi.cn`.
    #[must_use]
    pub fn login_host(self, login_host: Host) -> Self {
        Self { login_host: Some(login_host), ..self }
    }

    /// Creates a request that sends a form to an endpoint of the login service. The form has these fields, the client id, and the claims that
    /// the token must have, if there are any.
    pub(super) fn form(
        &self,
        endpoint: &str,
        fields: &[(&str, &str)],
        claims: Option<&str>,
    ) -> Result<http::Request<Bytes>, CredentialError> {
        let tenant = Id::new(self.tenant.clone());
        let tenant = tenant.map_err(|_| CredentialError::new("the tenant must be a domain or a GUID").permanent())?;
        let host = self.login_host.as_ref().map_or("https://login.microsoftonline.com", Host::as_str);
        let mut form = format!("client_id={}", utf8_percent_encode(&self.client_id, FORM));
        for (name, value) in fields.iter().copied().chain(claims.map(|claims| ("claims", claims))) {
            form.extend(["&", name, "="].into_iter().chain(utf8_percent_encode(value, FORM)));
        }
        let post = http::Request::post(format!("{host}/{}/oauth2/v2.0/{endpoint}", tenant.encode()))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let unusable = |error| CredentialError::new("the login host does not form a valid URL").with_source(error).permanent();
        post.body(form.into()).map_err(unusable)
    }
}
