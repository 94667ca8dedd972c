//! A raw string, and one from a macro.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, r#"/users/{user.id}/a"#)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

macro_rules! declare {
    ($name:ident, $template:literal) => {
        #[derive(GraphEntity)]
        #[graph(odata_type = "microsoft.graph.group")]
        #[graph_paths(v1, $template)]
        pub struct $name {
            #[graph(key)]
            pub id: String,
        }
    };
}
declare!(Group, "/groups/{groupId}/");

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = User::v1().a(&user);
    let _ = (&user, &group);
    Ok(())
}
