//! An upsert, a replacement, an edit, a raw request and an operation that do not fit their types.
#[path = "../directory.rs"]
mod directory;

use directory::{Group, User, UserId};
use graph_core::Client;
use graph_core::client::OperationAddress;
use graph_core::http::Method;

pub struct Report;

pub async fn mistakes(user: UserId, whole: Group, address: OperationAddress, graph: Client) {
    let _ = graph.upsert(User::v1().users(&user), Group::patch().mail("a")).await;
    let _ = graph.replace(User::v1().users(&user), whole).await;
    let _ = graph.edit(User::v1().users(&user), |user: &User| Group::patch().mail("a")).await;
    let _ = graph.edit(User::v1().users(&user), |user: &mut User| User::patch().age(36)).await;
    let _ = graph.request(Method::POST, "/me/sendMail").await;
    let _ = graph.resume_operation::<Report>(address);
}

fn main() {}
