//! One change of a collection.

use std::fmt;

use crate::error::sanitise::one_line;
use crate::model::decoded::{Decoded, TextError};
use crate::model::partial::Partial;
use crate::model::read_error::{Problem, ReadError};
use crate::model::structured::Structured;

/// A change of a collection; see [`Client::delta`](crate::Client::delta).
///
/// Apply the changes in their order. A service may report a change twice, so a repeated change must do no harm.
///
/// ```
/// # use graph_core::{GraphEntity, property};
/// use std::collections::HashMap;
///
/// use graph_core::client::Change;
///
/// #[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// pub struct User {
///     #[graph(key)]
///     pub id: String,
///     pub display_name: Option<String>,
/// }
///
/// fn merge(change: Change<User>, users: &mut HashMap<String, User>) -> Result<(), Box<dyn std::error::Error>> {
///     match change {
///         Change::Changed(user) => {
///             let id = user.get(&property!(User, id))?.ok_or("a change without a key")?;
///             user.apply(users.entry(id).or_default())?; // a new user starts as its `Default` value
///         }
///         Change::Removed { id, .. } => drop(users.remove(&id)),
///     }
///     Ok(())
/// }
///
/// let mut users = HashMap::new();
/// merge(Change::Changed(serde_json::from_str(r#"{"id": "1", "displayName": "Ada"}"#)?), &mut users)?;
/// assert_eq!(users["1"].display_name.as_deref(), Some("Ada"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub enum Change<E> {
    /// The entity is new or has changed. The service sends its key and, depending on the resource, the changed properties or all of them.
    ///
    /// [`Partial::get`] reads one property, such as the key. [`Partial::apply`] merges all into a stored entity.
    /// [`Partial::annotations`] contains the changes of a navigation property, such as `members@delta`.
    Changed(Partial<E>),
    /// The entity is no longer in the collection (`@removed`).
    Removed {
        /// The entity's key.
        id: String,
        /// Why the entity is no longer in the collection.
        reason: RemovalReason,
    },
}

/// Why an entity is no longer in a collection: the property `reason` of `@removed`.
///
/// Source: [Delta query](https://learn.microsoft.com/graph/delta-query-overview#resource-representation-in-the-delta-query-response).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RemovalReason {
    /// The entity was deleted and cannot be restored (`deleted`).
    Deleted,
    /// The entity was deleted but can be restored, or it no longer belongs to the collection (`changed`).
    Changed,
    /// Another text. It is empty if the service gives no reason.
    Other(String),
}

impl<E: Structured> Change<E> {
    /// Decodes an element of a page of changes.
    pub(super) fn read(text: &[u8]) -> Result<Decoded<Self>, TextError> {
        let error = match Decoded::read(text, Partial::read) {
            Ok(Decoded { value, etag }) => return Ok(Decoded { value: Self::Changed(value), etag }),
            Err(TextError::Value(error)) => error,
            Err(error) => return Err(error),
        };
        let removed = error.into_removed()?;
        let Some(id) = removed.id else {
            let key = E::DECLARATION.properties.iter().find(|property| property.key).map_or("id", |property| property.name);
            return Err(ReadError::new(Problem::Missing).at_property(key).into());
        };
        let reason = RemovalReason::new(removed.reason.unwrap_or_default());
        Ok(Decoded { value: Self::Removed { id, reason }, etag: None })
    }
}

impl RemovalReason {
    fn new(text: String) -> Self {
        match text.as_str() {
            "deleted" => Self::Deleted,
            "changed" => Self::Changed,
            _ => Self::Other(text),
        }
    }

    /// Returns the text that the service sends, such as `deleted`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Deleted => "deleted",
            Self::Changed => "changed",
            Self::Other(text) => text,
        }
    }
}

/// Writes the reason as one line.
impl fmt::Display for RemovalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(self.as_str(), 300))
    }
}

impl<E> Clone for Change<E> {
    fn clone(&self) -> Self {
        match self {
            Self::Changed(properties) => Self::Changed(properties.clone()),
            Self::Removed { id, reason } => Self::Removed { id: id.clone(), reason: reason.clone() },
        }
    }
}

impl<E> PartialEq for Change<E> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Changed(own), Self::Changed(other)) => own == other,
            (Self::Removed { id, reason }, Self::Removed { id: other, reason: why }) => (id, reason) == (other, why),
            _ => false,
        }
    }
}

impl<E: Structured> fmt::Debug for Change<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(properties) => f.debug_tuple("Changed").field(properties).finish(),
            Self::Removed { id, reason } => f.debug_struct("Removed").field("id", id).field("reason", reason).finish(),
        }
    }
}
