use graph_core::*;

#[derive(GraphEnum)]
enum State {
    On,
    #[graph(rename = "on")]
    Active,
    Off(i32),
    Text(String),
    #[graph(rename = "low")]
    Low,
    #[graph(rename = "a,b")]
    Both,
    Three = 3,
    #[graph(other)]
    Other,
    #[graph(other)]
    More(String),
}

fn main() {}
