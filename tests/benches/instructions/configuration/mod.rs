//! An entity of 285 properties, declared twice from one table: with graph-core and by hand.

pub mod by_hand;
mod enums;
pub mod graph;
mod properties;
mod sample;
mod values;
