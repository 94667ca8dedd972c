//! Collects the types that a schema reader (of CSDL or of the compact text) finds, then checks that every type they refer to exists.

use std::collections::HashSet;
use std::fmt;

use crate::model::{EnumerationType, Root, Schema, StructuredType};
use crate::operation::Operation;

/// The reason why a text is not a schema, with the line of the mistake.
///
/// ```
/// let error = "graph-schema 1\nnamespace microsoft.graph\nset users user\n".parse::<graph_schema::Schema>().unwrap_err();
/// assert_eq!(error.to_string(), "line 3: there is no type `user`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaReadError {
    line: usize,
    problem: SchemaProblem,
}

impl SchemaReadError {
    pub(crate) fn new(line: usize, problem: SchemaProblem) -> Self {
        Self { line, problem }
    }

    /// Returns the number of the line in the document that has the mistake, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the mistake in that line.
    pub fn problem(&self) -> &SchemaProblem {
        &self.problem
    }
}

impl fmt::Display for SchemaReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for SchemaReadError {}

/// A mistake in a schema document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaProblem {
    /// The text does not begin with the first line of a compact schema, `graph-schema 1`.
    NotASchema,
    /// The first line of the compact schema has a format version other than 1. Holds that version.
    Version(String),
    /// A line of a compact schema, or a number in a CSDL document, is not as expected.
    Expected {
        /// The expected word, or its description, such as `a whole number`.
        expected: &'static str,
        /// The word found in place of the expected one; `None` at the end of the line.
        found: Option<String>,
    },
    /// A type, property, member, entity set, singleton, operation or parameter is already declared. Holds its name.
    Duplicate(String),
    /// A name in the document has a character that is not allowed. Allowed are letters, digits, `_`, and a dot between two parts of a
    /// qualified name. Holds the name.
    NotAName(String),
    /// A base type, property, navigation property, entity set, singleton or operation refers to a type that is not in the document. Holds
    /// the name of that type.
    UnknownType(String),
    /// A type derives from itself, directly or through its base types. Holds the type's name.
    DerivesFromItself(String),
    /// The XML is not well-formed. Holds the XML parser's message.
    Xml(String),
    /// The XML is not an OData 4 `Edmx` document.
    NotCsdl,
    /// An XML element of a CSDL document lacks a required attribute.
    MissingAttribute {
        /// The XML element's name, such as `Property`.
        element: String,
        /// The missing attribute's name, such as `Type`.
        attribute: &'static str,
    },
}

impl fmt::Display for SchemaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASchema => f.write_str("not a compact schema; its first line is `graph-schema 1`"),
            Self::Version(found) => {
                write!(f, "version `{found}` of the compact form; this reader knows version 1, so pack again")
            }
            Self::Expected { expected, found: Some(found) } => write!(f, "expected {expected}, found `{found}`"),
            Self::Expected { expected, found: None } => write!(f, "expected {expected}, found the end of the line"),
            Self::Duplicate(name) => write!(f, "`{name}` is declared twice: remove one"),
            Self::NotAName(name) => write!(f, "{name:?} is not a name: use letters, digits and `_`"),
            Self::UnknownType(name) => write!(f, "there is no type `{name}`"),
            Self::DerivesFromItself(name) => write!(f, "`{name}` derives from itself"),
            Self::Xml(message) => write!(f, "not well-formed XML: {message}"),
            Self::NotCsdl => f.write_str("not an OData 4 metadata document: its root element is `edmx:Edmx`"),
            Self::MissingAttribute { element, attribute } => write!(f, "`<{element}>` lacks its `{attribute}`"),
        }
    }
}

/// Returns an error if the name has a character other than letters, digits, `_` and dots: the schema's text form cannot contain such a
/// name. `line` is the line of the name in the document.
pub(crate) fn check_name(line: usize, name: &str) -> Result<(), SchemaReadError> {
    let is_simple = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if name.split('.').all(is_simple) {
        Ok(())
    } else {
        Err(SchemaReadError::new(line, SchemaProblem::NotAName(name.to_owned())))
    }
}

/// The kind of type that a type name in the document must refer to.
#[derive(Clone, Copy)]
pub(crate) enum Wants {
    /// An entity type or complex type.
    Structured,
    /// An entity type, complex type or enumeration.
    Value,
}

/// A schema that is being read, with the names of the types that it refers to.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) schema: Schema,
    /// Each type name that the document refers to, with the line of the reference and the kind of type that is allowed there.
    references: Vec<(usize, String, Wants)>,
    /// The name and signature of each operation. Searching the overloads for each new one would take quadratic time.
    signatures: HashSet<String>,
}

impl Builder {
    pub(crate) fn refer(&mut self, line: usize, name: &str, wants: Wants) {
        self.references.push((line, name.to_owned(), wants));
    }

