//! The entities that the emulator serves to the SDKs: a few properties of Graph's own types.

use graph_core::{DateTimeOffset, GraphEntity, GraphEnum, graph_ids, graph_paths};

graph_ids! { pub(crate) GroupId; pub(crate) PlannerTaskId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never")]
pub(crate) struct User {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
}

/// A group, with a few of its properties. Source: [group](https://learn.microsoft.com/graph/api/resources/group).
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never")]
#[graph_paths(v1, "/groups/{groupId}")]
pub(crate) struct Group {
    #[graph(key)]
    pub(crate) id: String,
    #[graph(read_only)]
    pub(crate) created_date_time: DateTimeOffset,
    pub(crate) description: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) group_types: Vec<String>,
    pub(crate) mail_enabled: Option<bool>,
    pub(crate) members: Option<Vec<User>>,
}

/// A task of Planner, with a few of its properties. Source: [plannerTask](https://learn.microsoft.com/graph/api/resources/plannertask).
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.plannerTask", tag = "never")]
#[graph_paths(v1, "/planner/tasks/{plannerTaskId}")]
pub(crate) struct PlannerTask {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) percent_complete: Option<i32>,
    pub(crate) preview_type: PreviewType,
    pub(crate) due_date_time: Option<DateTimeOffset>,
    #[graph(etag)]
    pub(crate) etag: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
pub(crate) enum PreviewType {
    Automatic,
    NoPreview,
    Checklist,
    #[graph(other)]
    Other(String),
}
