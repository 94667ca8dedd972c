//! The macros that name properties through the fields that declare them.

/// Returns the [`PropertyPath`](crate::query::PropertyPath) of the property that a field declares.
///
/// The path knows the type of the field. Editors complete and rename the field, and a field that does not exist is a compile error:
///
/// ```
/// use graph_core::{GraphComplex, GraphEntity, property};
///
/// #[derive(Clone, Debug, GraphComplex)]
/// #[graph(odata_type = "microsoft.graph.physicalAddress")]
/// struct Address {
///     city: Option<String>,
/// }
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// struct User {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
///     address: Option<Address>,
/// }
///
/// assert_eq!(property!(User, display_name).as_str(), "displayName");
/// assert_eq!(property!(User, address.city).as_str(), "address/city");
/// ```
///
/// ```compile_fail
/// # use graph_core::{GraphEntity, property};
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.user")]
/// # struct User {
/// #     #[graph(key)]
/// #     id: String,
/// # }
/// property!(User, display_nam);
/// ```
///
/// For a name that is known only at run time, see [`PropertyName::find`](crate::query::PropertyName::find) and
/// [`PropertyPath::undeclared`](crate::query::PropertyPath::undeclared).
#[macro_export]
macro_rules! property {
    ($entity:ty, $field:ident $(. $inner:ident)* $(,)?) => {{
        // A named constant: `cargo check` does not evaluate the unnamed one. It has the first field only, because rustc checks the types in
        // both constants and would report a mistake in the rest of the path twice.
        const _: $crate::query::FieldNames =
            $crate::query::TypedFields::<$entity, _>::first(|it| &it.$field, stringify!($field))
                .declared(concat!(
                    "`",
                    stringify!($field),
                    "` declares no property: for an undeclared property, write `PropertyPath::undeclared(name)`"
                ));
        $crate::query::PropertyPath::of_fields(const {
            $crate::query::TypedFields::<$entity, _>::first(|it| &it.$field, stringify!($field))
                $(.then(|it| &it.$inner, stringify!($inner)))*
        })
    }};
    ($entity:ty, $name:literal $($rest:tt)*) => {
        $crate::__private::error_at!($name, "expected the field that declares the property, without quotes, such as `{}`")
    };
    ($entity:ident . $($rest:tt)*) => {
        $crate::__private::error_at!($entity, "expected a comma after the entity, as in `property!(Group, display_name)`")
    };
    ($field:ident) => {
        $crate::__private::error_at!($field, "expected an entity and its field, as in `property!(Group, display_name)`")
    };
}

/// Returns the [`PropertyName`](crate::query::PropertyName)s of the properties that fields declare, as an array for `select`.
///
/// ```
/// # use graph_core::{GraphEntity, properties};
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.user")]
/// # struct User {
/// #     #[graph(key)]
/// #     id: String,
/// #     display_name: Option<String>,
/// # }
/// let names = properties!(User, id, display_name);
/// assert_eq!(names.map(|name| name.to_string()), ["id", "displayName"]);
/// ```
#[macro_export]
macro_rules! properties {
    ($entity:ty, $($field:ident $(. $inner:ident)*,)* $name:literal $($rest:tt)*) => {
        $crate::__private::error_at!($name, "expected the field that declares the property, without quotes, such as `{}`")
    };
    ($entity:ty, $($field:ident $(. $inner:ident)*),+ $(,)?) => {
        [$($crate::property!($entity, $field $(. $inner)*).name()),+]
    };
    ($entity:ident . $($rest:tt)*) => {
        $crate::__private::error_at!($entity, "expected a comma after the entity, as in `properties!(Group, id, display_name)`")
    };
    ($field:ident) => {
        $crate::__private::error_at!($field, "expected an entity and its fields, as in `properties!(Group, id, display_name)`")
    };
}
