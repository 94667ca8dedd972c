//! Downloads and uploads of things without content, and a source that cannot be read in ranges.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = graph.download(User::v1().users_collection()).await;
    let _ = graph.upload(User::v1().users_collection(), "text").await;
    let _ = graph.upload_session(User::v1().users(&user), "video.mp4").await;
    let _ = (user, group, graph);
}

fn main() {}
