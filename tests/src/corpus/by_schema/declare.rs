//! Makes one declaration per page: from the schema's type and those of the page's paths that resolve in the schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use graph_schema::csdl::read_csdl;
use graph_schema::declare::{Request, declare as print};
use graph_schema::pack::pack;
use graph_schema::syntax::case::snake_case;
use graph_schema::syntax::template::Template;
use graph_schema::{Resolution, Schema};

use crate::Result;
use crate::corpus::declare::{PathDeclaration, placeholders};
use crate::corpus::facts::{Corpus, Page};
use crate::corpus::failure::Failure;
use crate::corpus::names::Scope;

/// The declarations of the entities on the API pages of a corpus folder, made from the service's schemas.
pub struct Declared {
    /// The declarations of each API version.
    pub versions: Vec<DeclaredVersion>,
    /// One failure for each page whose entity is not in the schema, and for each path that does not resolve in the schema.
    pub left_out: Vec<Failure>,
}

/// The declarations of one API version.
pub struct DeclaredVersion {
    /// The Rust module of the declarations: `v1` or `beta`.
    pub module: &'static str,
    /// The packed schema's file, relative to the crate's folder.
    pub file: String,
    /// The text of the packed schema.
    pub packed: String,
    /// One declaration for each page.
    pub pages: Vec<DeclaredPage>,
}

/// The declaration of a page's entity.
pub struct DeclaredPage {
    /// The page's line in `pages.jsonl`, from 0.
    pub line: usize,
    /// The Rust module that contains the declaration.
    pub module: String,
    /// The Rust name of the entity's struct.
    pub ident: String,
    /// The declaration's text: the output of `graph-schema declare`.
    pub text: String,
    /// The paths of the page that the text declares.
    pub paths: Vec<PathDeclaration>,
}

/// Declares the pages' entities from the `$metadata` documents in the folder `schemas`: the files whose names begin with `v1.0` and `beta`.
/// With `checked`, the compiler checks the declarations against the schemas.
///
/// # Errors
/// A schema is missing or malformed, or does not pack.
pub fn declare(corpus: &Corpus, schemas: &Path, checked: bool) -> Result<Declared> {
    let mut declared = Declared { versions: Vec::new(), left_out: Vec::new() };
    for (version, module) in [("v1.0", "v1"), ("beta", "beta")] {
        let schema = metadata(schemas, version)?;
        let pages = corpus.pages.iter().filter(|page| page.version == version && page.is_patch);
        let known: Vec<_> = pages.filter_map(|page| known(&schema, page, &mut declared.left_out)).collect();
        let names: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
        let templates: Vec<&str> = known.iter().flat_map(|known| &known.templates).copied().collect();
        let packed = pack(&schema, &names, &templates)?.to_string();
        let file = format!("schema/{version}.graph");
        let mut modules = Scope::default();
        let pages: Result<Vec<_>> = known
            .iter()
            .map(|known| {
                let module = modules.give(&snake_case(known.page.page.trim_end_matches(".md")), &[]);
                page(&schema, known, module, checked.then_some(file.as_str()))
            })
            .collect();
        declared.versions.push(DeclaredVersion { module, file, packed, pages: pages? });
    }
    Ok(declared)
}

/// Returns the schema of an API version in the folder, such as `v1.0`.
///
/// # Errors
/// The folder has no such schema, or the schema is malformed.
pub fn metadata(folder: &Path, version: &str) -> Result<Schema> {
    read_csdl(&metadata_text(folder, version)?)
        .map_err(|error| format!("{}, schema of {version}: {error}", folder.display()).into())
}

/// Returns the text of the `$metadata` document of an API version in the folder.
///
/// # Errors
/// The folder has no such document.
pub fn metadata_text(folder: &Path, version: &str) -> Result<String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let files = fs::read_dir(folder).map_err(failed)?.flatten();
    let file = files.map(|file| file.path()).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(version) && name.ends_with(".xml")
    });
    let file = file.ok_or_else(|| format!("{} has no schema of {version}", folder.display()))?;
    Ok(fs::read_to_string(&file)?)
}

/// A page whose entity is in the schema.
struct Known<'c> {
    page: &'c Page,
    name: String,
    templates: Vec<&'c str>,
}

fn known<'c>(schema: &Schema, page: &'c Page, left_out: &mut Vec<Failure>) -> Option<Known<'c>> {
    let name = page.qualified_name();
    if schema.structured(&name).is_none() {
        left_out.push(Failure::new(page.label(), "entity", format!("the schema has no `{name}`")));
        return None;
    }
    let mut templates = Vec::new();
    for template in page.paths.iter().collect::<BTreeSet<_>>() {
        let verdict = placeholders(template).map(|_| schema.resolve(template, Some(&name)));
        let reason = match verdict {
            Ok(Resolution::Fails(failure)) => failure.message(template),
            Ok(_) => {
                templates.push(template.as_str());
                continue;
            }
            Err(reason) => reason,
        };
        left_out.push(Failure::new(page.label(), format!("path {template}"), reason));
    }
    Some(Known { page, name, templates })
}

fn page(schema: &Schema, known: &Known<'_>, module: String, checked_against: Option<&str>) -> Result<DeclaredPage> {
    let Known { page, name, templates } = known;
    let request = Request { name, templates, beta: page.version == "beta", checked_against, ..Request::default() };
    let text = print(schema, &request)?;
    let paths = templates.iter().filter_map(|template| path(&text, template)).collect();
    let ident = text.split("pub struct ").nth(1).and_then(|rest| rest.split(' ').next()).ok_or("no struct is declared")?;
    Ok(DeclaredPage { line: page.line, module, ident: ident.to_owned(), paths, text })
}

/// Finds the path with this template in a declaration's text. Returns `None` if the text spells the placeholders of this template
/// differently.
fn path(text: &str, template: &str) -> Option<PathDeclaration> {
    let (before, _) = text.split_once(&format!("\"{template}\""))?;
    let named = before.strip_suffix(" = ").and_then(|before| before.rsplit([' ', '(', '\n']).next());
    Some(PathDeclaration {
        constructor: named.map_or_else(|| Template::parse(template).constructor_name().unwrap_or_default(), str::to_owned),
        named: named.is_some(),
        template: template.to_owned(),
        ids: placeholders(template).ok()?,
    })
}
