//! Links that a program can store: to a page of a list, and to later changes.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use http::Uri;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::auth::host::Host;
use crate::error::sanitise::one_line;

/// Defines a type of links, which contain the URL as text. The type parameter is the type of the values that the link leads to.
macro_rules! stored_link {
    ($(#[$docs:meta])* $link:ident<$parameter:ident>) => {
        $(#[$docs])*
        pub struct $link<$parameter> {
            url: String,
            of: PhantomData<fn() -> $parameter>,
        }

        impl<$parameter> $link<$parameter> {
            /// Creates a link from the text that [`as_str`](Self::as_str) returned. The text is not checked here: a request checks it before
            /// it sends anything.
            pub fn new(url: impl Into<String>) -> Self {
                Self { url: url.into(), of: PhantomData }
            }

            /// Returns the URL. Its query contains a token of the service.
            pub fn as_str(&self) -> &str {
                &self.url
            }
        }

        impl<$parameter> Clone for $link<$parameter> {
            fn clone(&self) -> Self {
                Self::new(&*self.url)
            }
        }

        impl<$parameter> PartialEq for $link<$parameter> {
            fn eq(&self, other: &Self) -> bool {
                self.url == other.url
            }
        }

        impl<$parameter> Eq for $link<$parameter> {}

        impl<$parameter> Hash for $link<$parameter> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.url.hash(state);
            }
        }

        /// Writes the URL without its query.
        impl<$parameter> fmt::Debug for $link<$parameter> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({}…)", stringify!($link), without_query(&self.url))
            }
        }

        impl<$parameter> Serialize for $link<$parameter> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.url)
            }
        }

        /// Accepts any string, like `new`.
        impl<'de, $parameter> Deserialize<'de> for $link<$parameter> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::new)
            }
        }
    };
}

stored_link! {
    /// The URL of one page of a list (`@odata.nextLink`). A program can store it and continue after a restart with
    /// [`Client::list_from`](super::Client::list_from).
    ///
    /// `T` is the type of the page's elements. A link that Microsoft Graph returned works for a limited time only. `Debug` does not print
    /// the query, which contains a token of the service.
    ///
    /// ```
    /// use graph_core::client::PageLink;
    /// # use graph_core::Json;
    /// # type Group = Json;
    ///
    /// let link: PageLink<Group> = PageLink::new("https://graph.microsoft.com/v1.0/groups?$skiptoken=s3cret");
    /// let stored = serde_json::to_string(&link)?;
    /// assert_eq!(serde_json::from_str::<PageLink<Group>>(&stored)?, link);
    /// assert_eq!(format!("{link:?}"), "PageLink(https://graph.microsoft.com/v1.0/groups…)");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    PageLink<T>
}

stored_link! {
    /// The URL of the changes after a point in time (`@odata.deltaLink`). A program can store it and ask for later changes after a restart.
    ///
    /// `E` is the type of the changed entities. A link that Microsoft Graph returned works for a limited time only. `Debug` does not print
    /// the query, which contains a token of the service.
    ///
    /// ```
    /// use graph_core::client::DeltaLink;
    /// # use graph_core::Json;
    /// # type User = Json;
    ///
    /// let link: DeltaLink<User> = DeltaLink::new("https://graph.microsoft.com/v1.0/users/delta?$deltatoken=s3cret");
    /// let stored = serde_json::to_string(&link)?;
    /// assert_eq!(serde_json::from_str::<DeltaLink<User>>(&stored)?, link);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    DeltaLink<E>
}

/// Returns the scheme, the host and the path of a URL as one line. Returns an empty string if the text is not a URL or contains a user
/// name.
#[inline]
fn without_query(url: &str) -> String {
    let Ok(uri) = url.parse::<Uri>() else { return String::new() };
    Host::of(&uri).map_or_else(|_| String::new(), |host| one_line(&[host.as_str(), uri.path()].concat(), 300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_a_token_nor_a_user_name_nor_a_control_character() {
        for (url, shown) in [
            ("https://graph.microsoft.com/v1.0/users?$skiptoken=s3cret", "https://graph.microsoft.com/v1.0/users…"),
            ("https://me:s3cret@graph.microsoft.com/v1.0/users", "…"),
            ("https://graph.microsoft.com/\r\nAuthorization: s3cret", "…"),
            ("https://graph.microsoft.com/\u{1b}[2Js3cret", "…"),
            ("https://graph.microsoft.com/v1.0/\u{9b}2J\u{202e}a?s3cret", "https://graph.microsoft.com/v1.0/ 2J a…"),
            ("javascript:s3cret", "…"),
            ("", "…"),
        ] {
            assert_eq!(format!("{:?}", PageLink::<()>::new(url)), format!("PageLink({shown})"));
            assert_eq!(format!("{:?}", DeltaLink::<()>::new(url)), format!("DeltaLink({shown})"));
        }
    }
}
