//! The key `schema`: a declaration is held against the service's own schema while it compiles.
//!
//! Without the feature of that name nothing is left of it but the error that names the feature.

#[cfg(feature = "schema")]
mod enumeration;
#[cfg(feature = "schema")]
mod files;

use proc_macro2::{Span, TokenStream};

use crate::attr::{Attributes, Text};
use crate::ctxt::Ctxt;
use crate::runtime::Runtime;
#[cfg(feature = "schema")]
pub(crate) use enumeration::check as check_enumeration;

/// The packed schemas that an item names.
#[derive(Default)]
pub(crate) struct Schemas {
    key: Option<Span>,
    files: Vec<Text>,
}

impl Schemas {
    /// Those of the item's own key, or else those of its paths, which are good for its properties too.
    pub(crate) fn of(attributes: &Attributes, paths: impl FnOnce() -> Vec<Text>) -> Self {
        match attributes.span("schema") {
            Some(key) => Self { key: Some(key), files: attributes.texts("schema") },
            None => Self { key: None, files: paths() },
        }
    }

    /// The one of the paths of one version.
    pub(crate) fn one(key: Span, file: Text) -> Self {
        Self { key: Some(key), files: vec![file] }
    }

    /// Whether none is named.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(crate) fn files(&self) -> &[Text] {
        &self.files
    }

    /// Reads the files. What is wrong with one is reported where the key stands that names it.
    #[cfg(feature = "schema")]
    pub(crate) fn read(&self, ctxt: &mut Ctxt) -> Held {
        let (mut schemas, mut tracked) = (Vec::new(), Vec::new());
        for file in &self.files {
            match files::read(&file.value) {
                Ok(read) => {
                    let path = &file.value;
                    tracked.extend(read.first.then(|| path.clone()));
                    schemas.push((format!("`{path}`"), read.schema));
                }
                Err(message) if self.key.is_some() => ctxt.error(file.span, message),
                Err(_) => {}
            }
        }
        Held { schemas, tracked }
    }

    /// Reports that the feature is missing.
    #[cfg(not(feature = "schema"))]
    pub(crate) fn read(&self, ctxt: &mut Ctxt) -> Held {
        if let Some(key) = self.key {
            ctxt.error(
                key,
                "`schema` needs a feature of graph-core: `graph-core = { version = \"…\", features = [\"schema\"] }`",
            );
        }
        Held { tracked: Vec::new() }
    }
}

/// What an item is held against.
pub(crate) struct Held {
    #[cfg(feature = "schema")]
    schemas: Vec<(String, std::sync::Arc<graph_schema::Schema>)>,
    /// The files that no item of the crate named before.
    tracked: Vec<String>,
}

#[cfg(feature = "schema")]
impl Held {
    /// The schemas with what messages call them.
    pub(crate) fn versions(&self) -> Vec<graph_schema::SchemaVersion<'_>> {
        self.schemas.iter().map(|(label, schema)| graph_schema::SchemaVersion { label, schema }).collect()
    }
}

/// By this cargo knows that the crate is to be compiled again when a file changes.
pub(crate) fn tracking(core: &Runtime, held: &[Held]) -> Option<TokenStream> {
    let files: Vec<_> = held.iter().flat_map(|held| &held.tracked).collect();
    (!files.is_empty()).then(|| emit!(#core::__private::tracks!(#(#files),*);))
}

/// What is wrong and, where that can be told, what to write instead.
#[cfg(feature = "schema")]
pub(crate) fn told(message: &str, help: Option<String>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message}: {help}"))
}
