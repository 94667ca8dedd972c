//! The text of a declaration, as rustfmt would have it.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use super::plan::{Item, Plan};
use super::{Request, Templates, derive_name};
use crate::model::Kind;
use crate::name::{field, property_name, variant};
use crate::syntax::case::snake_case;
use crate::syntax::identifier::identifier;
use crate::syntax::template::Template;

/// What rustfmt keeps on one line unless it is told otherwise: of any line, and of an attribute's arguments if there are several.
const WIDTH: usize = 100;
const ARGUMENTS_WIDTH: usize = 70;
/// Types that `graph_core::model` exports and the root does not.
const OF_MODEL: [&str; 2] = ["Duration", "Stream"];

/// Types that need no `use`.
const OF_PRELUDE: &[&str] = &["Box", "Option", "String", "Vec", "bool", "f32", "f64", "i16", "i32", "i64", "u8"];
/// Methods of every patch, which no setter can have the name of.
const PATCH_METHODS: &[&str] = &["apply", "diff", "is_empty"];

pub(super) struct Printer<'p, 's> {
    plan: &'p Plan<'s>,
    beta: bool,
    /// The key that names the packed schema.
    schema: Option<String>,
    text: String,
    /// What the text takes from graph-core.
    used: BTreeSet<String>,
}

impl<'p, 's> Printer<'p, 's> {
    pub(super) fn new(plan: &'p Plan<'s>, request: &Request<'_>) -> Self {
        let schema = request.checked_against.map(|file| format!("schema = \"{file}\""));
        Self { plan, beta: request.beta, schema, text: String::new(), used: BTreeSet::new() }
    }

