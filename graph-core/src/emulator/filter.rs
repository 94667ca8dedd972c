//! `$filter`: every condition that [`crate::Filter`] writes, read from its text and held against stored objects.

use std::cmp::Ordering;

use time::OffsetDateTime;

use super::answer::Failure;
use super::check::{check, find};
use super::routes::Entity;
use crate::model::descriptor::{Edm, EnumType, Property, PropertyType};
use crate::model::edm::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use crate::model::json::{Additional, Json};
use crate::model::property_value::PropertyValue;
use crate::model::reader::ReadMode;

const KNOWN: &str = "eq, ne, gt, ge, lt, le, in, startswith, and, or, not, false and parentheses";

/// How deep parentheses may stand in one another, so that no text exhausts the stack.
const DEEPEST: usize = 100;

/// A condition on the members of an object.
#[derive(Debug)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Of(&'static Property, Test),
}

#[derive(Debug)]
pub(super) enum Test {
    Equal(Value),
    /// Null is neither before nor after anything.
    Ordered(fn(Ordering) -> bool, Value),
    In(Vec<Value>),
    StartsWith(String),
}

/// A value of a property, as what it compares by.
#[derive(Debug, PartialEq, PartialOrd)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    Instant(OffsetDateTime),
    Date(Date),
    Time(TimeOfDay),
    Length(Duration),
    Guid(Guid),
}

/// A value as the text of a filter has it.
enum Literal<'a> {
    Quoted(String),
    Duration(String),
    Word(&'a str),
}

impl Condition {
    pub(super) fn parse(text: &str, entities: &[Entity]) -> Result<Self, Failure> {
        let mut parser = Parser { rest: text, entities, depth: 0 };
        let condition = parser.any()?;
        if parser.rest.trim_start().is_empty() { Ok(condition) } else { Err(parser.unknown()) }
    }

    pub(super) fn matches(&self, members: &Additional) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(members)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(members)),
            Self::Not(condition) => !condition.matches(members),
            Self::Of(property, test) => {
                let value = members.get(property.name).and_then(|value| Value::of(property.ty.edm, value));
                test.passes(&value.unwrap_or(Value::Null))
            }
        }
    }
}

impl Test {
    fn passes(&self, value: &Value) -> bool {
        match self {
            Self::Equal(wanted) => value == wanted,
            Self::Ordered(holds, other) => ![value, other].contains(&&Value::Null) && value.partial_cmp(other).is_some_and(holds),
            Self::In(wanted) => wanted.contains(value),
            Self::StartsWith(start) => matches!(value, Value::Text(text) if text.starts_with(start)),
        }
    }
}

impl Value {
    /// Nothing where the value is null, or of a type that is not compared.
    fn of(edm: Edm, json: &Json) -> Option<Self> {
        fn read<T: PropertyValue>(json: &Json) -> Option<T> {
            T::read(json.clone(), ReadMode::Full).ok()
        }
        match edm {
            Edm::Boolean => read(json).map(Self::Boolean),
            Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 => read(json).map(Self::Integer),
            // Both sides of a comparison lose the same digits.
            Edm::Single => read::<f32>(json).map(f64::from).map(Self::Number),
            Edm::Double => read(json).map(Self::Number),
            Edm::String => read(json).map(Self::Text),
            Edm::Enum(declared) => json.as_str().map(|text| Self::Text(in_order(declared, text))),
            Edm::DateTimeOffset => read::<DateTimeOffset>(json).map(|time| Self::Instant(time.into())),
            Edm::Date => read(json).map(Self::Date),
            Edm::TimeOfDay => read(json).map(Self::Time),
            Edm::Duration => read(json).map(Self::Length),
            Edm::Guid => read(json).map(Self::Guid),
            Edm::Binary | Edm::Stream | Edm::Structured(_) | Edm::Untyped => None,
        }
    }
}

/// Flags are the same in any order.
fn in_order(declared: &EnumType, text: &str) -> String {
    if !declared.flags {
        return text.to_owned();
    }
    let mut members: Vec<&str> = text.split(',').map(str::trim).collect();
    members.sort_unstable();
    members.join(",")
}

