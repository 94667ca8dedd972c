//! An app registration in Microsoft Entra and its endpoints.

use oauth2::basic::BasicClient;
use oauth2::{AuthType, ClientId, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, TokenUrl};

use crate::auth::host::Host;
use crate::error::credential::CredentialError;
use crate::model::id::Id;

/// A client of the `oauth2` crate that has a token endpoint and a device authorization endpoint.
pub(super) type OauthClient = BasicClient<EndpointNotSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

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

    pub(super) fn client(&self) -> Result<OauthClient, CredentialError> {
        let tenant = Id::new(self.tenant.clone());
        let tenant = tenant.map_err(|_| CredentialError::new("the tenant must be a domain or a GUID").permanent())?;
        let host = self.login_host.as_ref().map_or("https://login.microsoftonline.com", Host::as_str);
        let endpoint = |name| format!("{host}/{}/oauth2/v2.0/{name}", tenant.encode());
        let unusable = |error| CredentialError::new("the login host does not form a valid URL").with_source(error).permanent();
        let token = TokenUrl::new(endpoint("token")).map_err(unusable)?;
        let device = DeviceAuthorizationUrl::new(endpoint("devicecode")).map_err(unusable)?;
        let client = BasicClient::new(ClientId::new(self.client_id.clone()));
        Ok(client.set_token_uri(token).set_device_authorization_url(device).set_auth_type(AuthType::RequestBody))
    }
}
