//! The compact text form of a [`Schema`]: one sorted file per API version, with one fact per line.
//!
//! ```text
//! graph-schema 1
//! namespace microsoft.graph
//! alias graph microsoft.graph
//!
//! singleton deviceManagement deviceManagement
//! set users user
//!
//! abstract entity deviceConfiguration : entity
//!   description String?
//!   roleScopeTagIds [String?]
//!   assignments -> [deviceConfigurationAssignment]
//!
//! partial entity workbook : entity
//!   tableRowOperationResult() -> workbookTableRow
//!
//! enum complianceStatus
//!   unknown 0
//!   notApplicable 1
//!
//! action wipe on managedDevice
//!   keepUserData Boolean? optional
//!
//! composable function range on workbookWorksheet
//!   address String?
//!   -> workbookRange?
//! ```
//!
//! - A type name without a dot is a primitive type, or is in the namespace of the line `namespace`. `[T]` is a collection; `?` allows null.
//! - After a property's type, `computed` means that only the service sets it, and `immutable` that clients set it only at creation.
//! - `->` marks navigation. `name()` is a bound function that further segments may follow; `[].name()` is bound to a collection of the
//!   type. Only older texts have functions in this form.
//! - `(appId)` is an alternate key, with the names by which a path gives its values.
//! - An operation lists its parameters and, after `->`, the type of its result. `on [user]` binds it to a collection. Without `on`, it is
//!   unbound, and a line `import` has the name by which a path calls it.
//! - Before `entity` or `complex` may come `partial` (packed for paths only), `abstract`, `open` or `media` (has a stream). After the name
//!   may come `: base`, and `key` with the names of the key properties. Before `enum` may come `flags`.
//! - A line that starts with `#` is a comment.

mod operation;

use std::collections::HashSet;
use std::fmt;
use std::str::{FromStr, SplitWhitespace};

use crate::build::{Builder, SchemaProblem, SchemaReadError, Wants, check_name};
use crate::model::{
    Access, EnumerationType, Kind, Member, Navigation, Primitive, Property, Root, Schema, StructuredType, Type, Via,
};
use crate::operation::Operation;

const MAGIC: &str = "graph-schema";
const VERSION: &str = "1";
const HEADS: &str = "`namespace`, `alias`, `set`, `singleton`, `import`, `entity`, `complex`, `enum`, `action` or `function`";

impl FromStr for Schema {
    type Err = SchemaReadError;

    /// Reads a schema from its [compact text form](crate::text).
    fn from_str(text: &str) -> Result<Self, SchemaReadError> {
        let mut reader = Reader::default();
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().zip(1..);
        let mut lines = lines.filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
        match lines.next().map(|(line, number)| (line.split_once(' '), number)) {
            Some((Some((MAGIC, version)), number)) => match version.trim() {
                VERSION => {}
                other => return Err(SchemaReadError::new(number, SchemaProblem::Version(other.to_owned()))),
            },
            other => return Err(SchemaReadError::new(other.map_or(1, |(_, number)| number), SchemaProblem::NotASchema)),
        }
        for (line, number) in lines {
            reader.line = number;
            if line.starts_with([' ', '\t']) {
                reader.member(line)?;
            } else {
                reader.head(line)?;
            }
        }
        reader.close()?;
        reader.builder.finish()
    }
}

/// The type that is being read, with its qualified name. The next lines list the properties or members of this type.
enum Open {
    Structured(String, StructuredType),
    /// An enumeration. Also holds the names of its members as a set: searching the list of members for each new one would take quadratic
    /// time.
    Enum(String, EnumerationType, HashSet<String>),
    Operation(String, Operation),
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    /// The number of the current line, counted from 1.
    line: usize,
    /// The type to which the next indented lines belong, with the number of the line that declares it.
    open: Option<(usize, Open)>,
}

impl Reader {
    fn error(&self, problem: SchemaProblem) -> SchemaReadError {
        SchemaReadError::new(self.line, problem)
    }

