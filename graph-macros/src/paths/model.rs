//! The model of `#[graph_paths(...)]`: the path templates of one API version, each with the name of its constructor.

use proc_macro2::Ident;
use syn::Path;

use super::template::Template;
use crate::schema::files::SchemaFiles;

/// An API version of Graph.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(super) const ALL: [Self; 2] = [Self::V1, Self::Beta];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::Beta => "beta",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }
}

/// The contents of one `graph_paths` attribute: an API version, its path templates and the options.
#[derive(Default)]
pub(crate) struct VersionedPaths {
    /// The API version, or `None` if it is missing or wrong. The templates then count for both versions.
    pub(super) version: Option<Version>,
    /// The path of the module that contains the id types: the value of the option `ids`, or `None` if the id types are in scope.
    pub(super) ids: Option<Path>,
    /// The file of the packed schema that the templates are checked against.
    pub(super) schemas: SchemaFiles,
    pub(super) templates: Vec<NamedTemplate>,
    /// Whether a template could not be read, so that the name of its constructor is unknown.
    pub(super) is_incomplete: bool,
}

/// A path template and the name of its constructor.
pub(super) struct NamedTemplate {
    pub(super) name: Ident,
    pub(super) template: Template,
    /// Whether the documentation omits a cast that the schema requires, so that the template is in `elided_cast(…)`.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    pub(super) elided_cast: bool,
}

impl VersionedPaths {
    pub(super) fn may_be_of(&self, version: Version) -> bool {
        self.version.is_none_or(|known| known == version)
    }

    /// Returns the texts of the path templates.
    #[cfg(feature = "schema")]
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(|named| named.template.text())
    }
}
