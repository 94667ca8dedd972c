//! The derives on what no derive can stand on.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
fn user() {}

#[derive(GraphEnum)]
trait Kind {}

fn main() {}
