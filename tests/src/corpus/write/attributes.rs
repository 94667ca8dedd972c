//! Writes the attributes of declarations, which differ between the framework and serde.

use super::flavour::Flavour;
use super::imports::Imports;
use crate::corpus::declare::{Field, PageDeclaration, PathDeclaration, Structure};

/// Writes the attributes of declarations for one library.
pub(super) struct Attributes {
    pub(super) flavour: Flavour,
    /// The std derives of every struct, each followed by `, `.
    pub(super) std_derives: &'static str,
}

impl Attributes {
    fn derive(&self, name: &str, used: &mut Imports) -> String {
        let std_derives = self.std_derives;
        match self.flavour {
            Flavour::Graph => {
                used.core(name);
                format!("#[derive({std_derives}{name})]\n")
            }
            Flavour::Serde => format!("#[derive({std_derives}serde::Serialize, serde::Deserialize)]\n"),
        }
    }

    pub(super) fn structure(&self, structure: &Structure, more: &str, used: &mut Imports) -> String {
        let derive = self.derive(if structure.is_entity() { "GraphEntity" } else { "GraphComplex" }, used);
        match self.flavour {
            Flavour::Graph => {
                let bases = texts(&structure.bases);
                let bases = if bases.is_empty() { bases } else { format!(", base({bases})") };
                let keyless = if structure.keyless { ", keyless" } else { "" };
                format!("{derive}#[graph(odata_type = {:?}{bases}{keyless}{more})]\n", structure.odata_type)
            }
            Flavour::Serde => format!("{derive}#[serde(rename_all = \"camelCase\")]\n"),
        }
    }

    pub(super) fn enumeration(&self, flags: bool, used: &mut Imports) -> String {
        let derive = self.derive("GraphEnum", used);
        match self.flavour {
            Flavour::Graph if flags => format!("{derive}#[graph(flags)]\n"),
            Flavour::Graph => derive,
            Flavour::Serde => format!("{derive}#[serde(rename_all = \"camelCase\")]\n"),
        }
    }

    pub(super) fn derived(&self, base: &str, used: &mut Imports) -> String {
        let derive = self.derive("GraphDerived", used);
        match self.flavour {
            Flavour::Graph => format!("{derive}#[graph(base = {base:?})]\n"),
            Flavour::Serde => format!("{derive}#[serde(tag = \"@odata.type\")]\n"),
        }
    }

    pub(super) fn field(&self, field: &Field) -> String {
        match self.flavour {
            Flavour::Graph => {
                let key = field.key.then(|| "key".to_owned());
                let rename = field.needs_rename().then(|| format!("rename = {:?}", field.wire));
                let all: Vec<String> = key.into_iter().chain(rename).collect();
                if all.is_empty() { String::new() } else { format!("#[graph({})] ", all.join(", ")) }
            }
            Flavour::Serde if field.needs_rename() => format!("#[serde(rename = {:?})] ", field.wire),
            Flavour::Serde => String::new(),
        }
    }

    pub(super) fn rename(&self, name: &str) -> String {
        match self.flavour {
            Flavour::Graph => format!("#[graph(rename = {name:?})] "),
            Flavour::Serde => format!("#[serde(rename = {name:?})] "),
        }
    }

    pub(super) fn page(&self, page: &PageDeclaration, module: &str, used: &mut Imports) -> String {
        if self.flavour == Flavour::Serde {
            return self.structure(&page.structure, "", used);
        }
        let groups: Vec<_> = page.permissions.iter().map(|(kind, names)| format!("{kind}({})", texts(names))).collect();
        let permissions = if groups.is_empty() { String::new() } else { format!(", permissions({})", groups.join(", ")) };
        let tag = if page.tagged { "" } else { ", tag = \"never\"" };
        let head = self.structure(&page.structure, &format!("{permissions}{tag}"), used);
        head + &self.paths(&page.paths, module, used)
    }

    pub(super) fn paths(&self, paths: &[PathDeclaration], module: &str, used: &mut Imports) -> String {
        if paths.is_empty() {
            return String::new();
        }
        used.core("graph_paths");
        let mut text = format!("#[graph_paths({module}, ids = crate::ids");
        for path in paths {
            let name = if path.named { format!("{} = ", path.constructor) } else { String::new() };
            text += &format!(",\n    {name}{:?}", path.template);
        }
        text + "\n)]\n"
    }
}

fn texts(texts: &[String]) -> String {
    texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ")
}
