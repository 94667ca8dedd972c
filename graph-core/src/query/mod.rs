//! Query options: property names, filters and their literals.

pub(crate) mod filter;
pub(crate) mod literal;
pub(crate) mod options;
pub(crate) mod property_name;

pub use filter::Filter;
pub use literal::Literal;
pub use property_name::PropertyName;
