//! The derives on an item that cannot have a derive.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
fn user() {}

#[derive(GraphEnum)]
trait Kind {}

fn main() {}
