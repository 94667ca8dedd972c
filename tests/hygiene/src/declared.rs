//! One declaration of each kind.

use renamed::{
    Additional, Date, DateTimeOffset, Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped, graph_ids, graph_paths,
};

graph_ids! {
    /// The key of a whole.
    pub WholeId;
    pub FirmId;
}

/// The kind of a thing.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(crate = ::renamed)]
#[non_exhaustive]
pub enum Kind {
    /// The one.
    One,
    /// The other.
    TheOther,
    /// None of them.
    #[graph(other)]
    Unlisted(String),
}

/// The colours of a thing.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags, crate = ::renamed)]
#[non_exhaustive]
pub enum Colour {
    /// None of them.
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
    /// It holds itself.
    pub again: Option<Box<Self>>,
    /// Its colours.
    pub colours: Flags<Colour>,
    /// Undeclared properties.
    #[graph(additional)]
    pub rest: Additional,
}

/// An entity, its paths above the derive.
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
    /// A number that is absent at times.
    #[graph(not_null)]
    pub count: Option<i32>,
    /// Its kind.
    pub kind: Kind,
    /// A complex value.
    pub inner: Option<Inner>,
    /// Values of types that derive from one.
    pub parts: Vec<AnyPart>,
    /// Its version.
    #[graph(etag)]
    pub etag: Option<String>,
}

/// An entity, its paths below the derive.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "firm.part", base = "firm.base", crate = ::renamed)]
#[graph_paths(v1, "/parts")]
#[non_exhaustive]
pub struct Part {
    /// The key.
    #[graph(key)]
    pub id: String,
}

/// A value of a type that derives from the base.
#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "firm.base", crate = ::renamed)]
#[non_exhaustive]
pub enum AnyPart {
    /// A part.
    Part(Part),
    /// A complex value.
    Inner(Box<Inner>),
    /// Of no known type.
    #[graph(other)]
    Other(Untyped),
}
