//! The error of a credential.

use std::fmt;
use std::sync::Arc;

use super::sanitise::one_line;

/// The error of a credential that cannot provide an access token.
///
/// ```
/// use graph_core::auth::CredentialError;
///
/// let error = CredentialError::new("the vault is sealed: unseal it").with_source(std::io::Error::other("403"));
/// assert_eq!(error.to_string(), "no token: the vault is sealed: unseal it");
/// ```
#[derive(Clone, Debug)]
pub struct CredentialError {
    message: String,
    is_permanent: bool,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl CredentialError {
    /// Creates an error with this message. The message must not contain a secret; line breaks in it become spaces.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: one_line(&message.into(), 500), is_permanent: false, source: None }
    }

    /// Marks this failure as permanent: another attempt to get a token would fail too, for example because of a wrong secret.
    ///
    /// Callers treat a failure without the mark as transient, such as an outage.
    #[must_use]
    pub fn permanent(self) -> Self {
        Self { is_permanent: true, ..self }
    }

    /// Returns whether another attempt to get a token would fail too, so that the credential itself has to be changed.
    pub fn is_permanent(&self) -> bool {
        self.is_permanent
    }

    /// Sets the error of an underlying library as the source of this error. The text of the library's error must not contain a secret.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token: {}", self.message)
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