    pub(crate) fn add_type(&mut self, line: usize, name: &str, ty: StructuredType) -> Result<(), SchemaReadError> {
        self.free(line, name)?;
        for name in ty.properties.keys().chain(ty.navigation.keys()) {
            check_name(line, name)?;
        }
        // A key may be a path into a complex property (`a/b`). Such a type can be read, but not declared.
        ty.key.iter().flat_map(|key| key.split('/')).try_for_each(|name| check_name(line, name))?;
        ty.alternate_keys.iter().flatten().try_for_each(|name| check_name(line, name))?;
        if let Some(base) = &ty.base {
            self.refer(line, base, Wants::Structured);
        }
        self.schema.types.insert(name.to_owned(), ty);
        Ok(())
    }

    pub(crate) fn add_enum(&mut self, line: usize, name: &str, ty: EnumerationType) -> Result<(), SchemaReadError> {
        self.free(line, name)?;
        let mut seen = HashSet::new();
        for member in &ty.members {
            check_name(line, &member.name)?;
            if !seen.insert(member.name.as_str()) {
                return Err(SchemaReadError::new(line, SchemaProblem::Duplicate(member.name.clone())));
            }
        }
        self.schema.enums.insert(name.to_owned(), ty);
        Ok(())
    }

    pub(crate) fn add_root(&mut self, line: usize, name: &str, root: Root) -> Result<(), SchemaReadError> {
        check_name(line, name)?;
        self.refer(line, &root.target, Wants::Structured);
        match self.schema.roots.insert(name.to_owned(), root) {
            None => Ok(()),
            Some(_) => Err(SchemaReadError::new(line, SchemaProblem::Duplicate(name.to_owned()))),
        }
    }

    /// Adds an overload of the action or function `name`.
    pub(crate) fn add_operation(&mut self, line: usize, name: &str, operation: Operation) -> Result<(), SchemaReadError> {
        check_name(line, name)?;
        let mut names = HashSet::new();
        for parameter in &operation.parameters {
            check_name(line, &parameter.name)?;
            if !names.insert(parameter.name.as_str()) {
                return Err(SchemaReadError::new(line, SchemaProblem::Duplicate(parameter.name.clone())));
            }
        }
        if let Some(binding) = &operation.binding {
            self.refer(line, &binding.ty, Wants::Structured);
        }
        if !self.signatures.insert(format!("{name} {}", operation.signature())) {
            return Err(SchemaReadError::new(line, SchemaProblem::Duplicate(self.schema.short(name).to_owned())));
        }
        self.schema.operations.entry(name.to_owned()).or_default().push(operation);
        Ok(())
    }

    /// Adds the import of an unbound operation, whose name may begin a path.
    pub(crate) fn add_import(&mut self, line: usize, name: &str, operation: String) -> Result<(), SchemaReadError> {
        check_name(line, name)?;
        check_name(line, &operation)?;
        // The overloads of a function are imported together, but CSDL may also repeat the import for each of them.
        match self.schema.imports.insert(name.to_owned(), operation.clone()).is_none_or(|known| known == operation) {
            true => Ok(()),
            false => Err(SchemaReadError::new(line, SchemaProblem::Duplicate(name.to_owned()))),
        }
    }

    /// Adds an alias of a namespace, such as `graph` for `microsoft.graph`.
    pub(crate) fn add_alias(&mut self, line: usize, alias: &str, namespace: &str) -> Result<(), SchemaReadError> {
        check_name(line, alias)?;
        check_name(line, namespace)?;
        self.schema.aliases.insert(alias.to_owned(), namespace.to_owned());
        Ok(())
    }

    fn free(&self, line: usize, name: &str) -> Result<(), SchemaReadError> {
        check_name(line, name)?;
        if self.schema.types.contains_key(name) || self.schema.enums.contains_key(name) {
            return Err(SchemaReadError::new(line, SchemaProblem::Duplicate(self.schema.short(name).to_owned())));
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Schema, SchemaReadError> {
        let Self { mut schema, references, .. } = self;
        schema.operations.values_mut().for_each(|overloads| overloads.sort());
        for (line, name, wants) in &references {
            let known = schema.types.contains_key(name) || matches!(wants, Wants::Value) && schema.enums.contains_key(name);
            if !known {
                return Err(SchemaReadError::new(*line, SchemaProblem::UnknownType(schema.short(name).to_owned())));
            }
        }
        let mut sound: HashSet<&str> = HashSet::new();
        for (line, name, _) in &references {
            // The walk along the base types stops at a type already known to be free of cycles. A chain longer than the number of types is
            // a cycle.
            let chain = schema.lineage(name).map(|(name, _)| name).take_while(|name| !sound.contains(name));
            let chain: Vec<&str> = chain.take(schema.types.len() + 1).collect();
            if chain.len() > schema.types.len() {
                return Err(SchemaReadError::new(*line, SchemaProblem::DerivesFromItself(schema.short(name).to_owned())));
            }
            sound.extend(chain);
        }
        drop(sound);
        Ok(schema)
    }
}
