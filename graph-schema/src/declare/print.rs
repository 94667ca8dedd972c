//! Prints the Rust declaration of a type, formatted as rustfmt does.

mod operation;

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use super::fields::Fields;
use super::layout::{WIDTH, doc_lines, list, use_line};
use super::markdown::inert_words;
use super::part::DeclaredType;
use super::plan::DeclarationPlan;
use super::request::{Request, Templates};
use crate::model::{Access, EnumerationType, Kind, Property, StructuredType};
use crate::name::variant;
use crate::syntax::case::snake_case;
use crate::syntax::identifier::identifier;
use crate::syntax::template::Template;

/// Names of types that only the module `graph_core::model` exports, not the root of graph-core.
const OF_MODEL: [&str; 2] = ["Duration", "Stream"];

/// Names of Rust types that need no `use`.
const OF_PRELUDE: &[&str] = &["Box", "Option", "String", "Vec", "bool", "f32", "f64", "i16", "i32", "i64", "u8"];

/// A property to declare as a field, with the key of its type.
struct DeclaredField<'s> {
    /// The qualified name of the type that has the property.
    of: &'s str,
    /// The property's name in JSON.
    name: &'s str,
    property: &'s Property,
    /// The JSON names of the type's key properties.
    key: &'s [String],
}

pub(super) struct Printer<'p, 's> {
    plan: &'p DeclarationPlan<'s>,
    /// The Rust names of all declared types.
    names: HashSet<&'p str>,
    beta: bool,
    complete: bool,
    /// The argument `schema = "…"` of the attributes, if the declaration is checked against a packed schema.
    schema: Option<String>,
    text: String,
    /// The names from graph-core that the text uses, such as `GraphEntity`.
    used: BTreeSet<String>,
}

impl<'p, 's> Printer<'p, 's> {
    pub(super) fn new(plan: &'p DeclarationPlan<'s>, request: &Request<'_>) -> Self {
        // On Windows, a path may have backslashes; a slash works everywhere.
        let schema = request.checked_against.map(|file| format!("schema = {:?}", file.replace('\\', "/")));
        let names = plan.all_names().collect();
        let Request { beta, complete, .. } = *request;
        Self { plan, names, beta, complete, schema, text: String::new(), used: BTreeSet::new() }
    }