    fn expected(&self, expected: &'static str, found: Option<&str>) -> SchemaReadError {
        self.error(SchemaProblem::Expected { expected, found: found.map(str::to_owned) })
    }

    fn next<'t>(&self, words: &mut SplitWhitespace<'t>, expected: &'static str) -> Result<&'t str, SchemaReadError> {
        words.next().ok_or_else(|| self.expected(expected, None))
    }

    fn end(&self, mut words: SplitWhitespace<'_>) -> Result<(), SchemaReadError> {
        words.next().map_or(Ok(()), |word| Err(self.expected("the end of the line", Some(word))))
    }

    fn close(&mut self) -> Result<(), SchemaReadError> {
        match self.open.take() {
            None => Ok(()),
            Some((line, Open::Structured(name, ty))) => self.builder.add_type(line, &name, ty),
            Some((line, Open::Enum(name, ty, _))) => self.builder.add_enum(line, &name, ty),
            Some((line, Open::Operation(name, operation))) => self.builder.add_operation(line, &name, operation),
        }
    }

    fn head(&mut self, line: &str) -> Result<(), SchemaReadError> {
        self.close()?;
        let mut words = line.split_whitespace();
        let word = self.next(&mut words, HEADS)?;
        if word != "namespace" && self.builder.schema.namespace.is_empty() {
            return Err(self.expected("`namespace` before anything else", Some(word)));
        }
        match word {
            "namespace" => {
                let namespace = self.next(&mut words, "a namespace")?;
                check_name(self.line, namespace)?;
                self.builder.schema.namespace = namespace.to_owned();
            }
            "alias" => {
                let alias = self.next(&mut words, "an alias")?;
                let namespace = self.next(&mut words, "a namespace")?;
                self.builder.add_alias(self.line, alias, namespace)?;
            }
            "set" | "singleton" => {
                let name = self.next(&mut words, "a name")?;
                let target = self.next(&mut words, "an entity type")?;
                let root = Root { target: self.builder.schema.qualify(target), collection: word == "set" };
                self.builder.add_root(self.line, name, root)?;
            }
            "import" => {
                let name = self.next(&mut words, "a name")?;
                let operation = self.name(&mut words)?;
                self.builder.add_import(self.line, name, operation)?;
            }
            "composable" | "action" | "function" => return self.operation_head(line),
            _ => return self.type_head(line),
        }
        self.end(words)
    }

    fn type_head(&mut self, line: &str) -> Result<(), SchemaReadError> {
        let mut words = line.split_whitespace();
        let mut ty = StructuredType::new(Kind::Entity);
        let mut flags = false;
        loop {
            match self.next(&mut words, HEADS)? {
                "partial" => ty.partial = true,
                "abstract" => ty.is_abstract = true,
                "open" => ty.open = true,
                "media" => ty.has_stream = true,
                "flags" => flags = true,
                "entity" => break,
                "complex" => {
                    ty.kind = Kind::Complex;
                    break;
                }
                "enum" => {
                    let name = self.name(&mut words)?;
                    let ty = EnumerationType { flags, ..EnumerationType::default() };
                    self.open = Some((self.line, Open::Enum(name, ty, HashSet::new())));
                    return self.end(words);
                }
                other => return Err(self.expected(HEADS, Some(other))),
            }
        }
        let name = self.name(&mut words)?;
        let mut word = words.next();
        if word == Some(":") {
            ty.base = Some(self.builder.schema.qualify(self.next(&mut words, "a base type")?));
            word = words.next();
        }
        match word {
            None => {}
            Some("key") => ty.key = words.map(str::to_owned).collect(),
            other => return Err(self.expected("`:` with a base type, `key` or the end of the line", other)),
        }
        self.open = Some((self.line, Open::Structured(name, ty)));
        Ok(())
    }

    fn name(&self, words: &mut SplitWhitespace<'_>) -> Result<String, SchemaReadError> {
        Ok(self.builder.schema.qualify(self.next(words, "a name")?))
    }