struct Parser<'a> {
    rest: &'a str,
    entities: &'a [Entity],
    depth: usize,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Result<Condition, Failure> {
        let mut parts = vec![self.all()?];
        while self.keyword("or") {
            parts.push(self.all()?);
        }
        Ok(Condition::Any(parts))
    }

    fn all(&mut self) -> Result<Condition, Failure> {
        let mut parts = vec![self.one()?];
        while self.keyword("and") {
            parts.push(self.one()?);
        }
        Ok(Condition::All(parts))
    }

    fn one(&mut self) -> Result<Condition, Failure> {
        if self.keyword("not") {
            // Of `not a eq b`, OData would negate `a` alone.
            let condition = self.enclosed()?.ok_or_else(|| self.unknown())?;
            return Ok(Condition::Not(Box::new(condition)));
        }
        if self.keyword("false") {
            return Ok(Condition::Any(Vec::new()));
        }
        match self.enclosed()? {
            Some(condition) => Ok(condition),
            None => self.comparison(),
        }
    }

    /// What stands in parentheses, or is a function.
    fn enclosed(&mut self) -> Result<Option<Condition>, Failure> {
        if self.eat("(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(Failure::bad_request(format!("The $filter has more than {DEEPEST} parentheses in one another.")));
            }
            let condition = self.any()?;
            self.depth -= 1;
            self.expect(")")?;
            return Ok(Some(condition));
        }
        if !self.eat("startswith(") {
            return Ok(None);
        }
        let property = self.property()?;
        self.expect(",")?;
        if !matches!(property.ty.edm, Edm::String) {
            return Err(refusal(property, "startswith takes a String"));
        }
        let Value::Text(start) = self.value(property)? else { return Err(refusal(property, "startswith takes text")) };
        self.expect(")")?;
        Ok(Some(Condition::Of(property, Test::StartsWith(start))))
    }

    fn comparison(&mut self) -> Result<Condition, Failure> {
        let property = self.property()?;
        let before = self.rest;
        let order: fn(Ordering) -> bool = match self.word() {
            "eq" => return Ok(Condition::Of(property, Test::Equal(self.value(property)?))),
            "ne" => return Ok(Condition::Not(Box::new(Condition::Of(property, Test::Equal(self.value(property)?))))),
            "in" => return Ok(Condition::Of(property, Test::In(self.values(property)?))),
            "gt" => Ordering::is_gt,
            "ge" => Ordering::is_ge,
            "lt" => Ordering::is_lt,
            "le" => Ordering::is_le,
            _ => {
                self.rest = before;
                return Err(self.unknown());
            }
        };
        if matches!(property.ty.edm, Edm::Boolean | Edm::Enum(_) | Edm::Guid) {
            return Err(refusal(property, "its values have no order"));
        }
        Ok(Condition::Of(property, Test::Ordered(order, self.value(property)?)))
    }

    fn property(&mut self) -> Result<&'static Property, Failure> {
        let before = self.rest;
        let name = self.word();
        if name.is_empty() || self.rest.starts_with(['(', '/']) {
            self.rest = before;
            return Err(self.unknown());
        }
        let declared = self.entities.iter().find_map(|entity| find(entity.declared, name));
        declared.ok_or_else(|| Failure::bad_request(format!("No type of this collection declares the property '{name}'.")))
    }

    fn values(&mut self, property: &Property) -> Result<Vec<Value>, Failure> {
        self.expect("(")?;
        let mut values = Vec::new();
        // A client with nothing to look for writes none.
        while !self.eat(")") {
            if !values.is_empty() {
                self.expect(",")?;
            }
            values.push(self.value(property)?);
        }
        Ok(values)
    }

    /// A value that the property can have.
    fn value(&mut self, property: &Property) -> Result<Value, Failure> {
        let before = self.rest.trim_start();
        let literal = self.literal().ok_or_else(|| self.unknown())?;
        let written = before.strip_suffix(self.rest).unwrap_or(before);
        let edm = property.ty.edm;
        let json = match (edm, literal) {
            (_, Literal::Word("null")) => return Ok(Value::Null),
            _ if property.ty.collection => return Err(refusal(property, "a collection is not compared")),
            (Edm::String | Edm::Enum(_), Literal::Quoted(text)) | (Edm::Duration, Literal::Duration(text)) => Json::String(text),
            (Edm::DateTimeOffset | Edm::Date | Edm::TimeOfDay | Edm::Guid, Literal::Word(word)) => word.into(),
            (
                Edm::Boolean | Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 | Edm::Single | Edm::Double,
                Literal::Word(word),
            ) => serde_json::from_str(word).unwrap_or_else(|_| word.into()),
            _ => return Err(refusal(property, &format!("{written} is no value of its type"))),
        };
        let one = PropertyType { nullable: false, ..property.ty };
        check(&one, &json, None).map_err(|refused| Failure::bad_request(refused.at(property.name).to_string()))?;
        Value::of(edm, &json).ok_or_else(|| refusal(property, "its type is not compared"))
    }

    fn literal(&mut self) -> Option<Literal<'a>> {
        if self.eat("duration'") {
            return self.quoted().map(Literal::Duration);
        }
        if self.eat("'") {
            return self.quoted().map(Literal::Quoted);
        }
        let (word, rest) = self.rest.split_at(self.rest.find([' ', ',', ')']).unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(Literal::Word(word)).filter(|_| !word.is_empty())
    }

    /// The text up to the closing quote; one that is doubled stands for itself.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            let (part, after) = self.rest.split_once('\'')?;
            text.push_str(part);
            self.rest = after;
            match after.strip_prefix('\'') {
                Some(after) => {
                    text.push('\'');
                    self.rest = after;
                }
                None => return Some(text),
            }
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let (word, rest) = rest.split_at(rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()));
        self.rest = rest;
        word
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let before = self.rest;
        let found = self.word() == keyword;
        if !found {
            self.rest = before;
        }
        found
    }

    /// Skips blanks before it as well, whether or not it is there.
    fn eat(&mut self, symbol: &str) -> bool {
        self.rest = self.rest.trim_start();
        let after = self.rest.strip_prefix(symbol);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn expect(&mut self, symbol: &str) -> Result<(), Failure> {
        if self.eat(symbol) { Ok(()) } else { Err(self.unknown()) }
    }

    fn unknown(&self) -> Failure {
        let rest = self.rest.trim_start();
        let place = if rest.is_empty() { "at its end".to_owned() } else { format!("at '{rest}'") };
        Failure::bad_request(format!("The emulator cannot read the $filter {place}: it knows {KNOWN}."))
    }
}

fn refusal(property: &Property, problem: &str) -> Failure {
    Failure::bad_request(format!("The $filter by '{}': {problem}.", property.name))
}
