//! The derives on an item that takes no derives.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
fn user() {}

#[derive(GraphEnum)]
trait Kind {}

fn main() {}
