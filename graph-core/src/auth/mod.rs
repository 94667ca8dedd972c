//! Credentials, which provide the client's access tokens.
//!
//! A [`Credential`] returns an [`AccessToken`] for each request. [`Cached`] caches tokens until shortly before they expire. If the service
//! refuses a token (401), the client asks the credential once for another token.
//!
//! | to sign in with | use |
//! |---|---|
//! | a token that you already have | [`StaticToken`] |
//! | an app's client secret | `ClientSecretCredential` (feature `oauth`) |
//! | a user, who types a code into a web page | `DeviceCodeCredential` (feature `oauth`) |
//! | a managed identity, a certificate, developer tools | `AzureCredential` (feature `azure`) |
//! | anything else | your own implementation of [`Credential`], wrapped in [`Cached`] |

#[cfg(feature = "azure")]
pub(crate) mod azure;
pub(crate) mod cache;
pub(crate) mod challenge;
pub(crate) mod credential;
pub(crate) mod host;
#[cfg(feature = "oauth")]
pub(crate) mod oauth;
pub(crate) mod renew;
pub(crate) mod secret;

pub use crate::error::credential::CredentialError;
#[cfg(feature = "azure")]
pub use azure::AzureCredential;
pub use cache::Cached;
pub use credential::{AccessToken, Credential, StaticToken, TokenFuture, TokenRequest};
#[cfg(feature = "oauth")]
pub use oauth::{ClientSecretCredential, DeviceCodeCredential, DeviceCodePrompt, EntraApp};
pub use secret::Secret;
