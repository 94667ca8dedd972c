//! The expressions of `$filter` and `$orderby`: tokens, a syntax tree, names and types, and their value on an object.

mod ast;
mod bind;
mod evaluate;
mod function;
mod order;
mod parse;
mod predicate;
mod search;
mod token;
mod value;

pub(super) use order::Order;
pub(super) use predicate::Predicate;
pub(super) use search::Search;
