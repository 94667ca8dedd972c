//! Compares the answers of two services, the emulator and CAP, to the same typed request.

use std::fmt::Debug;

use graph_core::client::{CountRequest, ListRequest};
use graph_core::model::Partial;
use graph_core::{Client, Error, property};

use crate::outcome::row;
use crate::volumes::{Shelf, Volume};

/// The answer that is expected of CAP to a request, compared with the emulator's answer.
pub(crate) enum Cap {
    /// CAP answers as the emulator does.
    Agrees,
    /// CAP refuses the request with this HTTP status.
    Refuses(u16),
    /// CAP answers with other ids than the emulator. Holds these ids, and the reason for the difference.
    Differs(&'static str, &'static str),
}

/// An element of a list, which the table can show and compare.
pub(crate) trait Element: PartialEq + Debug {
    /// Returns the element's id and, in parentheses, the ids of its expanded entities and their number, if the request asked for them.
    fn shown(&self) -> String;

    /// Returns the element without the properties that only the emulator has.
    fn without_own(self) -> Self;
}

/// A service's answer to a request for a list.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer<T> {
    elements: Vec<T>,
    total: Option<u64>,
    /// The number of elements in each page.
    pages: Vec<usize>,
}

/// Compares the answers of the emulator and of CAP, and prints a table with a row for each query option.
pub(crate) struct Comparison<'a> {
    pub(crate) emulator: &'a Client,
    pub(crate) cap: &'a Client,
    pub(crate) passed: bool,
}

impl Comparison<'_> {
    /// Sends a request for a list to both services and prints the row of the result. `expected` is the emulator's answer: the ids in order,
    /// then the total if it is counted.
    pub(crate) async fn list<E, T: Element>(
        &mut self,
        option: &str,
        expected: &str,
        cap: Cap,
        request: impl Fn(&Client) -> ListRequest<E, T>,
    ) where
        E: graph_core::GraphEntity,
    {
        let (ours, theirs) = (answer(request(self.emulator)).await, answer(request(self.cap)).await);
        self.row(option, expected, &cap, ours.map(Answer::comparable), theirs.map(Answer::comparable));
    }

    /// Sends a request for a list to both services, and prints a row that compares the sizes of the pages, too.
    pub(crate) async fn pages<E, T: Element>(
        &mut self,
        option: &str,
        expected: &str,
        cap: Cap,
        request: impl Fn(&Client) -> ListRequest<E, T>,
    ) where
        E: graph_core::GraphEntity,
    {
        let (ours, theirs) = (answer(request(self.emulator)).await, answer(request(self.cap)).await);
        self.row(option, expected, &cap, ours.map(Answer::with_pages), theirs.map(Answer::with_pages));
    }

    /// Sends a request for a number of objects to both services, and prints the row of the result.
    pub(crate) async fn count<E>(&mut self, option: &str, expected: &str, cap: Cap, request: impl Fn(&Client) -> CountRequest<E>)
    where
        E: graph_core::GraphEntity,
    {
        let number = |response: graph_core::client::Response<u64>| (response.body.to_string(), ());
        let ours = request(self.emulator).await.map(number);
        let theirs = request(self.cap).await.map(number);
        self.row(option, expected, &cap, ours, theirs);
    }

    /// Prints the row of a request. Each service's answer is a pair: the text that the row shows, and the value that is compared.
    pub(crate) fn row<A: PartialEq + Debug>(
        &mut self,
        option: &str,
        expected: &str,
        cap: &Cap,
        ours: Result<(String, A), Error>,
        theirs: Result<(String, A), Error>,
    ) {
        let (label, result) = match ours {
            Err(error) => (option.to_owned(), Err(format!("the emulator: {}", error.report()))),
            Ok((text, _)) if text != expected => (option.to_owned(), Err(format!("expected {expected}, the emulator: {text}"))),
            Ok(ours) => judge(option, cap, &ours, theirs),
        };
        self.passed &= row(&label, &result);
    }
}

