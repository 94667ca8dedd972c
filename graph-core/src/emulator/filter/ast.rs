//! The syntax tree of a `$filter` or `$orderby` expression, before names are resolved.

/// A parsed expression, whose names are not resolved yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr<'a> {
    Literal(Literal<'a>),
    /// A property path: `a/b`, `x/a`, `$it`, `members/$count`.
    Path(Vec<&'a str>),
    /// A function call: the function's name and the arguments.
    Call(&'a str, Vec<Expr<'a>>),
    /// A condition on the elements of a collection: `path/any(x:…)`, `path/all(x:…)`, or `path/any()` without a body.
    Lambda {
        path: Vec<&'a str>,
        all: bool,
        body: Option<(&'a str, Box<Expr<'a>>)>,
    },
    Compare(Comparison, Box<Expr<'a>>, Box<Expr<'a>>),
    Arithmetic(Arithmetic, Box<Expr<'a>>, Box<Expr<'a>>),
    Negate(Box<Expr<'a>>),
    In(Box<Expr<'a>>, Vec<Expr<'a>>),
    Has(Box<Expr<'a>>, Box<Expr<'a>>),
    And(Vec<Expr<'a>>),
    Or(Vec<Expr<'a>>),
    Not(Box<Expr<'a>>),
}

/// A literal value as written. Its type is decided later, by the operand that it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal<'a> {
    Quoted(String),
    /// Quoted text with a prefix: `duration'PT1S'`, or `microsoft.graph.color'red'` for an enumeration member. Holds the prefix and the
    /// text.
    Typed(&'a str, String),
    /// Unquoted text: `null`, `true`, a number, a date or a GUID.
    Word(&'a str),
}

/// A comparison operator, such as `eq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// An arithmetic operator, such as `add`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    /// The operator `div`, which drops the fraction if both operands are integers.
    Divide,
    /// The operator `divby`, which keeps the fraction.
    DivideBy,
    Modulo,
}

impl Comparison {
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }

    /// Returns `true` if the operator needs values with an order, such as `lt`.
    pub(super) fn needs_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

impl Arithmetic {
    pub(super) fn additive(word: &str) -> Option<Self> {
        match word {
            "add" => Some(Self::Add),
            "sub" => Some(Self::Subtract),
            _ => None,
        }
    }

    pub(super) fn multiplicative(word: &str) -> Option<Self> {
        match word {
            "mul" => Some(Self::Multiply),
            "div" => Some(Self::Divide),
            "divby" => Some(Self::DivideBy),
            "mod" => Some(Self::Modulo),
            _ => None,
        }
    }
}

impl std::fmt::Display for Literal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Quoted(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Typed(name, text) => write!(f, "{name}'{}'", text.replace('\'', "''")),
            Self::Word(word) => f.write_str(word),
        }
    }
}
