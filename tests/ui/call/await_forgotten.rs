//! Requests used without `.await`. rustc offers `.await` only for a type that is itself a `Future`, and a request is an `IntoFuture`: its
//! future is made when it is awaited. No attribute changes the message of `?` or of a missing field. A `Deref` to the response with a
//! bound that no type meets was tried: rustc ignores it. A private field `body` was considered: rustc would only say that it is private.
//! `unwrap` and `expect` are methods with a bound that no type meets.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error};

pub async fn mistakes(graph: &Client, user: &UserId) -> Result<(), Error> {
    let _ = graph.get(User::v1().users(user))?;
    let _ = graph.get(User::v1().users(user)).body;
    let _ = graph.get(User::v1().users(user)).unwrap().body.age;
    let _ = graph.patch(User::v1().users(user), User::patch().age(36)).expect("sent").etag;
    Ok(())
}

fn main() {}
