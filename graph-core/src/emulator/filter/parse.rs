//! Parses the tokens of an expression into a syntax tree, with OData's operator precedence.

use super::ast::{Arithmetic, Comparison, Expr, Literal};
use super::token::{Token, TokenKind, tokens};
use crate::emulator::reply::Rejection;

/// The maximum nesting of parentheses and operators, so that no text can exhaust the stack.
const MAX_DEPTH: usize = 100;

/// Parses the value of one query option, such as `$filter`.
pub(super) struct Parser<'a> {
    /// The name of the query option, such as `$filter`, for error messages.
    option: &'static str,
    text: &'a str,
    tokens: Vec<Token<'a>>,
    next: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(option: &'static str, text: &'a str) -> Result<Self, Rejection> {
        let parser = |tokens| Self { option, text, tokens, next: 0, depth: 0 };
        match tokens(text) {
            Ok(tokens) => Ok(parser(tokens)),
            Err(bad) => Err(parser(Vec::new()).invalid_at(bad.0, "no token begins with this")),
        }
    }

    /// Parses the whole option value as one expression.
    pub(super) fn whole(mut self) -> Result<Expr<'a>, Rejection> {
        let expr = self.expression()?;
        self.end()?;
        Ok(expr)
    }

    /// Parses the whole value of a `$orderby`. Returns each expression, with `true` if it sorts in descending order.
    pub(super) fn order(mut self) -> Result<Vec<(Expr<'a>, bool)>, Rejection> {
        let mut keys = Vec::new();
        loop {
            let expr = self.expression()?;
            let descending = self.keyword("desc");
            if !descending {
                self.keyword("asc");
            }
            keys.push((expr, descending));
            if !self.symbol(',') {
                self.end()?;
                return Ok(keys);
            }
        }
    }

    pub(super) fn expression(&mut self) -> Result<Expr<'a>, Rejection> {
        self.deeper(|parser| {
            let first = parser.conjunction()?;
            let mut parts = vec![first];
            while parser.keyword("or") {
                parts.push(parser.conjunction()?);
            }
            Ok(single(parts, Expr::Or))
        })
    }

    fn conjunction(&mut self) -> Result<Expr<'a>, Rejection> {
        let first = self.comparison()?;
        let mut parts = vec![first];
        while self.keyword("and") {
            parts.push(self.comparison()?);
        }
        Ok(single(parts, Expr::And))
    }

    fn comparison(&mut self) -> Result<Expr<'a>, Rejection> {
        let left = self.sum()?;
        if let Some(comparison) = self.word_as(Comparison::named) {
            return Ok(Expr::Compare(comparison, Box::new(left), Box::new(self.sum()?)));
        }
        if self.keyword("has") {
            return Ok(Expr::Has(Box::new(left), Box::new(self.sum()?)));
        }
        if self.keyword("in") {
            self.expect('(')?;
            return Ok(Expr::In(Box::new(left), self.list()?));
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Expr<'a>, Rejection> {
        let mut left = self.product()?;
        let outer = self.depth;
        while let Some(operator) = self.word_as(Arithmetic::additive) {
            self.descend()?;
            left = Expr::Arithmetic(operator, Box::new(left), Box::new(self.product()?));
        }
        self.depth = outer;
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr<'a>, Rejection> {
        let mut left = self.unary()?;
        let outer = self.depth;
        while let Some(operator) = self.word_as(Arithmetic::multiplicative) {
            self.descend()?;
            left = Expr::Arithmetic(operator, Box::new(left), Box::new(self.unary()?));
        }
        self.depth = outer;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr<'a>, Rejection> {
        if self.keyword("not") {
            return self.deeper(|parser| Ok(Expr::Not(Box::new(parser.unary()?))));
        }
        if self.symbol('-') {
            return self.deeper(|parser| Ok(Expr::Negate(Box::new(parser.unary()?))));
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expr<'a>, Rejection> {
        if self.symbol('(') {
            let inner = self.expression()?;
            self.expect(')')?;
            return Ok(inner);
        }
        let Some(kind) = self.peek() else { return Err(self.invalid("expected a property or a value")) };
        match kind {
            TokenKind::Quoted(text) => {
                let literal = Literal::Quoted(text.clone());
                self.next += 1;
                Ok(Expr::Literal(literal))
            }
            TokenKind::Typed(name, text) => {
                let literal = Literal::Typed(name, text.clone());
                self.next += 1;
                Ok(Expr::Literal(literal))
            }
            TokenKind::Symbol(_) => Err(self.invalid("expected a property or a value")),
            TokenKind::Word(word) => {
                let word = *word;
                self.word(word)
            }
        }
    }

    /// Parses an expression that begins with a word: a function call, a property path, a lambda or a literal.
    fn word(&mut self, word: &'a str) -> Result<Expr<'a>, Rejection> {
        let after = self.tokens.get(self.next + 1).map(|token| &token.kind);
        if after == Some(&TokenKind::Symbol('(')) && !is_operator(word) {
            self.next += 2;
            let arguments = self.list()?;
            return Ok(Expr::Call(word, arguments));
        }
        if is_operator(word) {
            return Err(self.invalid("expected a property or a value"));
        }
        self.next += 1;
        if is_literal(word) && after != Some(&TokenKind::Symbol('/')) {
            return Ok(Expr::Literal(Literal::Word(word)));
        }
        self.path(word)
    }

    fn path(&mut self, first: &'a str) -> Result<Expr<'a>, Rejection> {
        let mut path = vec![first];
        while self.symbol('/') {
            let Some(TokenKind::Word(step)) = self.peek() else { return Err(self.invalid("expected a property")) };
            let step = *step;
            self.next += 1;
            let all = step.eq_ignore_ascii_case("all");
            if (all || step.eq_ignore_ascii_case("any")) && self.symbol('(') {
                return self.lambda(path, all);
            }
            path.push(step);
        }
        if self.peek() == Some(&TokenKind::Symbol('(')) {
            return Err(self.invalid("only `any` and `all` are functions of a property"));
        }
        Ok(Expr::Path(path))
    }

    fn lambda(&mut self, path: Vec<&'a str>, all: bool) -> Result<Expr<'a>, Rejection> {
        if !all && self.symbol(')') {
            return Ok(Expr::Lambda { path, all, body: None });
        }
        let Some(TokenKind::Word(variable)) = self.peek() else { return Err(self.invalid("expected a variable")) };
        let variable = *variable;
        self.next += 1;
        self.expect(':')?;
        let body = self.expression()?;
        self.expect(')')?;
        Ok(Expr::Lambda { path, all, body: Some((variable, Box::new(body))) })
    }

    /// Parses zero or more expressions, separated by commas, up to the closing parenthesis.
    fn list(&mut self) -> Result<Vec<Expr<'a>>, Rejection> {
        let mut values = Vec::new();
        while !self.symbol(')') {
            if !values.is_empty() {
                self.expect(',')?;
            }
            values.push(self.expression()?);
        }
        Ok(values)
    }

    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, Rejection>) -> Result<T, Rejection> {
        let outer = self.depth;
        self.descend()?;
        let parsed = parse(self)?;
        self.depth = outer;
        Ok(parsed)
    }

    fn descend(&mut self) -> Result<(), Rejection> {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            return Ok(());
        }
        let message = format!("The {} nests more than {MAX_DEPTH} parentheses or operators.", self.option);
        Err(Rejection::bad_request(message))
    }

    fn peek(&self) -> Option<&TokenKind<'a>> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn word_as<T>(&mut self, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let Some(TokenKind::Word(word)) = self.peek() else { return None };
        let found = read(&word.to_ascii_lowercase())?;
        self.next += 1;
        Some(found)
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        self.word_as(|word| (word == keyword).then_some(())).is_some()
    }

    fn symbol(&mut self, symbol: char) -> bool {
        let found = self.peek() == Some(&TokenKind::Symbol(symbol));
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: char) -> Result<(), Rejection> {
        match self.symbol(symbol) {
            true => Ok(()),
            false => Err(self.invalid(&format!("expected `{symbol}`"))),
        }
    }

    fn end(&self) -> Result<(), Rejection> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.invalid("expected an operator or the end")),
        }
    }

    fn invalid(&self, problem: &str) -> Rejection {
        self.invalid_at(self.tokens.get(self.next).map_or(self.text.len(), |token| token.start), problem)
    }

    fn invalid_at(&self, start: usize, problem: &str) -> Rejection {
        let rest = self.text.get(start..).unwrap_or_default().trim();
        let place = if rest.is_empty() { "its end".to_owned() } else { format!("'{rest}'") };
        Rejection::bad_request(format!("Invalid {} at {place}: {problem}.", self.option))
    }
}

/// Returns the element of `parts` unchanged if there is only one; otherwise joins the elements with `join`.
fn single<'a>(mut parts: Vec<Expr<'a>>, join: impl FnOnce(Vec<Expr<'a>>) -> Expr<'a>) -> Expr<'a> {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

fn is_operator(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let others = ["and", "or", "not", "in", "has", "asc", "desc"];
    Comparison::named(&word).is_some()
        || Arithmetic::additive(&word).is_some()
        || Arithmetic::multiplicative(&word).is_some()
        || others.contains(&word.as_str())
}

/// Returns `true` if a word is a literal value instead of the name of a property or function. A name never contains `-` or begins with a
/// digit.
fn is_literal(word: &str) -> bool {
    let keyword = ["null", "true", "false", "INF", "NaN"].contains(&word);
    keyword || word.contains('-') || word.starts_with(|c: char| c.is_ascii_digit())
}
