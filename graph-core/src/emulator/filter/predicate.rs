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
pub(crate) struct Predicate {
    condition: Bound,
    /// The properties of the object that the condition reads.
    properties: Vec<String>,
}

impl Predicate {
    /// Parses the value of `$filter`, such as `name eq 'a'`, for objects of these types.
    ///
    /// # Errors
    /// Fails with status 400. The message quotes the unknown name, or the text that begins at the syntax error.
    pub(crate) fn parse(text: &str, types: &[&'static StructuredType], now: OffsetDateTime) -> Result<Self, Rejection> {
        let expr = Parser::new("$filter", text)?.whole()?;
        let mut binder = Binder::new("$filter", types, now);
        let condition = binder.condition(&expr)?;
        Ok(Self { condition, properties: binder.into_properties() })
    }

    /// Returns the properties of the object that the condition reads. For a path such as `place/city`, this is `place`; for a path over
    /// navigation properties, such as `manager/manager/id`, these are `manager` and `manager/manager`.
    pub(crate) fn properties(&self) -> &[String] {
        &self.properties
    }

    /// Returns `true` if the condition reads only the key, which never changes.
    pub(crate) fn reads_only_key(&self, declared: &StructuredType) -> bool {
        let is_key = |name: &String| declared.properties.iter().any(|property| property.key && property.name == *name);
        self.properties.iter().all(is_key)
    }

    pub(crate) fn matches(&self, members: &Additional) -> bool {
        self.condition.of(members).is_true()
    }
}
