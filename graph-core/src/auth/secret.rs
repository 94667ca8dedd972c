//! Secret text, which `Debug` does not print and which is wiped from memory.

use std::fmt;

use zeroize::Zeroizing;

/// A secret text. `Debug` does not print the text, and its memory is overwritten when the value is dropped.
///
/// ```
/// use graph_core::auth::Secret;
///
/// let secret = Secret::from("p4ssw0rd".to_owned());
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(secret.reveal(), "p4ssw0rd");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns the secret text. If you copy the text, the copy is not wiped from memory.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_wiped_and_not_shown() {
        fn is_wiped<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        let secret = Secret::from("p4ssw0rd");
        is_wiped(&secret.0);
        assert_eq!((format!("{secret:?} {:#?}", Some(secret.clone())).contains("p4ss"), secret.reveal()), (false, "p4ssw0rd"));
    }
}
