//! Paths: documented templates whose placeholders are filled with arguments. The type parameter of a path says what the path leads to.

use std::fmt;
use std::marker::PhantomData;

use super::path_argument::{PathArgument, write};
use super::structured::DeclaresPaths;

/// A version of the Microsoft Graph API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiVersion {
    /// `v1.0`
    V1,
    /// `beta`
    Beta,
}

impl ApiVersion {
    /// Returns the version as the first segment of URLs, such as `v1.0`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A path template from Microsoft's API documentation, with placeholders in braces, such as `/users/{userId}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    /// The API version of the path.
    pub version: ApiVersion,
    /// The path after the version, such as `/users/{userId}`; it begins with `/`.
    pub text: &'static str,
}

impl Template {
    /// Returns the template without the text from the byte `end` on.
    pub(crate) fn until(self, end: usize) -> Self {
        Self { text: self.text.get(..end).unwrap_or_default(), ..self }
    }
}

/// An entity or operation with documented paths; `#[graph_paths(...)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no paths",
    label = "declared without `#[graph_paths(...)]`",
    note = "write `#[graph_paths(v1, \"/…\")]` above the declaration, with the templates of its API page"
)]
pub trait GraphPaths: DeclaresPaths {
    /// The texts of the path templates for v1.0, such as `/users/{userId}`.
    const V1_TEMPLATES: &'static [&'static str] = &[];

    /// The texts of the path templates for beta, such as `/users/{userId}`.
    const BETA_TEMPLATES: &'static [&'static str] = &[];

    /// Returns all documented path templates, v1.0 first.
    fn templates() -> impl Iterator<Item = Template> {
        let of = |version, texts: &'static [&'static str]| texts.iter().map(move |text| Template { version, text });
        of(ApiVersion::V1, Self::V1_TEMPLATES).chain(of(ApiVersion::Beta, Self::BETA_TEMPLATES))
    }
}

/// Marks the [`Path`] to the collection of all `E`: the path to an `E` without the key at its end. Requests to it list or create entities.
///
/// Each template that ends in a placeholder has a second constructor, whose name ends in `_collection`.
///
/// ```
/// use graph_core::{GraphEntity, graph_ids, graph_paths};
///
/// graph_ids! { pub GroupId; }
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// #[graph_paths(v1, "/groups/{groupId}")]
/// pub struct Group {
///     #[graph(key)]
///     pub id: String,
/// }
///
/// assert_eq!(Group::v1().groups(&GroupId::new("a1b2")?).as_str(), "/groups/a1b2");
/// assert_eq!(Group::v1().groups_collection().as_str(), "/groups");
/// # Ok::<(), graph_core::model::IdError>(())
/// ```
pub struct Collection<E>(PhantomData<fn() -> E>);

/// Marks the [`Path`] to links: a template that ends in `/$ref`, such as `/groups/{groupId}/members/$ref`. `E` declares the path.
pub struct Reference<E>(PhantomData<fn() -> E>);

/// Marks the [`Path`] to bytes: a template that ends in `/$value`, such as `/users/{userId}/photo/$value`. `E` declares the path.
pub struct Media<E>(PhantomData<fn() -> E>);

/// Marks the [`Path`] to a number of objects: a template that ends in `/$count`, such as `/groups/{groupId}/members/$count`. `E` declares
/// the path.
pub struct Count<E>(PhantomData<fn() -> E>);

/// Marks the [`Path`] to the changes of a collection: a template that ends in `/delta` or `/delta()`, such as `/users/delta`. `E` is the
/// entity that changes. Pass the path to [`Client::delta`](crate::Client::delta).
pub struct Delta<E>(PhantomData<fn() -> E>);

/// A marker of [`Path`]: [`Collection`], [`Reference`], [`Media`], [`Count`] or [`Delta`].
#[doc(hidden)]
pub trait PathMarker {
    /// The entity or operation that declares the path.
    type Of: GraphPaths;
}

macro_rules! markers {
    ($($marker:ident)*) => {$(
        impl<E: GraphPaths> PathMarker for $marker<E> {
            type Of = E;
        }
    )*};
}
markers!(Collection Reference Media Count Delta);

/// A path to an `E`, or to a [`Collection`], [`Reference`], [`Media`], [`Count`] or [`Delta`]: a template whose placeholders are replaced
/// by arguments, each percent-encoded so that it cannot change the path's structure.
///
/// `#[graph_paths(...)]` emits the constructors.
#[must_use = "a path sends nothing: pass it to a method of `Client`"]
pub struct Path<E> {
    template: Template,
    text: String,
    to: PhantomData<fn() -> E>,
}

/// An argument of a path with the byte range of its placeholder, braces included, in the template.
pub(crate) type PlacedArgument<'a> = (usize, usize, &'a dyn PathArgument);

impl<E> Path<E> {
    /// Replaces each placeholder of a template with an argument. The macro has computed the positions of the placeholders.
    pub(crate) fn fill(template: Template, arguments: &[PlacedArgument<'_>]) -> Self {
        Self { template, text: filled(template.text, arguments), to: PhantomData }
    }

    /// Returns the text of the documented path template, such as `/users/{userId}`. It contains no ids, so it can be logged.
    pub fn template(&self) -> &'static str {
        self.template.text
    }

    /// Returns the API version of the path.
    pub fn version(&self) -> ApiVersion {
        self.template.version
    }

    /// Returns the percent-encoded path after the API version, such as `/users/a1`; it begins with `/`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the same path with another target.
    pub(super) fn retarget<T>(self) -> Path<T> {
        Path { template: self.template, text: self.text, to: PhantomData }
    }
}

/// Returns the text of a template with an argument in place of each placeholder.
fn filled(template: &str, arguments: &[PlacedArgument<'_>]) -> String {
    // The names of the placeholders leave room for a few percent-encoded characters.
    let lengths: usize = arguments.iter().map(|(_, _, argument)| argument.argument().len()).sum();
    let mut text = String::with_capacity(template.len() + lengths);
    let mut at = 0;
    for (start, end, argument) in arguments {
        let literal = template.get(at..*start).unwrap_or_default();
        text.push_str(literal);
        write(&mut text, literal, argument.argument());
        at = *end;
    }
    text.push_str(template.get(at..).unwrap_or_default());
    text
}

impl<E> fmt::Display for Path<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> AsRef<str> for Path<E> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<E> fmt::Debug for Path<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({}{})", self.template.version, self.text)
    }
}

impl<E> Clone for Path<E> {
    fn clone(&self) -> Self {
        Self { template: self.template, text: self.text.clone(), to: PhantomData }
    }
}

impl<E> PartialEq for Path<E> {
    fn eq(&self, other: &Self) -> bool {
        self.template == other.template && self.text == other.text
    }
}

impl<E> Eq for Path<E> {}

impl<E> std::hash::Hash for Path<E> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.template.version.hash(state);
        self.text.hash(state);
    }
}
