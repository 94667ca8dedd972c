//! Collects the imports between files: every `use` and every inline path, resolved to files.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, ItemUse};

use super::modules::{Modules, flatten};

/// The imports of the workspace: pairs (importing file, imported file), each with the paths that cause it.
#[derive(Default)]
pub(super) struct Imports {
    /// Imports of the files that declare the imported items.
    pub(super) direct: Edges,
    /// The direct imports, plus imports of the files that re-export the imported items, and of modules that a path names.
    pub(super) through_re_exports: Edges,
}

pub(super) type Edges = BTreeMap<(usize, usize), BTreeSet<String>>;

/// Collects the imports of all modules. Leaves out the modules of unit tests, because no other file imports them.
pub(super) fn collect(modules: &Modules) -> Imports {
    let mut imports = Imports::default();
    for (id, module) in modules.modules.iter().enumerate().filter(|(_, module)| !module.test) {
        let mut paths = Vec::new();
        for item in &module.items {
            match item {
                Item::Use(item) => use_paths(item, &mut paths),
                item => scan(item.to_token_stream(), &mut paths),
            }
        }
        for path in paths {
            imports.add(modules, id, &path);
        }
    }
    imports
}

impl Imports {
    fn add(&mut self, modules: &Modules, module: usize, path: &[String]) {
        let from = modules.modules[module].file;
        let resolved = modules.resolve(module, path);
        let text = path.join("::");
        for to in resolved.declared_in {
            if to != from {
                self.direct.entry((from, to)).or_default().insert(text.clone());
                self.through_re_exports.entry((from, to)).or_default().insert(text.clone());
            }
        }
        for to in resolved.by_way_of {
            if to != from {
                self.through_re_exports.entry((from, to)).or_default().insert(text.clone());
            }
        }
    }
}

fn use_paths(item: &ItemUse, paths: &mut Vec<Vec<String>>) {
    let mut leaves = Vec::new();
    flatten(&item.tree, &mut Vec::new(), &mut leaves);
    // A leading `::` names another crate.
    if item.leading_colon.is_none() {
        paths.extend(leaves.into_iter().map(|leaf| leaf.path));
    }
}

/// Finds each path of at least two segments, such as `a::b`, among the tokens and inside macro calls, and adds the path to `paths`.
fn scan(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(ident) if ident == "use" => at = scan_use(&tokens, at, paths),
            TokenTree::Ident(ident) if is_quote(&ident.to_string()) && is_punct(tokens.get(at + 1), '!') => at += 3,
            TokenTree::Ident(_) => at = scan_path(&tokens, at, paths),
            TokenTree::Group(group) => {
                scan(group.stream(), paths);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Returns whether the macro with this name quotes code, as `quote!` does. The tokens inside such a macro belong to another crate.
fn is_quote(name: &str) -> bool {
    matches!(name, "quote" | "quote_spanned" | "parse_quote" | "parse_quote_spanned")
}

/// Reads a `use` inside a function, adds its paths to `paths`, and returns the index of the token after it.
fn scan_use(tokens: &[TokenTree], start: usize, paths: &mut Vec<Vec<String>>) -> usize {
    let Some(end) = (start..tokens.len()).find(|at| is_punct(tokens.get(*at), ';')) else { return start + 1 };
    match syn::parse2::<ItemUse>(tokens[start..=end].iter().cloned().collect()) {
        Ok(item) => {
            use_paths(&item, paths);
            end + 1
        }
        // `use` is also the syntax for precise capturing: `impl Trait + use<T>`.
        Err(_) => start + 1,
    }
}

/// Reads a path that starts at the token with index `start`, adds it to `paths`, and returns the index of the token after it.
fn scan_path(tokens: &[TokenTree], start: usize, paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = Vec::new();
    let mut at = start;
    while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
        path.push(ident.to_string());
        at += 1;
        if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
            break;
        }
        at += 2;
    }
    let continues = start >= 2 && is_punct(tokens.get(start - 1), ':') && is_punct(tokens.get(start - 2), ':');
    let interpolated = start >= 1 && is_punct(tokens.get(start - 1), '#');
    if path.len() > 1 && !continues && !interpolated && path[0] != "Self" {
        paths.push(path);
    }
    at.max(start + 1)
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}
