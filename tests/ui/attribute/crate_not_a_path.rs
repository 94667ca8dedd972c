//! A value of `crate` that is not a path.
use graph_core::GraphComplex;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.a", crate = "graph_core")]
pub struct A {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.b", crate)]
pub struct B {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.c", crate = ::graph_core::{self})]
pub struct C {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.d", crate(graph_core))]
pub struct D {}

fn main() {
    let _ = (A::patch(), B::patch(), C::patch(), D::patch());
}
