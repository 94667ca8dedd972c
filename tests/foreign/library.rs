//! The entities of the service in `cap/srv/library.cds`.

use graph_core::{Date, DateTimeOffset, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub(crate) AuthorId; pub(crate) BookId; pub(crate) LabelId; pub(crate) NoteId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "library.authors", tag = "never")]
#[graph_paths(v1, "/authors/{authorId}")]
pub(crate) struct Author {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) books: Option<Vec<Book>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "library.books", tag = "never")]
#[graph_paths(v1, "/books/{bookId}")]
pub(crate) struct Book {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) stock: i32,
    pub(crate) price: Option<f64>,
    pub(crate) published: Option<Date>,
    #[graph(rename = "author_id")]
    pub(crate) author_id: Option<String>,
    pub(crate) author: Option<Box<Author>>,
    #[graph(read_only)]
    pub(crate) modified_at: Option<DateTimeOffset>,
    #[graph(etag)]
    pub(crate) etag: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "library.notes", tag = "never")]
#[graph_paths(v1, "/notes/{noteId}")]
pub(crate) struct Note {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) text: Option<String>,
    pub(crate) rank: i32,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "library.labels", tag = "never")]
#[graph_paths(v1, "/labels/{labelId}")]
pub(crate) struct Label {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) text: Option<String>,
}