    pub(super) fn print(mut self, ids: &[String], templates: &Templates<'_>) -> String {
        let paths = self.paths(templates);
        if !ids.is_empty() {
            self.uses("graph_ids");
            let ids: String = ids.iter().map(|id| format!("    pub {id};\n")).collect();
            let _ = writeln!(self.text, "graph_ids! {{\n{ids}}}\n");
        }
        for (index, item) in self.plan.items.iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            match item {
                Item::Struct(name) => self.structure(name, paths.as_deref().filter(|_| index == 0)),
                Item::Derived(name) => self.derived(name),
                Item::Enum(name) => self.enumeration(name),
            }
        }
        format!("{}\n{}", self.import(), self.text)
    }

    /// The attribute with the paths, if there are any.
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
        let what = if ty.kind == Kind::Entity { "entity" } else { "complex" };
        self.doc("", ty.doc.as_deref().unwrap_or(&format!("The {what} type `{name}`.")));
        self.uses(derive_name(ty.kind));
        self.line("", &format!("#[derive(Clone, Debug, PartialEq, {})]", derive_name(ty.kind)));
        let mut arguments = vec![format!("odata_type = \"{name}\"")];
        let bases: Vec<_> = self.plan.schema.lineage(name).skip(1).map(|(base, _)| format!("\"{base}\"")).collect();
        match bases.as_slice() {
            [] => {}
            [base] => arguments.push(format!("base = {base}")),
            bases => arguments.push(list("base", bases, 4)),
        }
        let key = self.plan.schema.key(name).first();
        arguments.extend((ty.kind == Kind::Entity && key.is_none()).then(|| "keyless".to_owned()));
        // The schema that the paths are held against is good for the type too.
        arguments.extend(self.schema.clone().filter(|_| paths.is_none()));
        self.attribute("", &list("graph", &arguments, 3));
        paths.into_iter().for_each(|paths| self.attribute("", paths));
        let properties = self.plan.properties(name);
        let open = self.plan.schema.lineage(name).any(|(_, ty)| ty.open);
        if properties.is_empty() && !open {
            return self.line("", &format!("pub struct {} {{}}", self.plan.name(Item::Struct(name))));
        }
        self.line("", &format!("pub struct {} {{", self.plan.name(Item::Struct(name))));
        let mut fields = Fields::new(properties.iter().map(|(name, _)| *name));
        for (property_name, property) in properties {
            if let Some(doc) = &property.doc {
                self.doc("    ", doc);
            }
            let (field, rename) = fields.take(property_name);
            if key.is_some_and(|key| key == property_name) {
                self.line("    ", "#[graph(key)]");
            }
            if rename {
                self.attribute("    ", &list("graph", &[format!("rename = \"{property_name}\"")], 7));
            }
            let ty = self.plan.property_type(name, property_name, property);
            self.uses(&ty);
            let line = format!("pub {field}: {ty},");
            if line.len() + 4 <= WIDTH {
                self.line("    ", &line);
            } else {
                self.line("    ", &format!("pub {field}:"));
                self.line("        ", &format!("{ty},"));
            }
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

    fn derived(&mut self, base: &'s str) {
        let variants = self.plan.variants(base);
        let itself = if variants.contains(&base) { "it or " } else { "" };
        self.doc("", &format!("A `{base}`: {itself}one of the types that derive from it."));
        self.uses("GraphDerived");
        self.line("", "#[derive(Clone, Debug, PartialEq, GraphDerived)]");
        self.attribute("", &list("graph", &[format!("base = \"{base}\"")], 3));
        self.line("", &format!("pub enum {} {{", self.plan.name(Item::Derived(base))));
        let mut names = HashSet::new();
        for name in variants {
            let variant = self.plan.name(Item::Struct(name)).to_owned();
            let holds = self.plan.part_type(Item::Derived(base), Item::Struct(name));
            self.variant(&variant, &holds);
            names.insert(variant);
        }
        self.other(&names, "A type that is not listed.", "Untyped");
    }

    fn enumeration(&mut self, name: &'s str) {
        let Some(ty) = self.plan.schema.enumeration(name) else { return };
        self.doc("", ty.doc.as_deref().unwrap_or(&format!("The enumeration `{name}`.")));
        self.uses("GraphEnum");
        self.line("", "#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]");
        let rust = self.plan.name(Item::Enum(name)).to_owned();
        let mut arguments: Vec<String> = ty.flags.then(|| "flags".to_owned()).into_iter().collect();
        if let Some(schema) = self.schema.clone() {
            let by_itself = self.plan.schema.enumeration_called(&rust).is_some_and(|(found, _)| found == name);
            arguments.extend((!by_itself).then(|| format!("odata_type = \"{name}\"")));
            arguments.push(schema);
        }
        if !arguments.is_empty() {
            self.attribute("", &list("graph", &arguments, 3));
        }
        self.line("", &format!("pub enum {rust} {{"));
        let mut taken = HashSet::new();
        for member in &ty.members {
            if let Some(doc) = &member.doc {
                self.doc("    ", doc);
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

    /// The variant for what the declaration does not list, and the end of the enum.
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

    /// A doc comment, wrapped, with what rustdoc would take for a link or a tag made plain.
    fn doc(&mut self, indent: &str, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace().map(plain) {
            // A list or a heading begins with a line, so a word that looks like one stays in the line before.
            let marker = word.trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit() || b"-+*#>=".contains(&byte));
            if !line.is_empty() && !marker && indent.len() + 4 + line.len() + 1 + word.len() > WIDTH {
                self.line(indent, &format!("/// {line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        self.line(indent, &format!("/// {line}"));
    }

    /// Notes a type, with its arguments, or a macro.
    fn uses(&mut self, ty: &str) {
        let own =
            |name: &&str| !name.is_empty() && !OF_PRELUDE.contains(name) && !self.plan.names.values().any(|known| known == name);
        let words: Vec<String> = ty.split(['<', '>']).filter(own).map(str::to_owned).collect();
        self.used.extend(words);
    }

    /// The `use` lines for everything that the text takes from graph-core.
    fn import(&self) -> String {
        // The root does not export types that share a name with types of std or futures.
        let (model, root): (Vec<&str>, Vec<&str>) =
            self.used.iter().map(String::as_str).partition(|name| OF_MODEL.contains(name));
        use_line("graph_core::model", &model) + &use_line("graph_core", &root)
    }
}

/// One `use` item for these names of a module, wrapped as rustfmt wraps it.
fn use_line(module: &str, names: &[&str]) -> String {
    let line = match names {
        [] => return String::new(),
        [only] => format!("use {module}::{only};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    };
    // rustfmt leaves one column free in such a line; the line's end counts as one more.
    if line.len() < WIDTH {
        return line;
    }
    let mut lines = format!("use {module}::{{\n   ");
    let mut width = 3;
    for (index, name) in names.iter().enumerate() {
        // The last comma may take the last column.
        let comma = usize::from(index + 1 < names.len());
        if width + 1 + name.len() + comma >= WIDTH {
            lines.push_str("\n   ");
            width = 3;
        }
        let _ = write!(lines, " {name},");
        width += name.len() + 2;
    }
    lines + "\n};\n"
}

/// The fields of a struct, named one after the other.
struct Fields<'s> {
    properties: Vec<&'s str>,
    taken: HashSet<String>,
}

impl<'s> Fields<'s> {
    fn new(properties: impl Iterator<Item = &'s str>) -> Self {
        Self { properties: properties.collect(), taken: HashSet::new() }
    }

    /// A field for the property that no other has, nor any method of the patch, and whether it needs a `rename`.
    fn take(&mut self, property: &str) -> (String, bool) {
        let named = field(property);
        let bare = named.ident.trim_start_matches("r#");
        let numbered = (2..).map(|number| format!("{bare}_{number}"));
        let mut free = [named.ident.clone(), format!("{bare}_")].into_iter().chain(numbered);
        let found = free.find(|field| !self.taken.contains(field) && !self.is_method(field));
        let field = found.unwrap_or(named.ident);
        self.taken.insert(field.clone());
        let rename = property_name(&field) != property;
        (field, rename)
    }

    fn is_method(&self, field: &str) -> bool {
        let of = field.strip_prefix("clear_").or_else(|| field.strip_prefix("set_or_clear_"));
        PATCH_METHODS.contains(&field) || of.is_some_and(|of| self.properties.iter().any(|property| snake_case(property) == of))
    }
}

/// The template, with a name where its own is taken.
fn constructor_of(template: &str, taken: &mut HashSet<String>) -> String {
    let own = Template::parse(template).constructor_name().unwrap_or_default();
    let whole: Vec<String> =
        template.split('/').filter(|part| !part.is_empty() && !part.starts_with('{')).map(snake_case).collect();
    let whole = whole.join("_");
    let numbered = (2..).map(|number| format!("{whole}_{number}"));
    let candidates = [own.clone(), identifier(&whole)].into_iter().chain(numbered);
    let usable = |name: &String| name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let name = candidates.filter(usable).find(|name| taken.insert(name.clone())).unwrap_or_else(|| own.clone());
    if name == own { format!("\"{template}\"") } else { format!("{name} = \"{template}\"") }
}

/// `name(arguments)` as rustfmt lays an attribute out; `around` is how many characters the line has besides, at most.
fn list(name: &str, arguments: &[String], around: usize) -> String {
    let line = arguments.join(", ");
    let limit = if arguments.len() == 1 { WIDTH } else { ARGUMENTS_WIDTH };
    if line.len() <= limit && !line.contains('\n') && name.len() + 2 + line.len() + around <= WIDTH {
        return format!("{name}({line})");
    }
    let lines = arguments.iter().map(|argument| argument.replace('\n', "\n    "));
    let lines = lines.map(|argument| format!("    {argument}")).collect::<Vec<_>>().join(",\n");
    format!("{name}(\n{lines}\n)")
}

/// A word of a description as rustdoc prints it: no links, no tags, addresses in angle brackets.
fn plain(word: &str) -> String {
    if word.starts_with("http://") || word.starts_with("https://") {
        let address = word.trim_end_matches(['.', ',', ';', ')']);
        return format!("<{address}>{}", word.strip_prefix(address).unwrap_or_default());
    }
    if word.contains("](") || word.contains('`') { word.to_owned() } else { word.replace('[', "\\[").replace('<', "\\<") }
}
