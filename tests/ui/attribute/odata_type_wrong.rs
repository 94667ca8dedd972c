//! Invalid type names.
use graph_core::GraphComplex;

#[derive(GraphComplex)]
#[graph(odata_type = "#microsoft.graph.user")]
pub struct WithHash {}

#[derive(GraphComplex)]
#[graph(odata_type = "DeviceSettings")]
pub struct WithoutNamespace {}

#[derive(GraphComplex)]
#[graph(odata_type = "")]
pub struct Empty {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.device settings")]
pub struct WithSpace {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft/graph/settings")]
pub struct WithSlashes {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.")]
pub struct Unfinished {}

fn main() {
    let _ = (WithHash::patch(), WithoutNamespace::patch(), Empty::patch(), WithSpace::patch());
}