/// Compares CAP's answer with the emulator's. Returns the text of the row, and the description of a disagreement, if there is one.
fn judge<A: PartialEq + Debug>(
    option: &str,
    cap: &Cap,
    ours: &(String, A),
    theirs: Result<(String, A), Error>,
) -> (String, Result<(), String>) {
    let text = &ours.0;
    match (cap, theirs) {
        (Cap::Agrees, Ok(theirs)) if theirs == *ours => (format!("{option}: {text}"), Ok(())),
        (Cap::Agrees, Ok(theirs)) => (option.to_owned(), Err(format!("the emulator: {ours:?}, CAP: {theirs:?}"))),
        (Cap::Differs(expected, reason), Ok((theirs, _))) if theirs == *expected => {
            (format!("{option}: {text}; CAP, which {reason}: {theirs}"), Ok(()))
        }
        (Cap::Refuses(status), Err(error)) if error.service().is_some_and(|service| service.status.as_u16() == *status) => {
            let reason = error.service().and_then(|service| service.message.clone()).unwrap_or_default();
            let reason: String = reason.chars().take(60).collect();
            (format!("{option}: the emulator alone: {text}; CAP: {status} {reason}"), Ok(()))
        }
        (Cap::Agrees | Cap::Differs(..), Err(error)) => (option.to_owned(), Err(format!("CAP: {}", error.report()))),
        (Cap::Differs(expected, _), Ok((theirs, _))) => {
            (option.to_owned(), Err(format!("expected {expected} of CAP, got {theirs}")))
        }
        (Cap::Refuses(status), theirs) => (option.to_owned(), Err(format!("expected {status} of CAP, got {theirs:?}"))),
    }
}

/// Reads all pages of a list.
async fn answer<E: graph_core::GraphEntity, T: Element>(request: ListRequest<E, T>) -> Result<Answer<T>, Error> {
    let mut pages = request.pages();
    let mut answer = Answer { elements: Vec::new(), total: None, pages: Vec::new() };
    while let Some(page) = pages.next().await {
        let page = page?;
        answer.total = answer.total.or(page.total());
        let elements = page.into_vec()?;
        answer.pages.push(elements.len());
        answer.elements.extend(elements.into_iter().map(Element::without_own));
    }
    Ok(answer)
}

impl<T: Element> Answer<T> {
    fn text(&self) -> String {
        let ids: Vec<_> = self.elements.iter().map(Element::shown).collect();
        let total = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
        format!("{}{total}", ids.join(" "))
    }

    /// Returns the text that the row shows for the answer, and the answer without the sizes of its pages, so that these are not compared.
    fn comparable(self) -> (String, Self) {
        (self.text(), Self { pages: Vec::new(), ..self })
    }

    fn with_pages(self) -> (String, Self) {
        (format!("{} in pages of {:?}", self.text(), self.pages), self)
    }
}

/// Returns the ids of related entities and, if it is given, their number, in parentheses.
fn related<'a, T: Element + 'a>(elements: impl IntoIterator<Item = &'a T>, count: Option<u64>) -> String {
    let ids: Vec<_> = elements.into_iter().map(Element::shown).collect();
    let count = count.map(|count| format!(" of {count}")).unwrap_or_default();
    format!("({}{count})", ids.join(" "))
}

impl Element for Volume {
    fn shown(&self) -> String {
        let shelf = self.shelf.as_deref().map(|shelf| related([shelf], None)).unwrap_or_default();
        format!("{}{shelf}", self.id)
    }

    fn without_own(self) -> Self {
        Self { place: None, ..self }
    }
}

impl Element for Shelf {
    fn shown(&self) -> String {
        let inside = self.inside.as_deref().map(|shelf| related([shelf], None)).unwrap_or_default();
        let holds = self.holds.as_ref().map(|holds| related(holds.iter(), holds.count())).unwrap_or_default();
        let volumes = self.volumes.as_ref().map(|volumes| related(volumes.iter(), volumes.count())).unwrap_or_default();
        format!("{}{inside}{holds}{volumes}", self.id)
    }

    fn without_own(self) -> Self {
        let plain = |volumes: graph_core::Expanded<Volume>| {
            let count = volumes.count();
            let volumes: graph_core::Expanded<Volume> = volumes.into_vec().into_iter().map(Element::without_own).collect();
            count.map_or(volumes.clone(), |count| volumes.with_count(count))
        };
        Self { volumes: self.volumes.map(plain), ..self }
    }
}

impl Element for Partial<Volume> {
    fn shown(&self) -> String {
        let (id, pages) = (self.get(&property!(Volume, id)), self.get(&property!(Volume, pages)));
        match (id, pages) {
            (Ok(id), Ok(pages)) => {
                format!("{}:{}", id.unwrap_or_default(), pages.flatten().map_or("-".into(), |pages| pages.to_string()))
            }
            (id, pages) => format!("{id:?}{pages:?}"),
        }
    }

    fn without_own(self) -> Self {
        self
    }
}
