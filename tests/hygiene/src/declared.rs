//! One declaration of each kind.

use renamed::{
    Additional, Date, DateTimeOffset, Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped, graph_ids, graph_paths,
};

graph_ids! {
    /// The key of an entity.
    pub WholeId;
    pub FirmId;
}

/// The kind of a thing.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(crate = ::renamed)]
#[non_exhaustive]
pub enum Kind {
    /// The first member.
    One,
    /// The second member.
    TheOther,
    /// Any other member.
    #[graph(other)]
    Unlisted(String),
}

/// The colours of a thing.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags, crate = ::renamed)]
#[non_exhaustive]
pub enum Colour {
    /// Any other member.
    #[graph(other)]
    Other(String),
    /// Red.
    Red,
}

/// A complex value.
#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "firm.inner", base = "firm.base", crate = ::renamed, tag = "never")]
#[non_exhaustive]
pub struct Inner {
    /// A value of the same type.
    pub again: Option<Box<Self>>,
    /// Its colours.
    pub colours: Flags<Colour>,
    /// Undeclared properties.
    #[graph(additional)]
    pub rest: Additional,
}

/// An entity whose paths are above the derive.
#[graph_paths(v1, "/wholes/{wholeId}")]
#[graph_paths(beta, ids = crate::declared, "/wholes/{wholeId}", of_firm = "/firms/{firmId}/wholes/{wholeId}/microsoft.graph.part")]
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "firm.whole", crate = ::renamed, permissions(delegated("Whole.Read")))]
#[non_exhaustive]
pub struct Whole {
    /// The key.
    #[graph(key)]
    pub id: String,
    /// A name.
    pub name: Option<String>,
    /// A day.
    pub day: Option<Date>,
    /// A time.
    #[graph(read_only)]
    pub created: DateTimeOffset,
    /// A number that may be absent.
    #[graph(not_null)]
    pub count: Option<i32>,
    /// Its kind.
    pub kind: Kind,
    /// A complex value.
    pub inner: Option<Inner>,
    /// Values of derived types.
    pub parts: Vec<AnyPart>,
    /// Its version.
    #[graph(etag)]
    pub etag: Option<String>,
}

/// An entity whose paths are below the derive.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "firm.part", base = "firm.base", crate = ::renamed)]
#[graph_paths(v1, "/parts")]
#[non_exhaustive]
pub struct Part {
    /// The key.
    #[graph(key)]
    pub id: String,
}

/// A value of a derived type.
#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "firm.base", crate = ::renamed)]
#[non_exhaustive]
pub enum AnyPart {
    /// A part.
    Part(Part),
    /// A complex value.
    Inner(Box<Inner>),
    /// A value of another type.
    #[graph(other)]
    Other(Untyped),
}
