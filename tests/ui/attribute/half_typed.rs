//! Half-typed attributes, as an editor sends them.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = )]
pub struct A {
    #[graph(key, )]
    pub id: String,
    #[graph()]
    pub x: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.b", =)]
pub struct B {
    #[graph(key =)]
    pub id: String,
    #[graph(re)]
    pub x: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.c", permissions(delegated))]
pub struct C {
    #[graph(k)]
    pub id: String,
    #[graph(rename = "a",, )]
    pub x: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.d", permissions())]
pub struct D {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let _ = (A::patch().x(1), B::patch().x(1), C::patch().x(1), D::patch());
}
