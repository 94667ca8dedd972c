//! Paths on items that are not types: the expansion keeps the items.
use graph_core::graph_paths;

#[graph_paths(v1, "/me")]
pub trait Named {
    fn name(&self) -> String;
}

pub struct User;

#[graph_paths(v1, "/me")]
impl Named for User {
    fn name(&self) -> String {
        String::new()
    }
}

#[graph_paths(v1, "/me")]
pub fn named(user: &User) -> String {
    user.name()
}

#[graph_paths(beta, "/me")]
pub union Either {
    pub a: i32,
}

#[graph_paths(beta, "/me")]
pub type Alias = User;

#[graph_paths(beta, "/me")]
mod inner {}

fn main() {
    let _ = named(&Alias {});
}