    fn member(&mut self, line: &str) -> Result<(), SchemaReadError> {
        if let Some((at, Open::Operation(name, operation))) = self.open.take_if(|(_, open)| matches!(open, Open::Operation(..))) {
            return self.operation_member(line, at, name, operation);
        }
        let mut words = line.split_whitespace();
        let name = self.next(&mut words, "a name")?;
        if let (Some(names), Some((_, Open::Structured(_, ty)))) = (alternate_key(name), &mut self.open) {
            ty.alternate_keys.push(names);
            return self.end(words);
        }
        let of_enum = matches!(&self.open, Some((_, Open::Enum(..))));
        let word = self.next(&mut words, if of_enum { "a number" } else { "a type" })?;
        let mut open = self.open.take();
        let fresh = match &mut open {
            None | Some((_, Open::Operation(..))) => return Err(self.expected(HEADS, Some(line.trim()))),
            Some((_, Open::Enum(_, ty, names))) => {
                let value = word.parse().map_err(|_| self.expected("a whole number", Some(word)))?;
                ty.members.push(Member { name: name.to_owned(), value, doc: None });
                names.insert(name.to_owned())
            }
            Some((_, Open::Structured(_, ty))) if word == "->" => {
                let (target, collection) = brackets(self.next(&mut words, "a type")?);
                let target = self.builder.schema.qualify(target);
                self.builder.refer(self.line, &target, Wants::Structured);
                let (name, via) = match name.strip_suffix("()") {
                    None => (name, Via::Property),
                    Some(name) => match name.strip_prefix("[].") {
                        None => (name, Via::Function),
                        Some(name) => (name, Via::CollectionFunction),
                    },
                };
                let navigation = Navigation { target, collection, via };
                !ty.properties.contains_key(name) && ty.navigation.insert(name.to_owned(), navigation).is_none()
            }
            Some((_, Open::Structured(_, ty))) => {
                let access = self.access(words.clone().next())?;
                if access != Access::Writable {
                    words.next();
                }
                let property = Property { access, ..self.value(word) };
                !ty.navigation.contains_key(name) && ty.properties.insert(name.to_owned(), property).is_none()
            }
        };
        self.open = open;
        if !fresh {
            return Err(self.error(SchemaProblem::Duplicate(name.to_owned())));
        }
        self.end(words)
    }

    /// Converts the word after a property's type, `computed` or `immutable`, to an [`Access`].
    fn access(&self, word: Option<&str>) -> Result<Access, SchemaReadError> {
        match word {
            None => Ok(Access::Writable),
            Some("computed") => Ok(Access::Computed),
            Some("immutable") => Ok(Access::Immutable),
            other => Err(self.expected("`computed`, `immutable` or the end of the line", other)),
        }
    }

    /// Reads the type of a property, a parameter or a result, such as `[String?]`.
    fn value(&mut self, word: &str) -> Property {
        let (word, collection) = brackets(word);
        let (word, nullable) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
        Property { ty: self.value_type(word), collection, nullable, access: Access::Writable, doc: None }
    }

    fn value_type(&mut self, word: &str) -> Type {
        if let Some(primitive) = Primitive::named(word) {
            return Type::Primitive(primitive);
        }
        let name = self.builder.schema.qualify(word);
        self.builder.refer(self.line, &name, Wants::Value);
        Type::Named(name)
    }
}

/// Returns the names in a word such as `(appId)` or `(a,b)`; `None` for a word of another form.
fn alternate_key(word: &str) -> Option<Vec<String>> {
    let names = word.strip_prefix('(')?.strip_suffix(')')?;
    Some(names.split(',').map(str::to_owned).collect())
}

fn brackets(word: &str) -> (&str, bool) {
    match word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
        Some(word) => (word, true),
        None => (word, false),
    }
}

