//! The scenarios of the client against CAP. Each creates the objects that it uses.

use std::collections::BTreeMap;
use std::fmt::Debug;

use graph_core::{Client, Error, Filter, property};

use crate::library::{Author, AuthorId, Book, BookId, BookPatch, Label, LabelId, Note, NoteId};

type Scenario = Result<(), String>;

fn equal<T: PartialEq + Debug>(actual: T, expected: T) -> Scenario {
    if actual == expected { Ok(()) } else { Err(format!("expected {expected:?}, got {actual:?}")) }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn failed(error: Error) -> String {
    error.report().to_string()
}

/// Returns the HTTP status and the error code of the service's error response. Any other result is an error.
fn refusal<T: Debug>(result: Result<T, Error>) -> Result<(u16, String), String> {
    match result {
        Ok(success) => Err(format!("expected an error, got {success:?}")),
        Err(error) => match error.service() {
            Some(service) => Ok((service.status.as_u16(), service.code().unwrap_or_default().to_owned())),
            None => Err(failed(error)),
        },
    }
}

async fn create(graph: &Client, book: BookPatch) -> Result<Book, String> {
    let created = graph.create(Book::v1().books_collection(), book).await.map_err(failed)?;
    let id = created.created_id().map(str::to_owned);
    let book = created.body.ok_or("no body")?;
    equal(id.as_deref(), Some(book.id.as_str()))?;
    equal(created.etag, book.etag.clone())?;
    Ok(book)
}

fn book_id(book: &Book) -> Result<BookId, String> {
    BookId::new(book.id.as_str()).map_err(text)
}

pub(crate) async fn create_get_delete(graph: &Client) -> Scenario {
    let title = "It's 100% \"new\" & ünïcode";
    let published = "2016-02-29".parse().map_err(|_| "a date")?;
    let patch = Book::patch().title(title).stock(3).price(0.1).published(published);
    let created = create(graph, patch).await?;
    let path = Book::v1().books(&book_id(&created)?);
    let read = graph.get(path.clone()).await.map_err(failed)?;
    equal(&read.body, &created)?;
    equal(read.body.title.as_deref(), Some(title))?;
    equal((read.body.stock, read.body.price, read.body.published), (3, Some(0.1), Some(published)))?;
    let etag = read.etag.ok_or("no etag")?;
    let deleted = graph.delete(path.clone()).if_match(&etag).await.map_err(failed)?;
    equal(deleted.status.as_u16(), 204)?;
    equal(refusal(graph.get(path).await)?.0, 404)
}

pub(crate) async fn patch_with_etag(graph: &Client) -> Scenario {
    let created = create(graph, Book::patch().title("first").price(1.5)).await?;
    let first = created.etag.clone().ok_or("no etag")?;
    let path = Book::v1().books(&book_id(&created)?);
    equal(refusal(graph.patch(path.clone(), Book::patch().stock(1)).await)?.0, 428)?;
    // CAP's etag is a time in milliseconds.
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let patch = Book::patch().title("second").clear_price();
    let changed = graph.patch(path.clone(), patch).if_match(&first).await.map_err(failed)?;
    let body = changed.body.ok_or("no body")?;
    equal((body.title.as_deref(), body.price, body.stock), (Some("second"), None, 0))?;
    equal(changed.etag.as_ref() == Some(&first), false)?;
    let lost = graph.patch(path.clone(), Book::patch().title("lost")).if_match(&first).await;
    equal(lost.as_ref().err().is_some_and(Error::is_precondition_failed), true)?;
    let read = graph.get(path.clone()).await.map_err(failed)?;
    equal((read.body.title.as_deref(), read.etag), (Some("second"), changed.etag))?;
    let any = graph.patch(path, Book::patch().stock(7)).if_match("*").await.map_err(failed)?;
    equal(any.body.map(|book| book.stock), Some(7))
}

pub(crate) async fn special_keys(graph: &Client) -> Scenario {
    for key in ["plain", "a/b", "it's (1)", "100% ü?#", "ü &=+", "('a')", "a/b('c')", "..a", "a,b;c:d@e"] {
        special_key(graph, key).await.map_err(|error| format!("key {key}: {error}"))?;
    }
    Ok(())
}

async fn special_key(graph: &Client, key: &str) -> Scenario {
    let created = graph.create(Label::v1().labels_collection(), Label::patch().text("first")).key(key).await.map_err(failed)?;
    equal(created.body.as_ref().map(|label| label.id.as_str()), Some(key))?;
    // CAP encodes nothing in `Location`, so only keys that need no percent-encoding can be read from that header.
    if !key.contains(['%', '?', 'ü']) {
        equal(created.created_id(), Some(key))?;
    }
    // CAP decodes a path before it splits the path.
    if key.contains(['/', '?', '#', '%']) {
        return Ok(());
    }
    let path = Label::v1().labels(&LabelId::new(key).map_err(text)?);
    let read = graph.get(path.clone()).await.map_err(failed)?;
    equal((read.body.id.as_str(), read.body.text.as_deref()), (key, Some("first")))?;
    let changed = graph.patch(path.clone(), Label::patch().text("second")).await.map_err(failed)?;
    equal(changed.body.and_then(|label| label.text).as_deref(), Some("second"))?;
    let mut batch = graph.batch();
    let read = batch.get(path.clone());
    let read = batch.send().await.map_err(failed)?.take(read).map_err(failed)?;
    equal(read.body.id.as_str(), key)?;
    graph.delete(path.clone()).await.map_err(failed)?;
    equal(refusal(graph.get(path).await)?.0, 404)
}

pub(crate) async fn errors(graph: &Client) -> Scenario {
    let none = BookId::new("00000000-0000-0000-0000-000000000000").map_err(text)?;
    equal(refusal(graph.get(Book::v1().books(&none)).await)?, (404, "404".to_owned()))?;
    let wrong = graph.list(Book::v1().books_collection()).filter(Filter::raw("nothing eq 1")).stream().collect().await;
    equal(refusal(wrong)?.0, 400)?;
    let not_a_key = BookId::new("a/b?").map_err(text)?;
    let (status, _) = refusal(graph.get(Book::v1().books(&not_a_key)).await)?;
    equal((400..500).contains(&status), true)
}

pub(crate) async fn filter(graph: &Client) -> Scenario {
    for (title, stock, price) in [("O'Neill & Söhne", 1, 0.5), ("filter b", 2, 1e10), ("filter c", 3, -1.0)] {
        let day = format!("2020-01-0{stock}").parse().map_err(|_| "a date")?;
        create(graph, Book::patch().title(title).stock(stock).price(price).published(day)).await?;
    }
    let (title, stock, price) = (property!(Book, title), property!(Book, stock), property!(Book, price));
    let published = property!(Book, published);
    let day: graph_core::Date = "2020-01-02".parse().map_err(|_| "a date")?;
    let starts = || title.starts_with("filter");
    let filters = [
        (title.eq("O'Neill & Söhne"), vec![1]),
        (starts(), vec![2, 3]),
        (starts().and(stock.gt(2)), vec![3]),
        (price.gt(1e9), vec![2]),
        (starts().and(price.lt(0.0).or(published.eq(day))), vec![2, 3]),
        (starts().and(stock.one_of([1, 2])), vec![2]),
        (starts().and(published.ne(day)), vec![3]),
    ];
    for (filter, expected) in filters {
        let label = format!("{filter:?}");
        let books = graph.list(Book::v1().books_collection()).filter(filter).stream().collect().await.map_err(failed)?;
        let mut stocks: Vec<_> = books.iter().map(|book| book.stock).collect();
        stocks.sort_unstable();
        equal(stocks, expected).map_err(|error| format!("{label}: {error}"))?;
    }
    Ok(())
}

pub(crate) async fn select_and_expand(graph: &Client) -> Scenario {
    let author = graph.create(Author::v1().authors_collection(), Author::patch().name("Ada")).await.map_err(failed)?;
    let author = author.body.ok_or("no body")?;
    for title in ["expanded a", "expanded b"] {
        create(graph, Book::patch().title(title).author_id(author.id.as_str())).await?;
    }
    let title = property!(Book, title);
    let books = graph.list(Book::v1().books_collection()).filter(title.starts_with("expanded"));
    let whole = books.clone().expand(property!(Book, author)).stream().collect().await.map_err(failed)?;
    let names: Vec<_> = whole.iter().filter_map(|book| book.author.as_ref()?.name.as_deref()).collect();
    equal(names, vec!["Ada", "Ada"])?;
    let parts = books.select([&title]).stream().collect().await.map_err(failed)?;
    let mut titles = Vec::new();
    for part in &parts {
        titles.extend(part.get(&title).map_err(text)?.flatten());
        equal(part.get(&property!(Book, stock)).map_err(text)?, None)?;
    }
    titles.sort_unstable();
    equal(titles, vec!["expanded a".to_owned(), "expanded b".to_owned()])?;
    let path = Author::v1().authors(&AuthorId::new(author.id.as_str()).map_err(text)?);
    let read = graph.get(path).expand(property!(Author, books)).await.map_err(failed)?;
    equal(read.body.books.map(|books| books.len()), Some(2))
}

pub(crate) async fn batch(graph: &Client) -> Scenario {
    let book = create(graph, Book::patch().title("in a batch")).await?;
    let path = Book::v1().books(&book_id(&book)?);
    let etag = book.etag.clone().ok_or("no etag")?;
    let none = NoteId::new("00000000-0000-0000-0000-000000000000").map_err(text)?;
    let mut batch = graph.batch();
    let read = batch.get(path.clone());
    let created = batch.add(graph.create(Note::v1().notes_collection(), Note::patch().text("new")));
    let missing = batch.get(Note::v1().notes(&none));
    let stale = batch.add(graph.patch(path.clone(), Book::patch().stock(1)).if_match("W/\"stale\""));
    let unguarded = batch.patch(path.clone(), Book::patch().stock(1));
    let mut results = batch.send().await.map_err(failed)?;
    let read = results.take(read).map_err(failed)?;
    equal((read.etag.as_ref(), &read.body), (Some(&etag), &book))?;
    let created = results.take(created).map_err(failed)?;
    let id = created.created_id().map(str::to_owned);
    let note = created.body.ok_or("no body")?;
    equal((created.status.as_u16(), id.as_deref(), note.text.as_deref()), (201, Some(note.id.as_str()), Some("new")))?;
    equal(refusal(results.take(missing))?.0, 404)?;
    equal(refusal(results.take(stale))?.0, 412)?;
    equal(refusal(results.take(unguarded))?.0, 428)?;
    let mut second = graph.batch();
    let changed = second.add(graph.patch(path, Book::patch().stock(2)).if_match(&etag));
    let after = second.add_after(&changed, graph.get(Book::v1().books(&book_id(&book)?)));
    let mut results = second.send().await.map_err(failed)?;
    let changed = results.take(changed).map_err(failed)?;
    equal(changed.body.map(|book| book.stock), Some(2))?;
    equal(results.take(after).map_err(failed)?.body.stock, 2)
}

pub(crate) async fn batch_of_25(graph: &Client) -> Scenario {
    let mut batch = graph.batch();
    let created: Vec<_> = (0..25)
        .map(|rank| batch.add(graph.create(Note::v1().notes_collection(), Note::patch().text("one of 25").rank(rank))))
        .collect();
    let mut results = batch.send().await.map_err(failed)?;
    for (rank, handle) in (0..25).zip(created) {
        let note = results.take(handle).map_err(failed)?.body.ok_or("no body")?;
        equal(note.rank, rank)?;
    }
    Ok(())
}

pub(crate) async fn bulk_of_500(graph: &Client) -> Scenario {
    let creations =
        (0..500).map(|rank| (rank, graph.create(Note::v1().notes_collection(), Note::patch().text("one of 500").rank(rank))));
    let mut ids = BTreeMap::new();
    let mut bulk = graph.bulk(creations).concurrency(4);
    while let Some((rank, result)) = bulk.next().await {
        let note = result.map_err(failed)?.body.ok_or("no body")?;
        equal(note.rank, rank)?;
        ids.insert(note.id, rank);
    }
    equal(ids.len(), 500)?;
    let mut patches = Vec::new();
    for (id, rank) in &ids {
        let path = Note::v1().notes(&NoteId::new(id.as_str()).map_err(text)?);
        patches.push((id.clone(), graph.patch(path, Note::patch().rank(rank + 1000))));
    }
    let mut changed = 0;
    let mut bulk = graph.bulk(patches).concurrency(4);
    while let Some((id, result)) = bulk.next().await {
        let note = result.map_err(failed)?.body.ok_or("no body")?;
        equal((&note.id, note.rank - 1000), (&id, ids.get(&id).copied().unwrap_or(-1)))?;
        changed += 1;
    }
    equal(changed, 500)?;
    // CAP sends pages of 50 notes.
    let text_is = property!(Note, text).eq("one of 500");
    let listed = graph.list(Note::v1().notes_collection()).filter(text_is).stream().collect().await.map_err(failed)?;
    let listed: BTreeMap<_, _> = listed.into_iter().map(|note| (note.id, note.rank - 1000)).collect();
    equal(listed == ids, true)
}
