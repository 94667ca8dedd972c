//! Sign-in without the Azure SDK: as an app with a secret, or as a user with a device code.

pub(crate) mod app;
pub(crate) mod client_secret;
pub(crate) mod device_code;
pub(crate) mod exchange;
#[cfg(test)]
mod tests;

pub use app::EntraApp;
pub use client_secret::ClientSecretCredential;
pub use device_code::{DeviceCodeCredential, DeviceCodePrompt};
