//! The query option `$orderby`.

use std::cmp::Ordering;

use time::OffsetDateTime;

use super::bind::Binder;
use super::evaluate::Bound;
use super::parse::Parser;
use crate::emulator::reply::Rejection;
use crate::model::descriptor::StructuredType;
use crate::model::json::Additional;

/// The expressions of a `$orderby` to sort by, the most significant first.
#[derive(Debug)]
pub(crate) struct Order {
    keys: Vec<OrderKey>,
    /// The properties of the object that the expressions read.
    properties: Vec<String>,
}

#[derive(Debug)]
struct OrderKey {
    key: Bound,
    descending: bool,
}

impl Order {
    /// Parses the value of `$orderby`, such as `name desc,id`, for objects of these types.
    ///
    /// # Errors
    /// Fails with status 400. The message quotes the unknown name, or the text that begins at the syntax error.
    pub(crate) fn parse(text: &str, types: &[&'static StructuredType], now: OffsetDateTime) -> Result<Self, Rejection> {
        let mut binder = Binder::new("$orderby", types, now);
        let keys = Parser::new("$orderby", text)?.order()?;
        let keys = keys.iter().map(|(expr, descending)| Ok(OrderKey { key: binder.key(expr)?, descending: *descending }));
        let keys = keys.collect::<Result<_, _>>()?;
        Ok(Self { keys, properties: binder.into_properties() })
    }

    /// Returns the properties of the object that the expressions read. For a path such as `place/city`, this is `place`; for a path over
    /// navigation properties, such as `manager/manager/id`, these are `manager` and `manager/manager`.
    pub(crate) fn properties(&self) -> &[String] {
        &self.properties
    }

    /// Sorts `values` by this order. `members` returns the properties of a value. Values that compare as equal keep their positions.
    pub(crate) fn sort<T>(&self, values: &mut [T], members: impl Fn(&T) -> &Additional) {
        values.sort_by(|a, b| self.compare(members(a), members(b)));
    }

    fn compare(&self, a: &Additional, b: &Additional) -> Ordering {
        let orders = self.keys.iter().map(|OrderKey { key, descending }| {
            let order = key.of(a).order(&key.of(b));
            if *descending { order.reverse() } else { order }
        });
        orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}
