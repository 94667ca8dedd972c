//! The packed schemas that an item or a `graph_paths` attribute names.

use proc_macro2::{Span, TokenStream};

#[cfg(feature = "schema")]
use super::cache;
use crate::attr::reader::Given;
use crate::attr::value::Text;
use crate::crate_path::CratePath;
use crate::errors::Errors;

/// The paths of the packed schemas that an item or a `graph_paths` attribute names, such as `schema/beta.graph`.
#[derive(Default)]
pub(crate) struct SchemaFiles {
    /// The span of the key `schema`. `None` if the files come from `graph_paths` attributes, which report the errors of their files.
    key: Option<Span>,
    files: Vec<Text>,
}

impl SchemaFiles {
    /// Takes the files that the item's own key `schema` names. If the item lacks that key, takes the files that its `graph_paths`
    /// attributes name.
    pub(crate) fn new(own: &Given<Vec<Text>>, of_paths: impl FnOnce() -> Vec<Text>) -> Self {
        match own.span() {
            Some(key) => Self { key: Some(key), files: own.value_or_default() },
            None => Self { key: None, files: of_paths() },
        }
    }

    /// Takes the one file that a `graph_paths` attribute names for the attribute's API version.
    pub(crate) fn one(key: Span, file: Text) -> Self {
        Self { key: Some(key), files: vec![file] }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(crate) fn files(&self) -> &[Text] {
        &self.files
    }

    /// Loads the packed schemas from the files. Reports a file that cannot be loaded, if `key` is set.
    #[cfg(feature = "schema")]
    pub(crate) fn load(&self, errors: &mut Errors) -> LoadedSchemas {
        let (mut schemas, mut new) = (Vec::new(), Vec::new());
        for file in &self.files {
            match cache::load(&file.value) {
                Ok(loaded) => {
                    let path = &file.value;
                    new.extend(loaded.is_new.then(|| path.clone()));
                    schemas.push((format!("`{path}`"), loaded.schema));
                }
                Err(message) if self.key.is_some() => errors.report(file.span, message),
                Err(_) => {}
            }
        }
        LoadedSchemas { schemas, new }
    }

    /// Reports an error for the key `schema`, because the feature `schema` is not enabled.
    #[cfg(not(feature = "schema"))]
    pub(crate) fn load(&self, errors: &mut Errors) -> LoadedSchemas {
        if let Some(key) = self.key {
            errors.report(
                key,
                "the key `schema` needs the feature `schema` of graph-core: write `graph-core = { version = \"…\", features = [\"schema\"] }`",
            );
        }
        LoadedSchemas { new: Vec::new() }
    }
}

/// The loaded schemas that an item or the templates of a `graph_paths` attribute are checked against.
pub(crate) struct LoadedSchemas {
    /// The schemas, each with the name that error messages use for it: the path of its file, in backticks.
    #[cfg(feature = "schema")]
    schemas: Vec<(String, std::sync::Arc<graph_schema::Schema>)>,
    /// The paths of the schema files that no earlier item of the crate named.
    new: Vec<String>,
}

#[cfg(feature = "schema")]
impl LoadedSchemas {
    /// Returns the schemas, each with the name that error messages use for it.
    pub(crate) fn versions(&self) -> Vec<graph_schema::SchemaVersion<'_>> {
        self.schemas.iter().map(|(label, schema)| graph_schema::SchemaVersion { label, schema }).collect()
    }
}

/// Returns a generated item that makes cargo rebuild the user's crate when a schema file changes.
pub(crate) fn tracking(core: &CratePath, loaded: &[LoadedSchemas]) -> Option<TokenStream> {
    let mut files = Vec::new();
    for loaded in loaded {
        files.extend(&loaded.new);
    }
    (!files.is_empty()).then(|| emit!(#core::__private::tracks!(#(#files),*);))
}

/// Joins an error message and its help text, as in `message: help`.
#[cfg(feature = "schema")]
pub(crate) fn with_help(message: &str, help: Option<String>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message}: {help}"))
}
