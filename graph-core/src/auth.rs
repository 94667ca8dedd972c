//! Credentials: where the tokens of a client come from.

#[cfg(feature = "azure")]
pub use crate::client::azure::AzureCredential;
pub use crate::client::cached::Cached;
pub use crate::client::credential::{AccessToken, Credential, CredentialError, StaticToken, TokenFuture, TokenRequest};
#[cfg(feature = "oauth")]
pub use crate::client::oauth::{ClientSecretCredential, DeviceCodeCredential, DeviceCodePrompt, EntraApp};
pub use crate::client::secret::Secret;
