//! Actions and functions: the operations of a service beyond reading, creating, updating and deleting entities.

use crate::model::{Property, Schema};

/// An action or a function of the service, such as `wipe` on `managedDevice`. Operations with the same name are its overloads.
///
/// Source: [OData CSDL 4.01, section 12](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// Whether the operation is an action or a function.
    pub kind: OperationKind,
    /// The type of the value before the operation in a path. `None` if the operation is unbound: its path begins with the name of its
    /// import.
    pub binding: Option<Binding>,
    /// The parameters other than the binding parameter, in the order of the schema.
    pub parameters: Vec<Parameter>,
    /// The result's type and nullability, as a [`Property`]. `None` if the operation returns nothing.
    pub result: Option<Property>,
    /// Whether further segments may follow the operation in a path. Only functions are composable.
    pub composable: bool,
    /// The service's description of the operation, which the compact text form omits.
    pub doc: Option<String>,
}

/// Whether an [`Operation`] is an action or a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OperationKind {
    /// An operation that may change something. It is a POST with its parameters in the body.
    Action,
    /// An operation that changes nothing. It is a GET with its parameters in the path.
    Function,
}

impl OperationKind {
    /// Returns `action` or `function`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Function => "function",
        }
    }

    /// Returns `an action` or `a function`.
    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Action => "an action",
            Self::Function => "a function",
        }
    }

    /// Returns the derive of graph-core for operations of this kind: `GraphAction` or `GraphFunction`.
    pub(crate) fn derive(self) -> &'static str {
        match self {
            Self::Action => "GraphAction",
            Self::Function => "GraphFunction",
        }
    }
}

/// The type that an [`Operation`] is bound to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Binding {
    /// The qualified name of the entity type or complex type.
    pub ty: String,
    /// Whether the operation is bound to a collection of the type.
    pub collection: bool,
}

impl Binding {
    pub(crate) fn new(ty: String, collection: bool) -> Self {
        Self { ty, collection }
    }
}

/// A value that a request passes to an [`Operation`]: in the body for an action, in the path for a function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Parameter {
    /// The parameter's name in the body or in the path.
    pub name: String,
    /// The parameter's type and nullability, as a [`Property`].
    pub value: Property,
    /// Whether a request may omit the parameter: `Core.OptionalParameter`.
    pub optional: bool,
}

impl Operation {
    pub(crate) fn new(kind: OperationKind) -> Self {
        Self { kind, binding: None, parameters: Vec::new(), result: None, composable: false, doc: None }
    }

    /// Returns the parameter with this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// Returns whether a request may have exactly the parameters `names`: each is a parameter, and no required one is missing.
    pub(crate) fn takes(&self, names: &[String]) -> bool {
        names.iter().all(|name| self.parameter(name).is_some())
            && self.parameters.iter().all(|parameter| parameter.optional || names.contains(&parameter.name))
    }

    /// Returns a text that differs between the overloads of an operation: the kind, the binding and the names of the parameters.
    pub(crate) fn signature(&self) -> String {
        let (binding, collection) = self.binding.as_ref().map_or(("", false), |binding| (&binding.ty, binding.collection));
        let mut names: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        names.sort_unstable();
        format!("{} {binding} {collection} {}", self.kind.name(), names.join(","))
    }
}

impl Schema {
    /// Returns every action and function of the schema with its qualified name. Overloads follow each other.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &Operation)> {
        self.operations.iter().flat_map(|(name, overloads)| overloads.iter().map(move |operation| (name.as_str(), operation)))
    }

    /// Returns the overloads of the operation with this qualified name, such as `microsoft.graph.wipe`.
    pub fn operation(&self, name: &str) -> &[Operation] {
        self.operations.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the qualified name of the unbound operation whose import has this name. A path may begin with the name of the import.
    pub fn import(&self, name: &str) -> Option<&str> {
        self.imports.get(name).map(String::as_str)
    }

    /// Returns the alternate keys of the type, including inherited ones: for each key, the names by which a path gives its values.
    ///
    /// ```
    /// let schema: graph_schema::Schema = "graph-schema 1\nnamespace n\nentity a key id\n  (appId)\n  id String".parse()?;
    /// assert_eq!(schema.alternate_keys("n.a").collect::<Vec<_>>(), [["appId"]]);
    /// # Ok::<(), graph_schema::SchemaReadError>(())
    /// ```
    pub fn alternate_keys<'s>(&'s self, ty: &str) -> impl Iterator<Item = &'s [String]> + use<'s> {
        self.lineage(ty).flat_map(|(_, ty)| ty.alternate_keys.iter().map(Vec::as_slice))
    }
}