impl fmt::Display for Schema {
    /// Writes the schema in its [compact text form](crate::text). Equal schemas give identical bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{MAGIC} {VERSION}")?;
        if !self.namespace.is_empty() {
            writeln!(f, "namespace {}", self.namespace)?;
        }
        for (alias, namespace) in &self.aliases {
            writeln!(f, "alias {alias} {namespace}")?;
        }
        writeln!(f)?;
        for (name, root) in &self.roots {
            let word = if root.collection { "set" } else { "singleton" };
            writeln!(f, "{word} {name} {}", self.unambiguous(&root.target))?;
        }
        for (name, operation) in &self.imports {
            writeln!(f, "import {name} {}", self.short(operation))?;
        }
        let types = self.types.iter().map(|(name, ty)| (name, Either::Structured(ty)));
        let enums = self.enums.iter().map(|(name, ty)| (name, Either::Enum(ty)));
        let mut all: Vec<_> = types.chain(enums).collect();
        all.sort_by_key(|(name, _)| name.as_str());
        for (name, ty) in all {
            writeln!(f)?;
            match ty {
                Either::Structured(ty) => self.write_structured(f, name, ty)?,
                Either::Enum(ty) => self.write_enum(f, name, ty)?,
            }
        }
        self.write_operations(f)
    }
}

enum Either<'s> {
    Structured(&'s StructuredType),
    Enum(&'s EnumerationType),
}

impl Schema {
    /// Returns the type name without the schema's own namespace. Keeps the namespace if a primitive type has the same short name.
    fn unambiguous<'a>(&self, name: &'a str) -> &'a str {
        let short = self.short(name);
        if Primitive::named(short).is_some() { name } else { short }
    }

    fn write_structured(&self, f: &mut fmt::Formatter<'_>, name: &str, ty: &StructuredType) -> fmt::Result {
        let words = [(ty.partial, "partial "), (ty.is_abstract, "abstract "), (ty.open, "open "), (ty.has_stream, "media ")];
        for (_, word) in words.iter().filter(|(present, _)| *present) {
            f.write_str(word)?;
        }
        let kind = if ty.kind == Kind::Entity { "entity" } else { "complex" };
        write!(f, "{kind} {}", self.unambiguous(name))?;
        if let Some(base) = &ty.base {
            write!(f, " : {}", self.unambiguous(base))?;
        }
        if !ty.key.is_empty() {
            write!(f, " key {}", ty.key.join(" "))?;
        }
        writeln!(f)?;
        for names in &ty.alternate_keys {
            writeln!(f, "  ({})", names.join(","))?;
        }
        for (name, property) in &ty.properties {
            let access = match property.access {
                Access::Writable => "",
                Access::Immutable => " immutable",
                Access::Computed => " computed",
            };
            writeln!(f, "  {name} {}{access}", self.value(property))?;
        }
        for (name, navigation) in &ty.navigation {
            let target = self.unambiguous(&navigation.target);
            let (before, after) = match navigation.via {
                Via::Property => ("", ""),
                Via::Function => ("", "()"),
                Via::CollectionFunction => ("[].", "()"),
            };
            let (open, close) = if navigation.collection { ("[", "]") } else { ("", "") };
            writeln!(f, "  {before}{name}{after} -> {open}{target}{close}")?;
        }
        Ok(())
    }

    /// Returns the type of a property, a parameter or a result in the text form, such as `[String?]`.
    fn value(&self, property: &Property) -> String {
        let ty = match &property.ty {
            Type::Primitive(primitive) => primitive.name(),
            Type::Named(name) => self.unambiguous(name),
        };
        let null = if property.nullable { "?" } else { "" };
        if property.collection { format!("[{ty}{null}]") } else { format!("{ty}{null}") }
    }

    fn write_enum(&self, f: &mut fmt::Formatter<'_>, name: &str, ty: &EnumerationType) -> fmt::Result {
        writeln!(f, "{}enum {}", if ty.flags { "flags " } else { "" }, self.unambiguous(name))?;
        for member in &ty.members {
            writeln!(f, "  {} {}", member.name, member.value)?;
        }
        Ok(())
    }
}
