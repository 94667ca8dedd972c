//! Resolves the names in a parsed expression and checks the types of its operands.

use time::OffsetDateTime;

use super::ast::{Arithmetic, Comparison, Expr, Literal};
use super::evaluate::{Bound, PathOf};
use super::function::Function;
use super::value::{Family, Value};
use crate::emulator::check::{accept, find, with_derived};
use crate::emulator::reply::Rejection;
use crate::model::descriptor::{Edm, EnumType, PropertyType, StructuredType};
use crate::model::edm::Date;
use crate::model::json::Json;

/// Turns a parsed expression into a [`Bound`] one: resolves its names to variables and properties, and checks the types of its operands.
pub(super) struct Binder {
    /// The name of the query option that contains the expression, such as `$filter`, for error messages.
    option: &'static str,
    now: OffsetDateTime,
    /// The variables in scope: `$it` and the variables of the enclosing lambdas. Each has its name, its type, and the path from the object
    /// to it over navigation properties, such as `members/`. The path is `None` if it leads over another kind of property.
    variables: Vec<(String, Domain, Option<String>)>,
    /// The properties of the object that the expressions read, and the paths over several navigation properties, such as
    /// `manager/directReports`. Collected while the expressions are bound.
    properties: Vec<String>,
}

/// The type of a variable, or of the value that a path leads to.
#[derive(Clone)]
enum Domain {
    /// An object of one of these types.
    Objects(Vec<&'static StructuredType>),
    Plain(PropertyType),
}

/// A bound expression with the type of its value.
struct Typed {
    bound: Bound,
    /// The type of the expression's value, or of an element of it if `collection` is true. `None` for the literal `null`.
    edm: Option<Edm>,
    collection: bool,
    /// The name of the property or function, or the text of the literal, for error messages.
    name: String,
}

impl Typed {
    fn new(bound: Bound, edm: Edm, name: impl Into<String>) -> Self {
        Self { bound, edm: Some(edm), collection: false, name: name.into() }
    }

    fn family(&self) -> Option<Family> {
        self.edm.map(Family::of)
    }
}

/// A property path whose names are resolved to a variable and properties.
struct Resolved {
    path: PathOf,
    domain: Domain,
    collection: bool,
    count: bool,
    /// If the path leads to a collection: the path from the object to the collection's elements over navigation properties, such as
    /// `members/`.
    related: Option<String>,
}

impl Binder {
    pub(super) fn new(option: &'static str, types: &[&'static StructuredType], now: OffsetDateTime) -> Self {
        let object = ("$it".to_owned(), Domain::Objects(types.to_vec()), Some(String::new()));
        Self { option, now, variables: vec![object], properties: Vec::new() }
    }

    /// Returns the properties of the object that the bound expressions read, and the paths over several navigation properties, such as
    /// `manager/directReports`.
    pub(super) fn into_properties(self) -> Vec<String> {
        self.properties
    }

    /// Binds an expression whose value must be true or false.
    pub(super) fn condition(&mut self, expr: &Expr<'_>) -> Result<Bound, Rejection> {
        let typed = self.any(expr)?;
        match typed.family() {
            Some(Family::Boolean | Family::Untyped) if !typed.collection => Ok(typed.bound),
            _ => Err(self.invalid(&typed.name, "expected a condition; write `not (…)` to negate a comparison")),
        }
    }

    /// Binds an expression that `$orderby` can sort by.
    pub(super) fn key(&mut self, expr: &Expr<'_>) -> Result<Bound, Rejection> {
        let typed = self.any(expr)?;
        match typed.family() {
            _ if typed.collection => Err(self.invalid(&typed.name, "a collection has no order")),
            Some(Family::Incomparable) | None => Err(self.invalid(&typed.name, "its values have no order")),
            Some(_) => Ok(typed.bound),
        }
    }

