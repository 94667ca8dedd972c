//! Values as `$filter` spells them.

use std::borrow::Cow;
use std::fmt;

use crate::model::descriptor::Edm;
use crate::model::enumeration::{FlagsEnum, GraphEnum};
use crate::model::flags::Flags;
use crate::model::property_value::PropertyValue;
use crate::model::value_ref::ValueRef;
use crate::model::write::float_text;

/// A value as a [`Filter`](super::filter::Filter) spells it, such as `'text'`, `3` or `null`.
///
/// Source: [OData 4.01 ABNF, `primitiveLiteral`][abnf].
///
/// ```
/// use graph_core::Filter;
/// use graph_core::query::Literal;
/// # use graph_core::GraphEntity;
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.group")]
/// # struct Group {
/// #     #[graph(key)]
/// #     id: String,
/// # }
///
/// let filter = Filter::<Group>::raw(format!("tolower(displayName) eq {}", Literal::from("o'neil")));
/// assert_eq!(filter.to_string(), "tolower(displayName) eq 'o''neil'");
/// ```
///
/// [abnf]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal(String);

impl Literal {
    /// Writes a value of a property as a literal.
    pub fn of<T: PropertyValue>(value: &T) -> Self {
        Self(write(T::TYPE.edm, value.view()))
    }

    /// Returns the literal as it appears in the filter, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Literal {
    /// Creates a literal from a text, with quotes around it.
    fn from(text: &str) -> Self {
        Self(quoted(text))
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Writes a value of this type as a literal. The function is not generic, so that a program compiles it once for all types.
#[inline]
fn write(edm: Edm, value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Bool(value) => value.to_string(),
        ValueRef::Int(value) => value.to_string(),
        ValueRef::Double(_) | ValueRef::Single(_) => float_text(&value),
        ValueRef::Decimal(digits) => digits.to_owned(),
        ValueRef::Text(text) => match edm {
            Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid => text.to_str().into_owned(),
            Edm::Duration => format!("duration'{text}'"),
            // `binaryValue` in the ABNF is base64url.
            Edm::Binary => format!("binary'{}'", text.to_str().replace('+', "-").replace('/', "_")),
            // A set without flags: a literal names at least one member, or has the number of the members.
            Edm::Enum(_) if text.to_str().is_empty() => quoted("0"),
            _ => quoted(&text.to_str()),
        },
        ValueRef::List(elements) | ValueRef::Page(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| write(edm, element)).collect();
            format!("({})", elements.join(","))
        }
        ValueRef::Object(_) | ValueRef::Json(_) => serde_json::to_string(&value).unwrap_or_default(),
    }
}

/// A value that a filter compares with a property, whose values have the type `T`.
///
/// A `T` and a `&T` are compared with a property of type `T` or `Option<T>`. A text property takes every text, and a property with flags
/// takes one flag, too.
#[diagnostic::on_unimplemented(
    message = "a property with values of type `{T}` cannot be compared with a value of type `{Self}`",
    label = "expected `{T}`",
    note = "the text of a number, a date, a time, a duration or a GUID is parsed first, as in `\"3\".parse::<i32>()?`",
    note = "null has methods of its own: `is_null` and `is_not_null`"
)]
pub trait IntoLiteral<T> {
    /// Writes the value as a literal.
    fn into_literal(self) -> Literal;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> IntoLiteral<T> for T {
    fn into_literal(self) -> Literal {
        Literal::of(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> IntoLiteral<T> for &T {
    fn into_literal(self) -> Literal {
        Literal::of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E: FlagsEnum> IntoLiteral<Flags<E>> for E {
    fn into_literal(self) -> Literal {
        Literal::of(&Flags::from(self))
    }
}

/// Values that a filter compares with a property: an array, a `Vec` or another list.
#[diagnostic::on_unimplemented(
    message = "a property with values of type `{T}` cannot be compared with the values in `{Self}`",
    label = "expected a list of `{T}`",
    note = "write an array, such as `[a, b]`; a single value is compared with `eq`"
)]
pub trait IntoLiterals<T> {
    /// Writes the values as literals.
    fn into_literals(self) -> impl Iterator<Item = Literal>;
}

#[diagnostic::do_not_recommend]
impl<T, V: IntoLiteral<T>, L: IntoIterator<Item = V>> IntoLiterals<T> for L {
    fn into_literals(self) -> impl Iterator<Item = Literal> {
        self.into_iter().map(V::into_literal)
    }
}

/// A member of an enumeration with the qualified name of its type: `microsoft.graph.riskLevel'medium'`.
///
/// Most services take a member without the name of its type, and a filter writes it so by default. Some services refuse it without the
/// name; the examples on the API page show which form a service takes.
///
/// ```
/// use graph_core::query::Qualified;
/// use graph_core::{GraphEntity, GraphEnum, property};
///
/// #[derive(Clone, Debug, PartialEq, GraphEnum)]
/// enum RiskLevel { Low, Medium, #[graph(other)] Other(String) }
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.riskDetection")]
/// struct RiskDetection {
///     #[graph(key)]
///     id: String,
///     risk_level: Option<RiskLevel>,
/// }
///
/// let medium = property!(RiskDetection, risk_level).eq(Qualified::new("microsoft.graph.riskLevel", RiskLevel::Medium));
/// assert_eq!(medium.to_string(), "riskLevel eq microsoft.graph.riskLevel'medium'");
/// ```
///
/// Source: [OData 4.01 ABNF, `enum`][abnf].
///
/// [abnf]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt
#[derive(Clone, Debug)]
pub struct Qualified<E> {
    type_name: &'static str,
    member: E,
}

impl<E> Qualified<E> {
    /// Combines a member with the qualified name of its type, such as `microsoft.graph.riskLevel`.
    pub const fn new(type_name: &'static str, member: E) -> Self {
        Self { type_name, member }
    }
}

#[diagnostic::do_not_recommend]
impl<E: GraphEnum + PropertyValue> IntoLiteral<E> for Qualified<E> {
    fn into_literal(self) -> Literal {
        Literal(format!("{}{}", self.type_name, Literal::of(&self.member)))
    }
}

#[diagnostic::do_not_recommend]
impl<E: FlagsEnum> IntoLiteral<Flags<E>> for Qualified<E> {
    fn into_literal(self) -> Literal {
        Literal(format!("{}{}", self.type_name, Literal::of(&Flags::from(self.member))))
    }
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoLiteral<String> for $text {
            fn into_literal(self) -> Literal {
                Literal(quoted(&String::from(self)))
            }
        }
    )*};
}
texts!(&str, &mut str, Box<str>, Cow<'_, str>, char);
