//! Permissions that are not grouped by kind of access.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.a", permissions = "User.Read")]
pub struct A {
    #[graph(key)]
    pub id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.b", permissions("User.Read", "User.Read.All"))]
pub struct B {
    #[graph(key)]
    pub id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.c", permissions(delegated = "User.Read", application("A" "B")))]
pub struct C {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let _ = (A::patch(), B::patch(), C::patch());
}
