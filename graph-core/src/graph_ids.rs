//! The macro `graph_ids!`. Apart from `model::id`, since it expands through `__private`, which imports that file.

/// Declares id types, one per kind of key, so that ids of different kinds cannot be mixed up.
///
/// Each type checks its text like [`Id::new`](crate::model::Id::new).
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
#[macro_export]
macro_rules! graph_ids {
    ($($tokens:tt)*) => {
        $crate::__private::ids! { $crate $($tokens)* }
    };
}
