//! The JSON types that the whole crate uses.

/// Any JSON value; objects keep the order of their keys.
pub type Json = serde_json::Value;

/// The undeclared properties of an object, in the order in which they arrived: the type of a field with `#[graph(additional)]`.
///
/// Annotations (names with `@`) are left out. If an undeclared property has the name of a declared one, only the declared one is written.
/// The patch of a type with such a field has the setter `set_additional`:
///
/// ```
/// use graph_core::{Additional, GraphEntity};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
///     #[graph(additional)]
///     additional: Additional,
/// }
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let patch = Group::patch().display_name("All staff").set_additional("theme", "Teal");
/// let body = r##"{"@odata.type":"#microsoft.graph.group","displayName":"All staff","theme":"Teal"}"##;
/// assert_eq!(serde_json::to_string(&patch)?, body);
/// # Ok(())
/// # }
/// ```
pub type Additional = serde_json::Map<String, Json>;
