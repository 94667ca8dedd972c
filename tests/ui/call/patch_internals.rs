//! Patches built or changed through their internals.
mod users {
    use graph_core::GraphEntity;

    #[derive(GraphEntity)]
    #[graph(odata_type = "microsoft.graph.user")]
    pub struct User {
        #[graph(key)]
        pub id: String,
        pub age: i32,
    }
}
use users::{User, UserPatch};

fn main() {
    let _ = UserPatch(Default::default());
    let _ = UserPatch { age: 36 };
    let mut patch = User::patch();
    patch.age = 36;
    patch.0 = Default::default();
}
