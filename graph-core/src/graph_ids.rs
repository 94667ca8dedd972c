//! The macro `graph_ids!`. It is not in `model::id` because it expands through `__private`, which imports `model::id`.

/// Declares id types, one for each kind of entity, so that a user's id cannot be passed where a group's id is expected.
///
/// The constructor `new` checks its text as [`Id::new`](crate::model::Id::new) does.
///
/// ```
/// graph_core::graph_ids! {
///     /// The key of a device configuration.
///     pub DeviceConfigurationId;
///     pub UserId;
/// }
/// let id = DeviceConfigurationId::new("a1b2")?;
/// assert_eq!(id.as_str(), "a1b2");
/// assert!(UserId::new("..").is_err());
/// # Ok::<(), graph_core::model::IdError>(())
/// ```
///
/// # Output
///
/// A tuple struct for each name, with `new`, `as_str`, [`GraphId`](crate::model::GraphId), `Display`, `FromStr`, `Clone`, `Debug`,
/// `Eq`, `Ord`, `Hash`, `Serialize` and `Deserialize`.
///
/// ```
/// use std::collections::BTreeSet;
///
/// graph_core::graph_ids! { pub UserId; }
///
/// let ids: BTreeSet<UserId> = ["b", "a"].into_iter().map(str::parse).collect::<Result<_, _>>()?;
/// assert_eq!(serde_json::to_string(&ids).ok().as_deref(), Some(r#"["a","b"]"#));
/// # Ok::<(), graph_core::model::IdError>(())
/// ```
///
/// # Syntax
///
/// Each declaration has optional attributes, an optional visibility, a name in PascalCase, and `;`. The name has to match a placeholder:
/// `{userId}` in a template of [`graph_paths`](macro@crate::graph_paths) takes a `&UserId`.
///
/// ```
/// use graph_core::{GraphEntity, graph_ids, graph_paths};
///
/// graph_ids! {
///     /// The key of a user.
///     UserId;
/// }
///
/// #[graph_paths(v1, "/users/{userId}")]
/// #[derive(GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// struct User {
///     #[graph(key)]
///     id: String,
/// }
///
/// let path = User::v1().users(&UserId::new("ada@example.com")?);
/// # let _ = path;
/// # Ok::<(), graph_core::model::IdError>(())
/// ```
#[macro_export]
macro_rules! graph_ids {
    ($($tokens:tt)*) => {
        $crate::__private::ids! { $crate $($tokens)* }
    };
}

/// Implements an id type that `graph_ids!` declares.
#[doc(hidden)]
#[macro_export]
macro_rules! __id {
    ($visibility:vis $name:ident) => {
        #[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
        const _: () = {
            // A constant of the user named `text` would turn the argument into a pattern.
            $crate::__hide!(text);
            impl $name {
                /// Creates an id from this text; see `graph_core::model::Id::new`.
                ///
                /// # Errors
                /// Fails if the text is empty, `.` or `..`, or contains a control character.
                $visibility fn new(
                    text: impl ::core::convert::Into<$crate::__private::String>,
                ) -> ::core::result::Result<Self, $crate::model::IdError> {
                    ::core::result::Result::map($crate::model::Id::new(text), Self)
                }

                /// Returns the text of the id, not percent-encoded.
                $visibility fn as_str(&self) -> &::core::primitive::str {
                    self.0.as_str()
                }
            }
            impl $crate::model::GraphId for $name {
                fn as_id(&self) -> &$crate::model::Id {
                    &self.0
                }
            }
            impl ::core::fmt::Display for $name {
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __f.write_str(self.0.as_str())
                }
            }
            impl ::core::str::FromStr for $name {
                type Err = $crate::model::IdError;
                fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, $crate::model::IdError> {
                    Self::new(text)
                }
            }
            impl ::core::convert::TryFrom<$crate::__private::String> for $name {
                type Error = $crate::model::IdError;
                fn try_from(text: $crate::__private::String) -> ::core::result::Result<Self, $crate::model::IdError> {
                    Self::new(text)
                }
            }
            impl ::core::convert::AsRef<::core::primitive::str> for $name {
                fn as_ref(&self) -> &::core::primitive::str {
                    self.0.as_str()
                }
            }
            impl $crate::__private::Serialize for $name {
                fn serialize<S: $crate::__private::Serializer>(
                    &self,
                    __serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::__private::Serialize::serialize(&self.0, __serializer)
                }
            }
            impl<'de> $crate::__private::Deserialize<'de> for $name {
                fn deserialize<D: $crate::__private::Deserializer<'de>>(
                    __deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    $crate::__private::Deserialize::deserialize(__deserializer).map(Self)
                }
            }
        };
    };
}
