//! Parses `$orderby`, `$search` and `$expand`.

use super::expr::{Expr, Kind};
use super::parse::Parser;

/// A path to sort by, with `true` for the descending direction.
pub type Order = (String, bool);

/// A `$search` expression, as [Microsoft Graph writes it](https://learn.microsoft.com/graph/search-query-parameter): a backslash escapes a
/// quote or a backslash inside a phrase.
#[derive(Clone, Debug)]
pub enum Search {
    Phrase(String),
    And(Box<Search>, Box<Search>),
    Or(Box<Search>, Box<Search>),
    Not(Box<Search>),
}

/// An item of `$expand` with its options.
#[derive(Clone, Debug, Default)]
pub struct Expand {
    pub property: String,
    pub filter: Option<Expr>,
    pub search: Option<Search>,
    pub expand: Vec<Expand>,
    pub select: Vec<String>,
    pub order: Vec<Order>,
    pub count: bool,
    pub skip: Option<u32>,
    pub top: Option<u32>,
    pub levels: Option<String>,
}

type Parsed<T> = Result<T, String>;

/// Parses the whole value of `$orderby`.
pub fn order(text: &str, of: Kind) -> Parsed<Vec<Order>> {
    Parser::whole(text, of, |parser| parser.list(Parser::order))
}

/// Parses the whole value of `$search`.
pub fn search(text: &str) -> Parsed<Search> {
    Parser::whole(text, Kind::Text, Parser::search)
}

/// Parses the whole value of `$expand`.
pub fn expand(text: &str, of: Kind) -> Parsed<Vec<Expand>> {
    Parser::whole(text, of, |parser| parser.list(|parser| parser.expand(of)))
}

impl Parser<'_> {
    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.eat(",") {
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn order(&mut self) -> Parsed<Order> {
        let (path, _) = self.path()?;
        Ok((path, self.eat(" desc")))
    }

    fn search(&mut self) -> Parsed<Search> {
        let mut left = self.all_of()?;
        while self.eat(" OR ") {
            left = Search::Or(Box::new(left), Box::new(self.all_of()?));
        }
        Ok(left)
    }

    fn all_of(&mut self) -> Parsed<Search> {
        let mut left = self.term()?;
        while self.eat(" AND ") {
            left = Search::And(Box::new(left), Box::new(self.term()?));
        }
        Ok(left)
    }

    fn term(&mut self) -> Parsed<Search> {
        if self.eat("NOT ") {
            return Ok(Search::Not(Box::new(self.term()?)));
        }
        if self.eat("(") {
            let inner = self.search()?;
            self.expect(")")?;
            return Ok(inner);
        }
        self.expect("\"")?;
        let mut phrase = String::new();
        let mut letters = self.rest.chars();
        loop {
            match letters.next() {
                Some('"') => break,
                Some('\\') if letters.as_str().starts_with(['"', '\\']) => phrase.extend(letters.next()),
                Some(letter) => phrase.push(letter),
                None => return Err(self.expected("the end of a phrase")),
            }
        }
        self.rest = letters.as_str();
        Ok(Search::Phrase(phrase))
    }

    fn expand(&mut self, of: Kind) -> Parsed<Expand> {
        let mut item = Expand { property: self.identifier()?.to_owned(), ..Expand::default() };
        let Kind::List(&related) = of.at(&item.property)? else { return Err(format!("`{}` is no collection", item.property)) };
        if !self.eat("(") {
            return Ok(item);
        }
        self.within(related, |parser| parser.options(&mut item, related))?;
        self.expect(")")?;
        Ok(item)
    }

    fn options(&mut self, item: &mut Expand, of: Kind) -> Parsed<()> {
        loop {
            self.expect("$")?;
            let name = self.identifier()?;
            self.expect("=")?;
            match name {
                "filter" => item.filter = Some(self.condition()?),
                "search" => item.search = Some(self.search()?),
                "expand" => item.expand = self.list(|parser| parser.expand(of))?,
                "select" => item.select = self.list(|parser| Ok(parser.path()?.0))?,
                "orderby" => item.order = self.list(Self::order)?,
                "count" => item.count = self.eat("true"),
                "skip" => item.skip = Some(self.number()?),
                "top" => item.top = Some(self.number()?),
                "levels" => item.levels = Some(if self.eat("max") { "max".to_owned() } else { self.number()?.to_string() }),
                _ => return Err(format!("no option `${name}`")),
            }
            if !self.eat(";") {
                return Ok(());
            }
        }
    }

    fn number(&mut self) -> Parsed<u32> {
        let (digits, rest) = self.rest.split_at(self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len()));
        let number = digits.parse().map_err(|_| self.expected("a number"))?;
        self.rest = rest;
        Ok(number)
    }
}
