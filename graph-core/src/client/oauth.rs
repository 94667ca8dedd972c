//! Signing in without the Azure SDK: as an app with a secret, or as a user with a code.

mod client_secret;
mod device_code;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AuthType, ClientId, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, ErrorResponse, HttpRequest, HttpResponse,
    RequestTokenError, TokenResponse, TokenUrl,
};

use super::{AccessToken, CredentialError, Host};
use crate::error::one_line;
use crate::model::id::Id;
use crate::transport::{Transport, TransportError};

pub use client_secret::ClientSecretCredential;
pub use device_code::{DeviceCodeCredential, DeviceCodePrompt};

type Client = BasicClient<EndpointNotSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// An app that is registered in Microsoft Entra, and where it signs in.
///
/// ```
/// use graph_core::auth::EntraApp;
///
/// let app = EntraApp::new("contoso.onmicrosoft.com", "11111111-2222-3333-4444-555555555555");
/// let in_us_gov = app.login_host("https://login.microsoftonline.us".parse()?);
/// # Ok::<(), graph_core::client::HostError>(())
/// ```
#[derive(Clone, Debug)]
pub struct EntraApp {
    tenant: String,
    client_id: String,
    login_host: Option<Host>,
}

impl EntraApp {
    /// An app by its tenant, a domain or a GUID, and its own (client) id.
    pub fn new(tenant: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self { tenant: tenant.into(), client_id: client_id.into(), login_host: None }
    }

    /// Where it signs in; `https://login.microsoftonline.com` unless set. National clouds have their own, such as
    /// `https://login.microsoftonline.us` and `https://login.chinacloudapi.cn`.
    #[must_use]
    pub fn login_host(self, login_host: Host) -> Self {
        Self { login_host: Some(login_host), ..self }
    }

    fn client(&self) -> Result<Client, CredentialError> {
        let tenant = Id::new(self.tenant.clone()).map_err(|_| CredentialError::new("the tenant is a domain or a GUID"))?;
        let host = self.login_host.as_ref().map_or("https://login.microsoftonline.com", Host::as_str);
        let endpoint = |name| format!("{host}/{}/oauth2/v2.0/{name}", tenant.encode());
        let unusable = |error| CredentialError::new("the login host makes no URL").with_source(error);
        let token = TokenUrl::new(endpoint("token")).map_err(unusable)?;
        let device = DeviceAuthorizationUrl::new(endpoint("devicecode")).map_err(unusable)?;
        let client = BasicClient::new(ClientId::new(self.client_id.clone()));
        Ok(client.set_token_uri(token).set_device_authorization_url(device).set_auth_type(AuthType::RequestBody))
    }
}

/// Sends what the OAuth library asks to be sent.
async fn send(transport: Arc<dyn Transport>, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let response = transport.send(request.map(Bytes::from)).await?;
    Ok(response.map(|body| body.to_vec()))
}

fn access_token(response: &BasicTokenResponse) -> Result<AccessToken, CredentialError> {
    let token = AccessToken::new(response.access_token().secret().as_str())?;
    Ok(token.expires_in(response.expires_in().unwrap_or(Duration::from_secs(3600))))
}

/// What the login service says, and never what it sent: that may be half a token.
fn describe<T: ErrorResponse + 'static>(error: RequestTokenError<TransportError, T>) -> CredentialError {
    match error {
        RequestTokenError::ServerResponse(refusal) => CredentialError::new(one_line(&refusal.to_string(), 300)),
        RequestTokenError::Request(error) => CredentialError::new("the login service cannot be reached").with_source(error),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            CredentialError::new("the answer of the login service is none that OAuth knows")
        }
    }
}