    pub(super) fn print(mut self, ids: &[String], templates: &Templates<'_>) -> String {
        let paths = self.paths(templates);
        if !ids.is_empty() {
            self.uses("graph_ids");
            let ids: String = ids.iter().map(|id| format!("    pub {id};\n")).collect();
            let _ = writeln!(self.text, "graph_ids! {{\n{ids}}}\n");
        }
        let plan = self.plan;
        for (index, ty) in plan.types.iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            match *ty {
                DeclaredType::Struct(name) => self.structure(name, paths.as_deref().filter(|_| index == 0)),
                DeclaredType::Union(name) => self.union(name),
                DeclaredType::Enum(name) => self.enumeration(name),
                DeclaredType::Stub(name) => self.stub(name),
                DeclaredType::Operation(_, at) => {
                    plan.operations.get(at).into_iter().for_each(|declared| self.operation(declared, plan.name(*ty)))
                }
            }
        }
        format!("{}\n{}", self.import(), self.text)
    }

    /// Returns the `graph_paths` attribute without `#[` and `]`, or `None` if there are no templates.
    fn paths(&mut self, templates: &Templates<'_>) -> Option<String> {
        let mut taken = HashSet::new();
        let mut named = |templates: &[&str]| templates.iter().map(|path| constructor_of(path, &mut taken)).collect::<Vec<_>>();
        let (strict, elided) = (named(&templates.strict), named(&templates.elided));
        if strict.is_empty() && elided.is_empty() {
            return None;
        }
        self.uses("graph_paths");
        let mut arguments = vec![if self.beta { "beta" } else { "v1" }.to_owned()];
        arguments.extend(self.schema.clone());
        arguments.extend(strict);
        match &self.schema {
            Some(_) if !elided.is_empty() => arguments.push(list("elided_cast", &elided, 4)),
            _ => arguments.extend(elided),
        }
        Some(list("graph_paths", &arguments, 3))
    }

    fn structure(&mut self, name: &'s str, paths: Option<&str>) {
        let Some(ty) = self.plan.schema.structured(name) else { return };
        self.structure_head(name, ty, paths);
        let properties = self.plan.properties(name);
        let open = self.plan.schema.lineage(name).any(|(_, ty)| ty.open);
        let rust = self.plan.name(DeclaredType::Struct(name)).to_owned();
        if properties.is_empty() && !open {
            return self.line("", &format!("pub struct {rust} {{}}"));
        }
        self.line("", &format!("pub struct {rust} {{"));
        let key = self.plan.schema.key(name);
        let mut fields = Fields::new(properties.iter().map(|(name, _)| *name), open);
        for (property_name, property) in properties {
            self.field(DeclaredField { of: name, name: property_name, property, key }, &mut fields);
        }
        if open {
            self.doc("    ", "Properties that the schema does not list.");
            self.line("    ", "#[graph(additional)]");
            self.uses("Additional");
            let (field, _) = fields.take("additional");
            self.line("    ", &format!("pub {field}: Additional,"));
        }
        self.line("", "}");
    }

    /// Prints the lines before `pub struct`: the doc comment and the attributes.
    fn structure_head(&mut self, name: &'s str, ty: &StructuredType, paths: Option<&str>) {
        let (kind, derive) = match ty.kind {
            Kind::Entity => ("entity", "GraphEntity"),
            Kind::Complex => ("complex", "GraphComplex"),
        };
        self.description("", ty.doc.as_deref(), &format!("The {kind} type `{name}`."));
        self.uses(derive);
        self.line("", &format!("#[derive(Clone, Debug, PartialEq, {derive})]"));
        let mut arguments = vec![format!("odata_type = \"{name}\"")];
        let bases: Vec<_> = self.plan.schema.lineage(name).skip(1).map(|(base, _)| format!("\"{base}\"")).collect();
        match bases.as_slice() {
            [] => {}
            [base] => arguments.push(format!("base = {base}")),
            bases => arguments.push(list("base", bases, 4)),
        }
        let keyless = ty.kind == Kind::Entity && self.plan.schema.key(name).is_empty();
        arguments.extend(keyless.then(|| "keyless".to_owned()));
        // `graph_paths` already names the schema for the type.
        arguments.extend(self.schema.clone().filter(|_| paths.is_none()));
        self.attribute("", &list("graph", &arguments, 3));
        paths.into_iter().for_each(|paths| self.attribute("", paths));
    }

    fn field(&mut self, DeclaredField { of, name, property, key }: DeclaredField<'s>, fields: &mut Fields) {
        if property.doc.is_some() {
            self.description("    ", property.doc.as_deref(), "");
        }
        let (field, rename) = fields.take(name);
        if key.first().is_some_and(|key| key == name) {
            self.line("    ", "#[graph(key)]");
        }
        let is_key = key.iter().any(|key| key == name);
        let access = match property.access {
            Access::Computed if !is_key => Some("read_only"),
            Access::Immutable if !is_key => Some("create_only"),
            _ => None,
        };
        // A default response is a subset of the entity's properties. An absent one must not be read as 0 or as an empty collection.
        let is_entity = self.plan.schema.structured(of).is_some_and(|ty| ty.kind == Kind::Entity);
        let may_be_absent = is_entity && !self.complete && !is_key && (property.collection || !property.nullable);
        let marks: Vec<_> = access.into_iter().chain(may_be_absent.then_some("not_null")).map(str::to_owned).collect();
        if !marks.is_empty() {
            self.attribute("    ", &list("graph", &marks, 7));
        }
        if rename {
            self.attribute("    ", &list("graph", &[format!("rename = \"{name}\"")], 7));
        }
        let ty = self.plan.property_type(of, property, is_key);
        let ty = if may_be_absent { format!("Option<{ty}>") } else { ty };
        self.uses(&ty);
        let line = format!("pub {field}: {ty},");
        if line.len() + 4 <= WIDTH {
            self.line("    ", &line);
        } else {
            self.line("    ", &format!("pub {field}:"));
            self.line("        ", &format!("{ty},"));
        }
    }

    fn union(&mut self, base: &'s str) {
        let variants = self.plan.variants(base);
        let itself = if variants.contains(&base) { "it or " } else { "" };
        self.doc("", &format!("A `{base}`: {itself}one of the types that derive from it."));
        self.uses("GraphDerived");
        self.line("", "#[derive(Clone, Debug, PartialEq, GraphDerived)]");
        self.attribute("", &list("graph", &[format!("base = \"{base}\"")], 3));
        self.line("", &format!("pub enum {} {{", self.plan.name(DeclaredType::Union(base))));
        let mut names = HashSet::new();
        for name in variants {
            let variant = self.plan.name(DeclaredType::Struct(name)).to_owned();
            let holds = self.plan.part_type(DeclaredType::Union(base), DeclaredType::Struct(name));
            self.variant(&variant, &holds);
            names.insert(variant);
        }
        self.other(&names, "A type that is not listed.", "Untyped");
    }

    fn enumeration(&mut self, name: &'s str) {
        let Some(ty) = self.plan.schema.enumeration(name) else { return };
        let rust = self.enumeration_head(name, ty);
        self.line("", &format!("pub enum {rust} {{"));
        let mut taken = HashSet::new();
        for member in &ty.members {
            if member.doc.is_some() {
                self.description("    ", member.doc.as_deref(), "");
            }
            let named = variant(&member.name);
            let numbered = (2..).map(|number| (format!("{}{number}", named.ident), true));
            let mut free = std::iter::once((named.ident.clone(), named.rename)).chain(numbered);
            let Some((ident, rename)) = free.find(|(ident, _)| taken.insert(ident.clone())) else { continue };
            if rename {
                self.attribute("    ", &list("graph", &[format!("rename = \"{}\"", member.name)], 7));
            }
            self.line("    ", &format!("{ident},"));
        }
        self.other(&taken, "A member that is not listed.", "String");
    }

    /// Prints the lines before `pub enum` of an enumeration, and returns the enum's Rust name.
    fn enumeration_head(&mut self, name: &'s str, ty: &EnumerationType) -> String {
        self.description("", ty.doc.as_deref(), &format!("The enumeration `{name}`."));
        self.uses("GraphEnum");
        self.line("", "#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]");
        let rust = self.plan.name(DeclaredType::Enum(name)).to_owned();
        let mut arguments: Vec<String> = ty.flags.then(|| "flags".to_owned()).into_iter().collect();
        if let Some(schema) = self.schema.clone() {
            let by_itself = self.plan.schema.enumeration_called(&rust).is_some_and(|(found, _)| found == name);
            arguments.extend((!by_itself).then(|| format!("odata_type = \"{name}\"")));
            arguments.push(schema);
        }
        if !arguments.is_empty() {
            self.attribute("", &list("graph", &arguments, 3));
        }
        rust
    }

    /// Prints the variant marked `#[graph(other)]`, which keeps unlisted members or types, and closes the enum.
    fn other(&mut self, taken: &HashSet<String>, doc: &str, holds: &str) {
        let numbered = (2..).map(|number| format!("Unlisted{number}"));
        let mut free = ["Other".to_owned(), "Unlisted".to_owned()].into_iter().chain(numbered);
        self.doc("    ", doc);
        self.line("    ", "#[graph(other)]");
        if let Some(name) = free.find(|name| !taken.contains(name)) {
            self.variant(&name, holds);
        }
        self.line("", "}");
    }

    fn variant(&mut self, name: &str, holds: &str) {
        self.uses(holds);
        let line = format!("{name}({holds}),");
        if line.len() + 4 <= WIDTH {
            self.line("    ", &line);
        } else {
            self.line("    ", &format!("{name}("));
            self.line("        ", &format!("{holds},"));
            self.line("    ", "),");
        }
    }

    fn line(&mut self, indent: &str, line: &str) {
        let _ = writeln!(self.text, "{indent}{line}");
    }

    fn attribute(&mut self, indent: &str, arguments: &str) {
        let lines = format!("#[{arguments}]");
        lines.lines().for_each(|line| self.line(indent, line));
    }

    /// Prints a doc comment with a text that this crate wrote, which needs no escaping.
    fn doc(&mut self, indent: &str, text: &str) {
        doc_lines(indent, text.split(' ').map(str::to_owned)).iter().for_each(|line| self.line("", line));
    }

    /// Prints the service's description as text without markup, or `otherwise` if there is none.
    fn description(&mut self, indent: &str, description: Option<&str>, otherwise: &str) {
        let words = description.map(inert_words).unwrap_or_default();
        match words.is_empty() {
            true if otherwise.is_empty() => {}
            true => self.doc(indent, otherwise),
            false => doc_lines(indent, words).iter().for_each(|line| self.line("", line)),
        }
    }

    /// Records that the text uses a macro, or a type such as `Flags<Days>` with its generic arguments.
    fn uses(&mut self, ty: &str) {
        let is_imported = |name: &&str| !name.is_empty() && !OF_PRELUDE.contains(name) && !self.names.contains(name);
        let words: Vec<String> = ty.split(['<', '>']).filter(is_imported).map(str::to_owned).collect();
        self.used.extend(words);
    }

    /// Returns the `use` lines for all names used from graph-core.
    fn import(&self) -> String {
        // The root does not export types whose names clash with std or futures.
        let (model, root): (Vec<&str>, Vec<&str>) =
            self.used.iter().map(String::as_str).partition(|name| OF_MODEL.contains(name));
        let (bytes, root): (Vec<&str>, Vec<&str>) = root.into_iter().partition(|name| *name == "Bytes");
        use_line("graph_core::bytes", &bytes) + &use_line("graph_core::model", &model) + &use_line("graph_core", &root)
    }
}

/// Returns the template as an argument of `graph_paths`: `"/users/{userId}/messages"`, or `users_messages = "…"` if the default name of its
/// constructor is taken.
fn constructor_of(template: &str, taken: &mut HashSet<String>) -> String {
    let own = Template::parse(template).constructor_name().unwrap_or_default();
    let whole: Vec<String> =
        template.split('/').filter(|part| !part.is_empty() && !part.starts_with('{')).map(snake_case).collect();
    let whole = identifier(&whole.join("_"));
    let bare = whole.trim_start_matches("r#");
    let numbered = (2..).map(|number| format!("{bare}_{number}"));
    let candidates = [own.clone(), whole.clone()].into_iter().chain(numbered);
    let mut usable = candidates.filter(|name| !name.is_empty());
    let name = usable.find(|name| taken.insert(name.clone())).unwrap_or_else(|| own.clone());
    if name == own { format!("\"{template}\"") } else { format!("{name} = \"{template}\"") }
}
