//! Parses `$filter`.

use super::expr::{Expr, Function, Kind, Operator, Test};
use super::literal::literal;
use super::value::Value;

/// The rest of a query option's value, and the variables in scope.
pub struct Parser<'t> {
    pub(super) rest: &'t str,
    /// The names of the lambdas' variables and the types of their values, the innermost last. The first is the object itself, without a
    /// name.
    scopes: Vec<(&'t str, Kind)>,
}

type Parsed<T> = Result<T, String>;

const OPERATORS: [(&str, Operator); 6] = [
    ("eq", Operator::Eq),
    ("ne", Operator::Ne),
    ("gt", Operator::Gt),
    ("ge", Operator::Ge),
    ("lt", Operator::Lt),
    ("le", Operator::Le),
];

const FUNCTIONS: [(&str, Function); 3] =
    [("contains(", Function::Contains), ("startswith(", Function::StartsWith), ("endswith(", Function::EndsWith)];

/// Parses the whole value of `$filter` for objects of this type.
pub fn filter(text: &str, of: Kind) -> Parsed<Expr> {
    Parser::whole(text, of, Parser::condition)
}

impl<'t> Parser<'t> {
    /// Parses a whole text with one rule of the grammar.
    pub(super) fn whole<T>(text: &'t str, of: Kind, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let mut parser = Parser { rest: text, scopes: vec![("", of)] };
        let parsed = rule(&mut parser)?;
        if parser.rest.is_empty() { Ok(parsed) } else { Err(parser.expected("the end")) }
    }

    /// Runs `rule` with `of` as the type of the object, to parse the options of an expanded property.
    pub(super) fn within<T>(&mut self, of: Kind, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let scopes = std::mem::replace(&mut self.scopes, vec![("", of)]);
        let parsed = rule(self);
        self.scopes = scopes;
        parsed
    }

    /// Parses a condition by the ABNF rule `boolCommonExpr`. `and` binds more tightly than `or`, and `not` more tightly than `and`.
    pub(super) fn condition(&mut self) -> Parsed<Expr> {
        let mut left = self.conjunction()?;
        while self.eat(" or ") {
            left = Expr::Or(Box::new(left), Box::new(self.conjunction()?));
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Parsed<Expr> {
        let mut left = self.operand()?;
        while self.eat(" and ") {
            left = Expr::And(Box::new(left), Box::new(self.operand()?));
        }
        Ok(left)
    }

    fn operand(&mut self) -> Parsed<Expr> {
        if self.eat("not ") {
            return Ok(Expr::Not(Box::new(self.operand()?)));
        }
        if self.eat("(") {
            let inner = self.condition()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if let Some((_, function)) = FUNCTIONS.into_iter().find(|(name, _)| self.eat(name)) {
            let (path, kind) = self.path()?;
            self.expect(",")?;
            let Value::Text(text) = self.literal(kind)? else { return Err(self.expected("a text before this")) };
            self.expect(")")?;
            return Ok(Expr::Test(path, Test::Call(function, text)));
        }
        if self.eat("false") {
            return Ok(Expr::False);
        }
        let (path, kind) = self.path()?;
        for (all, lambda) in [(false, "/any("), (true, "/all(")] {
            if self.eat(lambda) {
                return self.lambda(path, kind, all);
            }
        }
        self.test(kind).map(|test| Expr::Test(path, test))
    }

    fn lambda(&mut self, path: String, kind: Kind, all: bool) -> Parsed<Expr> {
        let Kind::List(element) = kind else { return Err(format!("`{path}` is not a collection")) };
        if !all && self.eat(")") {
            return Ok(Expr::Lambda { path, all, body: None });
        }
        let variable = self.identifier()?;
        if self.scopes.iter().any(|(name, _)| *name == variable) {
            return Err(format!("the variable `{variable}` is in scope already"));
        }
        self.expect(":")?;
        self.scopes.push((variable, *element));
        let body = self.condition()?;
        self.scopes.pop();
        self.expect(")")?;
        Ok(Expr::Lambda { path, all, body: Some(Box::new(body)) })
    }

    fn test(&mut self, kind: Kind) -> Parsed<Test> {
        self.expect(" ")?;
        if self.eat("in (") {
            let mut values = vec![self.literal(kind)?];
            while self.eat(",") {
                values.push(self.literal(kind)?);
            }
            self.expect(")")?;
            return Ok(Test::In(values));
        }
        if self.eat("has ") {
            return match self.literal(kind)? {
                Value::Flags(flags) => Ok(Test::Has(flags)),
                other => Err(format!("expected flags after `has`, found {other:?}")),
            };
        }
        let operator = self.identifier()?;
        let operator =
            OPERATORS.into_iter().find(|(name, _)| *name == operator).ok_or_else(|| format!("no operator `{operator}`"))?;
        self.expect(" ")?;
        Ok(Test::Compare(operator.1, self.literal(kind)?))
    }

    /// Parses a path of properties. Inside a lambda, the path begins with the variable of the innermost lambda, which the result leaves
    /// out. Returns the path and the type of its value.
    pub(super) fn path(&mut self) -> Parsed<(String, Kind)> {
        let (variable, of) = self.scopes.last().copied().ok_or("no scope")?;
        let mut names = vec![self.identifier()?];
        while !self.rest.starts_with("/any(") && !self.rest.starts_with("/all(") && self.eat("/") {
            names.push(if self.eat("$count") { "$count" } else { self.identifier()? });
        }
        if !variable.is_empty() && names.remove(0) != variable {
            return Err(format!("expected a path that begins with `{variable}` before `{}`", self.rest));
        }
        let path = names.join("/");
        let kind = of.at(&path)?;
        Ok((path, kind))
    }

    fn literal(&mut self, kind: Kind) -> Parsed<Value> {
        let (value, rest) = literal(self.rest, kind)?;
        self.rest = rest;
        Ok(value)
    }

    /// Parses `odataIdentifier`: letters, digits and underscores, not beginning with a digit.
    pub(super) fn identifier(&mut self) -> Parsed<&'t str> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            return Err(self.expected("a name"));
        }
        self.rest = rest;
        Ok(name)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub(super) fn expect(&mut self, text: &str) -> Parsed<()> {
        if self.eat(text) { Ok(()) } else { Err(self.expected(&format!("`{text}`"))) }
    }

    pub(super) fn expected(&self, what: &str) -> String {
        format!("expected {what}, found `{}`", self.rest)
    }
}
