//! The syntax tree of `$filter`, and the types of the properties that it names.

use std::collections::BTreeSet;

use super::value::Value;

/// A condition. The paths in the body of a lambda begin at the element of the innermost lambda; the path of the element itself is empty.
#[derive(Clone, Debug)]
pub enum Expr {
    False,
    Test(String, Test),
    Lambda { path: String, all: bool, body: Option<Box<Expr>> },
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
}

/// A condition on the value of one path.
#[derive(Clone, Debug)]
pub enum Test {
    Compare(Operator, Value),
    In(Vec<Value>),
    Call(Function, String),
    Has(BTreeSet<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Contains,
    StartsWith,
    EndsWith,
}

/// The type of a property.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Bool,
    Int,
    Single,
    Double,
    Decimal,
    Text,
    Instant,
    Date,
    Time,
    Length,
    Guid,
    Member,
    Flags,
    Object(&'static Structure),
    List(&'static Kind),
}

/// The names and types of an object's properties.
#[derive(Debug)]
pub struct Structure(pub &'static [(&'static str, Kind)]);

impl Kind {
    /// Returns the type of the value that a path leads to.
    pub fn at(self, path: &str) -> Result<Self, String> {
        path.split('/').filter(|name| !name.is_empty()).try_fold(self, |kind, name| match kind {
            Self::Object(Structure(properties)) => {
                let found = properties.iter().find(|(declared, _)| *declared == name);
                found.map(|(_, kind)| *kind).ok_or_else(|| format!("no property `{name}`"))
            }
            Self::List(_) if name == "$count" => Ok(Self::Int),
            _ => Err(format!("no path leads on to `{name}`")),
        })
    }
}
