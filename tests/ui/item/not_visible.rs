//! Generated items have the visibility of the declaration.
mod inner {
    use graph_core::GraphEntity;

    #[derive(GraphEntity)]
    #[graph(odata_type = "microsoft.graph.user")]
    struct User {
        #[graph(key)]
        id: String,
    }

    #[derive(GraphEntity)]
    #[graph(odata_type = "microsoft.graph.group")]
    pub struct Group {
        #[graph(key)]
        id: String,
    }
}

fn main() {
    let _: inner::User;
    let group = inner::Group::patch();
    let _ = group.0;
    let _ = inner::UserPatch::default();
}
