//! Requests where a function expects a future. A request is an `IntoFuture`, so rustc alone would say nothing about `into_future()`.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::client::Response;
use graph_core::{Client, Error};

type Boxed = std::pin::Pin<Box<dyn Future<Output = Result<Response<User>, Error>> + Send>>;

pub async fn mistakes(graph: Client, user: UserId) -> Result<(), Error> {
    let task = tokio::spawn(graph.get(User::v1().users(&user)));
    let _ = task.await;
    let boxed: Boxed = Box::pin(graph.get(User::v1().users(&user)));
    let _ = boxed.await?.body.age;
    Ok(())
}

fn main() {}
