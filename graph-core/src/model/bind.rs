//! Links to existing entities inside the body of a creation or an update: the annotation `@odata.bind`.

use super::into_property::ToChange;
use super::json::Json;
use super::partial::Partial;
use super::path::Path;
use super::structured::Structured;

/// An owned or borrowed path that a `bind_…` method of a patch accepts for a navigation property of type `T`. For a collection, the method
/// takes an iterator of paths.
///
/// The body of a creation may link any navigation property. The body of an update may link only a single-valued property, whose linked
/// entity it replaces. To change a collection, use [`Client::add_link`](crate::Client::add_link).
///
/// ```
/// use graph_core::{Expanded, GraphEntity, graph_ids, graph_paths};
///
/// graph_ids! { pub UserId; }
///
/// #[derive(Clone, Debug, PartialEq, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// #[graph_paths(v1, "/users/{userId}")]
/// pub struct User {
///     #[graph(key)]
///     pub id: String,
/// }
///
/// #[derive(Clone, Debug, PartialEq, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group", tag = "never")]
/// pub struct Group {
///     #[graph(key)]
///     pub id: String,
///     #[graph(bind)]
///     pub members: Option<Expanded<User>>,
///     #[graph(bind)]
///     pub created_by: Option<Box<User>>,
/// }
///
/// let [alice, bob] = [UserId::new("alice")?, UserId::new("bob")?].map(|id| User::v1().users(&id));
/// let group = Group::patch().bind_created_by(&alice).bind_members([alice, bob]);
/// let json = r#"{"createdBy@odata.bind":"/v1.0/users/alice","members@odata.bind":["/v1.0/users/alice","/v1.0/users/bob"]}"#;
/// assert_eq!(serde_json::to_string(&group)?, json); // the client writes its host before each path
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a navigation property of type `{T}`",
    label = "expected a path to `{T}`",
    note = "if `{T}` is an enum of subtypes, write `.to_base::<{T}>()` after a path to one of them"
)]
pub trait BindTarget<T>: ToUrl<T> {}

#[diagnostic::do_not_recommend]
impl<T, P: ToUrl<T>> BindTarget<T> for P {}

/// Converts a path to the URL in an annotation `@odata.bind`. Implementing this trait also implements [`BindTarget`].
/// [`ToChange`](super::ToChange) explains why there are two traits.
#[doc(hidden)]
pub trait ToUrl<T> {
    /// Returns the relative URL of the path, which begins with the API version.
    fn to_url(&self) -> Json;
}

impl<T> ToUrl<T> for Path<T> {
    fn to_url(&self) -> Json {
        ["/", self.version().as_str(), self.as_str()].concat().into()
    }
}

impl<T> ToUrl<T> for &Path<T> {
    fn to_url(&self) -> Json {
        (**self).to_url()
    }
}

/// An entity that is a variant of `B`, an enum of subtypes. `#[derive(GraphDerived)]` on the enum implements this trait for the entity of
/// each variant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a variant of `{B}`",
    label = "expected an enum with `#[derive(GraphDerived)]` that has `{Self}` as a variant"
)]
pub trait VariantOf<B> {}

#[diagnostic::do_not_recommend]
impl<E: Structured<Patch: ToChange<B>>, B> VariantOf<B> for E {}

impl<E> Path<E> {
    /// Converts this path to a path to `B`, an enum of subtypes that has `E` as a variant. Paths to different subtypes then have the same
    /// Rust type.
    ///
    /// ```
    /// use graph_core::model::Path;
    /// use graph_core::{GraphDerived, GraphEntity, Untyped, graph_ids, graph_paths};
    ///
    /// graph_ids! { pub UserId; }
    ///
    /// #[derive(Clone, Debug, PartialEq, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject")]
    /// #[graph_paths(v1, "/users/{userId}")]
    /// pub struct User {
    ///     #[graph(key)]
    ///     pub id: String,
    /// }
    ///
    /// #[derive(Clone, Debug, PartialEq, GraphDerived)]
    /// #[graph(base = "microsoft.graph.directoryObject")]
    /// pub enum AnyObject {
    ///     User(User),
    ///     #[graph(other)]
    ///     Other(Untyped),
    /// }
    ///
    /// let object: Path<AnyObject> = User::v1().users(&UserId::new("alice")?).to_base();
    /// assert_eq!(object.as_str(), "/users/alice");
    /// # Ok::<(), graph_core::model::IdError>(())
    /// ```
    pub fn to_base<B>(self) -> Path<B>
    where
        E: VariantOf<B>,
    {
        self.retarget()
    }
}

impl<T: Structured> Partial<T> {
    /// Links a single-valued navigation property: the body of a `bind_…` method. `name` is the property's name with `@odata.bind`.
    #[doc(hidden)]
    pub fn __bind<V>(self, name: &str, target: impl BindTarget<V>) -> Self {
        self.put_additional(name, target.to_url())
    }

    /// Links a navigation property whose value is a collection, as `__bind` does.
    #[doc(hidden)]
    pub fn __bind_all<V>(self, name: &str, targets: impl IntoIterator<Item: BindTarget<V>>) -> Self {
        self.put_additional(name, targets.into_iter().map(|target| target.to_url()).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::{Partial, TagPolicy};
    use crate::testing::{Thing, thing_json};

    const BOUND: &str =
        r#"{"maker@odata.bind":"/v1.0/users/a","parts@odata.bind":["/beta/parts/1","https://elsewhere/v1.0/parts/2","parts/3"]}"#;

    #[test]
    fn only_the_body_of_a_request_has_the_host() {
        let patch: Partial<Thing> = serde_json::from_str(BOUND).unwrap();
        let sent = patch.text(TagPolicy::Never, "https://graph.microsoft.us").unwrap();
        let maker = "https://graph.microsoft.us/v1.0/users/a";
        let parts = ["https://graph.microsoft.us/beta/parts/1", "https://elsewhere/v1.0/parts/2", "parts/3"];
        let expected = json!({"maker@odata.bind": maker, "parts@odata.bind": parts});
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&sent).unwrap(), expected);
        let copied = serde_json::to_value(&patch).unwrap();
        assert_eq!(copied["parts@odata.bind"][0], "/beta/parts/1");
        assert_eq!(serde_json::from_value::<Partial<Thing>>(copied).unwrap(), patch);
    }

    #[test]
    fn a_link_is_no_property() {
        let patch: Partial<Thing> = serde_json::from_str(BOUND).unwrap();
        assert!(!patch.is_empty() && patch.properties().next().is_none() && patch.annotations().next().is_none());
        let before: Thing = serde_json::from_str(&thing_json()).unwrap();
        let mut thing = before.clone();
        patch.apply(&mut thing).unwrap();
        assert_eq!(thing, before);
    }
}
