//! The query option `$filter`.

use time::OffsetDateTime;

use super::bind::Binder;
use super::evaluate::Bound;
use super::parse::Parser;
use crate::emulator::reply::Rejection;
use crate::model::descriptor::StructuredType;
use crate::model::json::Additional;

/// The parsed condition of a `$filter`.
#[derive(Debug)]
pub(crate) struct Predicate(Bound);

impl Predicate {
    /// Parses the value of `$filter`, such as `name eq 'a'`, for objects of these types.
    ///
    /// # Errors
    /// Fails with status 400. The message quotes the unknown name, or the text from the syntax error on.
    pub(crate) fn parse(text: &str, types: &[&'static StructuredType], now: OffsetDateTime) -> Result<Self, Rejection> {
        let expr = Parser::new("$filter", text)?.whole()?;
        Ok(Self(Binder::new("$filter", types, now).condition(&expr)?))
    }

    pub(crate) fn matches(&self, members: &Additional) -> bool {
        self.0.of(members).is_true()
    }
}