    fn any(&mut self, expr: &Expr<'_>) -> Result<Typed, Rejection> {
        let boolean = |bound| Ok(Typed::new(bound, Edm::Boolean, "a condition"));
        match expr {
            Expr::Literal(literal) => self.literal(literal),
            Expr::Path(names) => self.property(names),
            Expr::Call(name, arguments) => self.call(name, arguments),
            Expr::Lambda { path, all, body } => {
                let body = body.as_ref().map(|(variable, body)| (*variable, &**body));
                boolean(self.lambda(path, *all, body)?)
            }
            Expr::Compare(comparison, left, right) => boolean(self.compare(*comparison, left, right)?),
            Expr::In(value, list) => boolean(self.is_in(value, list)?),
            Expr::Has(value, flags) => boolean(self.has(value, flags)?),
            Expr::And(parts) => boolean(Bound::All(self.conditions(parts)?)),
            Expr::Or(parts) => boolean(Bound::Any(self.conditions(parts)?)),
            Expr::Not(inner) => boolean(Bound::Not(Box::new(self.condition(inner)?))),
            Expr::Arithmetic(operator, left, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let edm = match (left.edm, right.edm) {
                    _ if *operator == Arithmetic::DivideBy => Edm::Double,
                    (Some(Edm::Single | Edm::Double | Edm::Decimal), _) | (_, Some(Edm::Single | Edm::Double | Edm::Decimal)) => {
                        Edm::Double
                    }
                    _ => Edm::Int64,
                };
                Ok(Typed::new(Bound::Arithmetic(*operator, Box::new(left.bound), Box::new(right.bound)), edm, left.name))
            }
            Expr::Negate(inner) => {
                let typed = self.number(inner)?;
                Ok(Typed { bound: Bound::Negate(Box::new(typed.bound)), ..typed })
            }
        }
    }

