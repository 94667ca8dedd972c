//! The entities that queries are compared on, as `cap/srv/library.cds` declares them.

use graph_core::model::{Decimal, TimeOfDay};
use graph_core::{Date, DateTimeOffset, Expanded, Flags, GraphComplex, GraphEntity, GraphEnum, Guid, graph_ids, graph_paths};

graph_ids! { pub(crate) ShelfId; pub(crate) VolumeId; }

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "library.shelves", tag = "never")]
#[graph_paths(v1, "/shelves/{shelfId}", "/shelves/{shelfId}/holds/$ref", "/shelves/{shelfId}/volumes/$ref")]
#[graph_paths(v1, "/shelves/{shelfId}/inside/$ref", "/shelves/$count")]
pub(crate) struct Shelf {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    #[graph(rename = "inside_id")]
    pub(crate) inside_id: Option<String>,
    pub(crate) inside: Option<Box<Shelf>>,
    pub(crate) holds: Option<Expanded<Shelf>>,
    pub(crate) volumes: Option<Expanded<Volume>>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "library.volumes", tag = "never")]
#[graph_paths(v1, "/volumes/{volumeId}", "/volumes/{volumeId}/shelf/$ref", "/volumes/$count", "/volumes/delta")]
pub(crate) struct Volume {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) code: Option<Guid>,
    pub(crate) pages: Option<i32>,
    pub(crate) bytes: Option<i64>,
    pub(crate) price: Option<Decimal>,
    pub(crate) weight: Option<f64>,
    pub(crate) lent: Option<bool>,
    pub(crate) bought: Option<Date>,
    pub(crate) opens: Option<TimeOfDay>,
    pub(crate) changed: Option<DateTimeOffset>,
    pub(crate) kind: Option<Kind>,
    pub(crate) languages: Option<Flags<Language>>,
    pub(crate) tags: Option<Vec<String>>,
    /// The place of the volume. Only the emulator has this property, because CAP flattens objects.
    pub(crate) place: Option<Place>,
    #[graph(rename = "shelf_id")]
    pub(crate) shelf_id: Option<String>,
    pub(crate) shelf: Option<Box<Shelf>>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphComplex)]
#[graph(odata_type = "library.place", tag = "never")]
pub(crate) struct Place {
    pub(crate) city: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
pub(crate) enum Kind {
    Paper,
    Audio,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags)]
pub(crate) enum Language {
    German,
    French,
    Italian,
    #[graph(other)]
    Other(String),
}
