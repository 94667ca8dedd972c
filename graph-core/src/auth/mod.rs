//! Credentials: where the client's access tokens come from.
//!
//! A [`Credential`] returns an [`AccessToken`] for each request. [`Cached`] remembers tokens until shortly before they expire; if the
//! service refuses a token (401), the client asks the credential once more.
//!
//! | to use | take |
//! |---|---|
//! | a token that you already have | [`StaticToken`] |
//! | an app's secret | `ClientSecretCredential` (feature `oauth`) |
//! | a user at another device | `DeviceCodeCredential` (feature `oauth`) |
//! | a managed identity, a certificate, developer tools | `AzureCredential` (feature `azure`) |
//! | anything else | an implementation of [`Credential`], in [`Cached`] |

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
