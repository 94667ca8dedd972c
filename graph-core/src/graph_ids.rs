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
