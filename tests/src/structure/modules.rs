//! Builds the module tree of each crate: the file of each module, and the names that the module declares.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use syn::{Item, ItemMod, UseTree};

use super::sources::{self, Source};
use crate::Result;

/// The meaning of a name that a module declares.
#[derive(Clone, Debug)]
pub(super) enum Name {
    /// An item in the module's own file.
    Declared,
    Module(usize),
    /// A name that a `use` imports, with the imported path.
    Import(Vec<String>),
}

/// A module, inline or in its own file.
pub(super) struct Module {
    pub(super) file: usize,
    pub(super) parent: Option<usize>,
    pub(super) names: HashMap<String, Vec<Name>>,
    pub(super) globs: Vec<Vec<String>>,
    /// Whether the module is compiled for unit tests only.
    pub(super) test: bool,
    /// The items of the module, except its inline modules.
    pub(super) items: Vec<Item>,
}

/// The modules of all crates in the workspace.
#[derive(Default)]
pub(super) struct Modules {
    pub(super) modules: Vec<Module>,
}

struct Builder<'a> {
    sources: &'a [Source],
    files: HashMap<&'a Path, usize>,
    tree: Modules,
}

impl Modules {
    /// Parses all crates in `sources`.
    ///
    /// # Errors
    /// A file is not valid Rust.
    pub(super) fn parse(sources: &[Source]) -> Result<Self> {
        let files = sources.iter().enumerate().map(|(index, source)| (source.path.as_path(), index)).collect();
        let mut builder = Builder { sources, files, tree: Self::default() };
        for (index, source) in sources.iter().enumerate() {
            if sources::is_root(&source.path) {
                let folder = source.path.parent().unwrap_or(Path::new("")).to_owned();
                builder.file(index, None, false, &folder)?;
            }
        }
        Ok(builder.tree)
    }

    /// Returns the root module of the crate that a module belongs to.
    pub(super) fn root(&self, mut module: usize) -> usize {
        while let Some(parent) = self.modules[module].parent {
            module = parent;
        }
        module
    }
}

impl Builder<'_> {
    /// Adds the module of a whole file, and returns its index. `folder`: where the files of its child modules are.
    fn file(&mut self, file: usize, parent: Option<usize>, test: bool, folder: &Path) -> Result<usize> {
        let source = &self.sources[file];
        let parsed = syn::parse_file(&source.text).map_err(|error| format!("{}: {error}", source.path.display()))?;
        self.module(file, parent, test, folder, parsed.items)
    }

    fn module(&mut self, file: usize, parent: Option<usize>, test: bool, folder: &Path, items: Vec<Item>) -> Result<usize> {
        let id = self.tree.modules.len();
        let module = Module { file, parent, names: HashMap::new(), globs: Vec::new(), test, items: Vec::new() };
        self.tree.modules.push(module);
        for item in items {
            if let Item::Mod(child) = item {
                let name = child.ident.to_string();
                if let Some(child) = self.child(file, id, folder, child)? {
                    self.declare(id, name, Name::Module(child));
                }
                continue;
            }
            if let Item::Use(import) = &item {
                let mut leaves = Vec::new();
                flatten(&import.tree, &mut Vec::new(), &mut leaves);
                for leaf in leaves {
                    match leaf.name {
                        Some(name) => self.declare(id, name, Name::Import(leaf.path)),
                        None => self.tree.modules[id].globs.push(leaf.path),
                    }
                }
            } else if let Some(name) = name_of(&item) {
                self.declare(id, name, Name::Declared);
            }
            self.tree.modules[id].items.push(item);
        }
        Ok(id)
    }

    fn child(&mut self, file: usize, parent: usize, folder: &Path, child: ItemMod) -> Result<Option<usize>> {
        let inside = folder.join(child.ident.to_string());
        let test = self.tree.modules[parent].test || is_test(&child);
        if let Some((_, items)) = child.content {
            return self.module(file, Some(parent), test, &inside, items).map(Some);
        }
        let candidates = match path_attribute(&child) {
            Some(path) => vec![folder.join(path)],
            None => vec![inside.with_extension("rs"), inside.join("mod.rs")],
        };
        let found = candidates.iter().find_map(|candidate| self.files.get(normal(candidate).as_path()).copied());
        found.map(|found| self.file(found, Some(parent), test, &inside)).transpose()
    }

    fn declare(&mut self, module: usize, name: String, what: Name) {
        self.tree.modules[module].names.entry(name).or_default().push(what);
    }
}

/// A single import in a `use` tree: the imported path, and the name under which the path is imported. `name` is `None` for a glob import.
pub(super) struct Leaf {
    pub(super) path: Vec<String>,
    pub(super) name: Option<String>,
}

/// Splits a `use` tree into its single imports, and adds them to `leaves`. `before` is the path before the tree.
pub(super) fn flatten(tree: &UseTree, before: &mut Vec<String>, leaves: &mut Vec<Leaf>) {
    let joined = |before: &[String], last: &syn::Ident| {
        let mut path = before.to_vec();
        if last != "self" || before.is_empty() {
            path.push(last.to_string());
        }
        path
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Name(name) => {
            let path = joined(before, &name.ident);
            leaves.push(Leaf { name: path.last().cloned(), path });
        }
        UseTree::Rename(rename) => {
            leaves.push(Leaf { path: joined(before, &rename.ident), name: Some(rename.rename.to_string()) });
        }
        UseTree::Glob(_) => leaves.push(Leaf { path: before.clone(), name: None }),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, leaves)),
    }
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Returns whether the module has `#[cfg(test)]`, or a `cfg` that mentions `test`.
fn is_test(module: &ItemMod) -> bool {
    module.attrs.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string().contains("test"),
        _ => false,
    })
}

fn path_attribute(module: &ItemMod) -> Option<String> {
    let attribute = module.attrs.iter().find(|attribute| attribute.path().is_ident("path"))?;
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
    Some(text.value())
}

/// Returns the file path with each `..` resolved.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path {
        if part == ".." {
            normal.pop();
        } else {
            normal.push(part);
        }
    }
    normal
}
