//! An id made without its check.
graph_core::graph_ids! { pub UserId; }

mod other {
    pub fn user() -> super::UserId {
        super::UserId("..".to_owned())
    }
}

fn main() {
    let user: UserId = "ada".into();
    let _ = UserId::new(5);
    let _ = (user, other::user());
}
