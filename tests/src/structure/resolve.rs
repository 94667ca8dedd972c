//! Resolves a Rust path to the file that declares the item at its end.

use super::modules::{Module, Modules, Name};

/// The maximum number of re-exports to follow. The limit stops `use` declarations that refer to themselves.
const DEPTH: usize = 16;

/// The files that a Rust path leads to, by their indexes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Resolved {
    /// The files that declare the item. A type and a function with the same name may be in two files.
    pub(super) declared_in: Vec<usize>,
    /// The files whose `use` declarations or modules the path passes through.
    pub(super) by_way_of: Vec<usize>,
}

impl Modules {
    /// Resolves `path` as written in the module with index `module`. A path into another crate yields no file.
    pub(super) fn resolve(&self, module: usize, path: &[String]) -> Resolved {
        let mut resolved = Resolved::default();
        self.start(module, path, DEPTH, &mut resolved);
        resolved
    }

    fn start(&self, module: usize, path: &[String], depth: usize, resolved: &mut Resolved) -> bool {
        let mut current = module;
        let mut rest = path;
        let mut anchored = false;
        while let [first, after @ ..] = rest {
            current = match first.as_str() {
                "crate" => self.root(module),
                "self" => current,
                "super" => self.modules[current].parent.unwrap_or(current),
                _ => break,
            };
            anchored = true;
            rest = after;
        }
        match rest {
            [] => {
                resolved.declared_in.push(self.modules[current].file);
                true
            }
            _ => self.walk(current, rest, anchored, depth, resolved),
        }
    }

    /// Looks up `path` in the module with index `current`, and adds the files to `resolved`. Returns whether the path was found. If
    /// `anchored` is false, the first name of the path may be the name of another crate.
    fn walk(&self, current: usize, path: &[String], anchored: bool, depth: usize, resolved: &mut Resolved) -> bool {
        let [first, rest @ ..] = path else { return false };
        if depth == 0 {
            return false;
        }
        let module = &self.modules[current];
        let mut found = false;
        for name in module.names.get(first).into_iter().flatten() {
            found |= self.follow(current, name, first, rest, depth, resolved);
        }
        if !found {
            found = self.through_globs(current, module, path, depth, resolved);
        }
        if !found && anchored {
            resolved.declared_in.push(module.file);
            found = true;
        }
        found
    }

    fn follow(&self, module: usize, name: &Name, first: &str, rest: &[String], depth: usize, resolved: &mut Resolved) -> bool {
        let file = self.modules[module].file;
        match name {
            Name::Declared => resolved.declared_in.push(file),
            Name::Module(child) if rest.is_empty() => resolved.by_way_of.push(self.modules[*child].file),
            Name::Module(child) => return self.walk(*child, rest, true, depth, resolved),
            Name::Import(target) if matches!(target.as_slice(), [only] if only == first) => return false,
            Name::Import(target) => {
                let whole: Vec<String> = target.iter().chain(rest).cloned().collect();
                let found = self.start(module, &whole, depth - 1, resolved);
                if found {
                    resolved.by_way_of.push(file);
                }
                return found;
            }
        }
        true
    }

    fn through_globs(&self, current: usize, module: &Module, path: &[String], depth: usize, resolved: &mut Resolved) -> bool {
        module.globs.iter().any(|glob| {
            let Some(target) = self.module_at(current, glob) else { return false };
            let found = target != current && self.walk(target, path, false, depth - 1, resolved);
            if found {
                resolved.by_way_of.push(module.file);
            }
            found
        })
    }

    /// Returns the index of the module that `path` names, as seen from the module with index `module`.
    fn module_at(&self, module: usize, path: &[String]) -> Option<usize> {
        let mut current = module;
        for name in path {
            current = match name.as_str() {
                "crate" => self.root(module),
                "self" => current,
                "super" => self.modules[current].parent?,
                name => self.modules[current].names.get(name)?.iter().find_map(|name| match name {
                    Name::Module(child) => Some(*child),
                    _ => None,
                })?,
            };
        }
        Some(current)
    }
}
