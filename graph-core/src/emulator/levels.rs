//! The options for each object of a response, with the repetition that `$levels` asks for
//! ([OData URL conventions §5.1.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html)).

use super::expand::Expanded;
use super::options::Options;

/// The query options for the objects in one part of a response: the requested objects, or the objects of an expanded navigation property.
#[derive(Clone, Copy)]
pub(super) struct Shown<'o> {
    pub(super) options: &'o Options,
    /// The navigation property that is expanded once more because of `$levels`, and the number of levels left.
    again: Option<(&'o Expanded, usize)>,
}

impl<'o> Shown<'o> {
    /// Returns the options for the related entities of this navigation property; `None` if it is not expanded.
    pub(super) fn expands(self, property: &str) -> Option<Self> {
        self.expanded().find(|(name, _)| *name == property).map(|(_, inner)| inner)
    }

    /// Iterates over the expanded navigation properties. Returns each with the options for its related entities.
    pub(super) fn expanded(self) -> impl Iterator<Item = (&'static str, Self)> {
        let again = self.again.into_iter();
        let written = self.options.expand.iter().map(|expanded| (expanded, expanded.levels));
        let is_written_again = move |one: &Expanded| self.again.is_some_and(|(again, _)| again.property == one.property);
        again.chain(written.filter(move |(one, _)| !is_written_again(one))).map(|(expanded, levels)| {
            let again = (levels > 1).then(|| (expanded, levels - 1));
            (expanded.property, Self { options: &expanded.options, again })
        })
    }

    /// Returns `true` if `$levels` expands this property once more.
    pub(super) fn repeats(self, property: &str) -> bool {
        self.again.is_some_and(|(again, _)| again.property == property)
    }

    /// Returns the names, without `$`, and the values of the options, for the link to the next page. An option `expand` contains the levels
    /// that are left.
    pub(super) fn written(self) -> Vec<(String, String)> {
        let mut written = self.options.written.clone();
        let Some((again, levels)) = self.again else { return written };
        let inner = again.options.written.iter().map(|(name, value)| format!("${name}={value};")).collect::<String>();
        let text = format!("{}({inner}$levels={levels})", again.property);
        match written.iter_mut().find(|(name, _)| name == "expand") {
            Some((_, value)) => *value = format!("{value},{text}"),
            None => written.push(("expand".to_owned(), text)),
        }
        written
    }
}

impl<'o> From<&'o Options> for Shown<'o> {
    fn from(options: &'o Options) -> Self {
        Self { options, again: None }
    }
}