    fn conditions(&mut self, parts: &[Expr<'_>]) -> Result<Vec<Bound>, Rejection> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn number(&mut self, expr: &Expr<'_>) -> Result<Typed, Rejection> {
        let typed = self.any(expr)?;
        match typed.family() {
            _ if typed.collection => Err(self.invalid(&typed.name, "expected a number, not a collection")),
            Some(Family::Number | Family::Untyped) => Ok(typed),
            _ => Err(self.invalid(&typed.name, "expected a number")),
        }
    }

    fn compare(&mut self, comparison: Comparison, left: &Expr<'_>, right: &Expr<'_>) -> Result<Bound, Rejection> {
        let (left, right) = match (left, right) {
            (Expr::Literal(literal), other) if !matches!(other, Expr::Literal(_)) => {
                let other = self.any(other)?;
                (self.literal_for(&other, literal)?, other)
            }
            (other, Expr::Literal(literal)) => {
                let other = self.any(other)?;
                let literal = self.literal_for(&other, literal)?;
                (other, literal)
            }
            _ => (self.any(left)?, self.any(right)?),
        };
        for side in [&left, &right] {
            let with_null = || [&left, &right].iter().any(|side| matches!(side.bound, Bound::Constant(Value::Null)));
            if side.collection && (comparison.needs_order() || !with_null()) {
                return Err(self.invalid(&side.name, "a collection is not compared"));
            }
            if comparison.needs_order() && side.family().is_some_and(|family| !family.has_order()) {
                return Err(self.invalid(&side.name, "its values have no order"));
            }
        }
        if let (Some(a), Some(b)) = (left.family(), right.family())
            && a != b
            && ![a, b].contains(&Family::Untyped)
        {
            return Err(self.invalid(&left.name, &format!("it cannot be compared with '{}', which has another type", right.name)));
        }
        Ok(Bound::Compare(comparison, Box::new(left.bound), Box::new(right.bound)))
    }

    fn is_in(&mut self, value: &Expr<'_>, list: &[Expr<'_>]) -> Result<Bound, Rejection> {
        let typed = self.any(value)?;
        if typed.collection {
            return Err(self.invalid(&typed.name, "a collection is not compared"));
        }
        let element = |expr: &Expr<'_>| match expr {
            Expr::Literal(literal) => self.literal_for(&typed, literal).map(|typed| typed.bound),
            _ => Err(self.invalid(&typed.name, "`in` takes a list of values")),
        };
        let list = list.iter().map(element).collect::<Result<_, _>>()?;
        Ok(Bound::In(Box::new(typed.bound), list))
    }

    fn has(&mut self, value: &Expr<'_>, flags: &Expr<'_>) -> Result<Bound, Rejection> {
        let typed = self.any(value)?;
        match (typed.edm, flags) {
            (Some(Edm::Enum(_)), Expr::Literal(literal)) if !typed.collection => {
                let flags = self.literal_for(&typed, literal)?;
                Ok(Bound::Has(Box::new(typed.bound), Box::new(flags.bound)))
            }
            _ => Err(self.invalid(&typed.name, "`has` takes an enumeration and one of its members")),
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expr<'_>]) -> Result<Typed, Rejection> {
        if name.eq_ignore_ascii_case("now") && arguments.is_empty() {
            return Ok(Typed::new(Bound::Constant(Value::Instant(self.now)), Edm::DateTimeOffset, name));
        }
        if name.eq_ignore_ascii_case("isof") {
            return Ok(Typed::new(self.is_of(arguments)?, Edm::Boolean, name));
        }
        let Some(function) = Function::named(name) else {
            return Err(self.invalid(name, "the function is not known"));
        };
        if !function.takes(arguments.len()) {
            return Err(self.invalid(name, "the function takes another number of arguments"));
        }
        let mut bound = Vec::new();
        for (place, argument) in arguments.iter().enumerate() {
            let typed = self.any(argument)?;
            let families = function.parameter(place);
            let fits = typed.family().is_some_and(|family| families.contains(&family) || family == Family::Untyped);
            if !fits || typed.collection {
                let wanted = families.first().map(ToString::to_string).unwrap_or_default();
                let problem = format!("{} takes a {wanted} there", function.name);
                return Err(self.invalid(&typed.name, &problem));
            }
            bound.push(typed.bound);
        }
        Ok(Typed::new(Bound::Call(function, bound), function.result, function.name))
    }

    /// Binds `isof('microsoft.graph.user')`: whether the object is of this type or of a subtype.
    fn is_of(&mut self, arguments: &[Expr<'_>]) -> Result<Bound, Rejection> {
        let name = match arguments {
            [Expr::Literal(Literal::Quoted(name))] => name.clone(),
            [Expr::Path(names)] => names.join("/"),
            _ => return Err(self.invalid("isof", "the function takes the name of a type")),
        };
        let of = match self.variables.first() {
            Some((_, Domain::Objects(types), _)) => types.as_slice(),
            _ => &[],
        };
        let types: Vec<_> = of.iter().copied().filter(|ty| ty.is_or_derives_from(&name)).map(|ty| ty.name).collect();
        if types.is_empty() {
            return Err(self.invalid(&name, "no declared type of the collection has this name or this base type"));
        }
        let untagged = of.len() == 1;
        self.reads("@odata.type");
        Ok(Bound::IsOf { types, untagged })
    }

    /// Records that the expression reads this property of the object.
    fn reads(&mut self, property: &str) {
        if !self.properties.iter().any(|known| known == property) {
            self.properties.push(property.to_owned());
        }
    }

    fn lambda(&mut self, path: &[&str], all: bool, body: Option<(&str, &Expr<'_>)>) -> Result<Bound, Rejection> {
        let resolved = self.resolve(path)?;
        if !resolved.collection || resolved.count {
            return Err(self.invalid(&path.join("/"), "`any` and `all` take a collection"));
        }
        let body = match body {
            None => None,
            Some((variable, body)) => {
                self.variables.push((variable.to_owned(), resolved.domain, resolved.related));
                let bound = self.condition(body);
                self.variables.pop();
                Some(Box::new(bound?))
            }
        };
        Ok(Bound::Quantified { collection: resolved.path, all, body })
    }

    fn property(&mut self, names: &[&str]) -> Result<Typed, Rejection> {
        let Resolved { path, domain, collection, count, related: _ } = self.resolve(names)?;
        let name = names.join("/");
        if count {
            return Ok(Typed::new(Bound::Count(path), Edm::Int64, name));
        }
        let edm = match domain {
            Domain::Plain(ty) => ty.edm,
            Domain::Objects(types) => match types.first() {
                Some(_) => Edm::Structured(unnamed),
                None => Edm::Untyped,
            },
        };
        Ok(Typed { bound: Bound::Property(path.typed(edm)), edm: Some(edm), collection, name })
    }

    /// Resolves each name of a property path. The first name may be a variable; otherwise the path starts at the entity.
    fn resolve(&mut self, names: &[&str]) -> Result<Resolved, Rejection> {
        let first = names.first().copied().unwrap_or_default();
        let named = self.variables.iter().rposition(|(name, ..)| name == first);
        let (variable, names) = match named {
            Some(variable) => (variable, names.get(1..).unwrap_or_default()),
            None => (0, names),
        };
        let root = Domain::Objects(Vec::new());
        let found = self.variables.get(variable);
        let (mut domain, mut related) = found.map_or((root, None), |(_, domain, path)| (domain.clone(), path.clone()));
        let (mut steps, mut collection) = (Vec::new(), false);
        for name in names {
            if collection {
                return match name.eq_ignore_ascii_case("$count") {
                    true => Ok(Resolved { path: PathOf::new(variable, steps), domain, collection, count: true, related }),
                    false => Err(self.invalid(name, "a collection takes `any`, `all` or `$count`")),
                };
            }
            let Domain::Objects(types) = &domain else { return Err(self.invalid(name, "a plain value has no properties")) };
            if let Some(cast) = name.contains('.').then(|| types.iter().find_map(|ty| ty.with_tag(name))).flatten() {
                domain = Domain::Objects(vec![cast]);
                continue;
            }
            let (name, ty, is_navigation) = match types.iter().find_map(|ty| find(ty, name)) {
                Some(property) => (property.name, property.ty, property.is_navigation()),
                // A dynamic property, such as a directory extension. Its values decide how it is compared.
                None if types.iter().any(|ty| ty.open) => (*name, PropertyType::one(Edm::Untyped), false),
                None => return Err(Rejection::no_property(name, types.first().map_or("the collection", |ty| ty.name))),
            };
            if let Some(path) = related.as_ref().filter(|path| path.is_empty() || is_navigation) {
                self.reads(&format!("{path}{name}"));
            }
            related = related.filter(|_| is_navigation).map(|path| format!("{path}{name}/"));
            steps.push(name.to_owned());
            collection = ty.collection;
            domain = match ty.declaration() {
                Some(declared) => Domain::Objects(with_derived(declared)),
                None => Domain::Plain(ty.single()),
            };
        }
        Ok(Resolved { path: PathOf::new(variable, steps), domain, collection, count: false, related })
    }

    /// Binds a literal that is not compared with a typed value, such as an argument of a function. Its type follows from its spelling
    /// alone.
    fn literal(&self, literal: &Literal<'_>) -> Result<Typed, Rejection> {
        let name = literal.to_string();
        let candidates: &[Edm] = match literal {
            Literal::Word("null") => {
                return Ok(Typed { bound: Bound::Constant(Value::Null), edm: None, collection: false, name });
            }
            Literal::Quoted(_) => &[Edm::String],
            Literal::Typed("duration", _) => &[Edm::Duration],
            Literal::Typed(..) => &[],
            Literal::Word(_) => {
                &[Edm::Boolean, Edm::Int64, Edm::Decimal, Edm::Double, Edm::DateTimeOffset, Edm::Date, Edm::TimeOfDay, Edm::Guid]
            }
        };
        let typed = candidates.iter().find_map(|edm| Some((*edm, read(*edm, literal)?.ok()?)));
        match typed {
            Some((edm, value)) => Ok(Typed::new(Bound::Constant(value), edm, name)),
            None => Err(self.invalid(&name, "it is not a value of a known type")),
        }
    }

    /// Binds a literal as a value of the same type as `other`, which it is compared with.
    fn literal_for(&self, other: &Typed, literal: &Literal<'_>) -> Result<Typed, Rejection> {
        let edm = match (other.edm, literal) {
            (_, Literal::Word("null")) | (None | Some(Edm::Untyped), _) => return self.literal(literal),
            _ if other.collection => return Err(self.invalid(&other.name, "a collection is not compared")),
            (Some(edm), _) => edm,
        };
        // A number that does not fit the property's type is read as a wider type, so that `count gt 1.5` works for an integer property.
        let wider: &[Edm] = if Family::of(edm) == Family::Number { &[Edm::Int64, Edm::Decimal, Edm::Double] } else { &[] };
        let promoted = || wider.iter().find_map(|wider| read(*wider, literal)?.ok());
        match read(edm, literal).map(|value| value.or_else(|mismatch| promoted().ok_or(mismatch))) {
            Some(Ok(value)) => Ok(Typed::new(Bound::Constant(value), edm, literal.to_string())),
            Some(Err(mismatch)) => Err(self.invalid(&other.name, &mismatch)),
            None if Family::of(edm) == Family::Incomparable => Err(self.invalid(&other.name, "its type is not compared")),
            None => Err(self.invalid(&other.name, &format!("{literal} is not a value of its type"))),
        }
    }

    fn invalid(&self, name: &str, problem: &str) -> Rejection {
        Rejection::bad_request(format!("Invalid {} by '{name}': {problem}.", self.option))
    }
}

/// Reads a literal as a value of this type. Returns `None` if the literal has the spelling of another type, and an error if the spelling
/// fits but the value is invalid.
fn read(edm: Edm, literal: &Literal<'_>) -> Option<Result<Value, String>> {
    // The number of no flags: the text of an enumeration's literal cannot be empty.
    if let (Edm::Enum(EnumType { flags: true, .. }), Literal::Quoted(text) | Literal::Typed(_, text)) = (edm, literal)
        && text == "0"
    {
        return Some(Ok(Value::Text(String::new())));
    }
    let json = match (Family::of(edm), literal) {
        (Family::Text, Literal::Quoted(text)) | (Family::Enum, Literal::Quoted(text) | Literal::Typed(_, text)) => {
            Json::String(text.clone())
        }
        (Family::Length, Literal::Typed("duration", text) | Literal::Quoted(text)) => Json::String(text.clone()),
        // Graph reads a date as the beginning of the day in UTC.
        (Family::Instant, Literal::Word(word)) if word.parse::<Date>().is_ok() => Json::String(format!("{word}T00:00:00Z")),
        (Family::Guid, Literal::Typed("guid", text)) => Json::String(text.clone()),
        (Family::Instant | Family::Date | Family::Time | Family::Guid, Literal::Word(word)) => Json::from(*word),
        (Family::Boolean, Literal::Word(word)) => serde_json::from_str(word).unwrap_or_else(|_| Json::from(*word)),
        (Family::Number, Literal::Word(word)) => serde_json::from_str(word).unwrap_or_else(|_| Json::from(*word)),
        _ => return None,
    };
    let accepted = accept(&PropertyType::one(edm), json).map_err(|mismatch| mismatch.to_string());
    Some(accepted.map(|json| Value::of(edm, &json)))
}

/// Returns a declaration that stands for any object type, because expressions only distinguish objects from other values.
fn unnamed() -> &'static StructuredType {
    static UNNAMED: StructuredType = StructuredType::complex("Edm.ComplexType", &[]);
    &UNNAMED
}
