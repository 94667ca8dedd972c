//! Fixtures for unit tests: a declared entity and responses with it.

use bytes::Bytes;

use super::script::Step;
use crate::model::path::Path;
use crate::{Additional, DateTimeOffset, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub(crate) ThingId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.thing",
    permissions(delegated("Thing.ReadWrite"), application("Thing.ReadWrite.All")),
    crate = crate
)]
#[graph_paths(v1, things = "/things/{thingId}")]
#[graph_paths(beta, things = "/things/{thingId}")]
pub(crate) struct Thing {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) count: i32,
    pub(crate) name: Option<String>,
    #[graph(read_only)]
    pub(crate) created: DateTimeOffset,
    #[graph(etag)]
    pub(crate) etag: Option<String>,
    #[graph(additional)]
    pub(crate) additional: Additional,
}

pub(crate) fn thing() -> Path<Thing> {
    Thing::v1().things(&ThingId::new("a/b").unwrap())
}

/// Returns the JSON of a complete `Thing`.
pub(crate) fn thing_json() -> String {
    r##"{"@odata.type":"#microsoft.graph.thing","@odata.etag":"W/\"7\"","id":"a/b","count":3,"name":null,"created":"2026-11-22T08:00:00Z"}"##
        .into()
}

pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Step {
    Step::response(status, headers, body)
}
